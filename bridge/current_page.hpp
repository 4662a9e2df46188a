// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace sinew {

/// A page of one aggregate's history from a stream on several servers, with everything that was acknowledged before it
/// was asked for.
///
/// The page itself comes from any server, which is quick; that the server was not behind is found out by asking the
/// leader, at the same time, for the position of the last message. What is missing then (a few messages, after a moment
/// of lag) comes from the leader one by one. Without this, an aggregate loaded from a server that lags would answer a
/// command `refused` on grounds that are no longer true, and the reaction it came from would be over.
class current_page : public std::enable_shared_from_this<current_page> {
 public:
  using last_message = std::optional<stored_message>;

  /// How to ask; each is called at most once at a time, with a completion that must run exactly once.
  struct source {
    std::function<void(completion<history_page>)> any_page;
    std::function<void(completion<last_message>)> leaders_last;
    std::function<void(std::uint64_t from, completion<last_message>)> leaders_next;
  };

  /// `after` and `at_most` as for `journal::read`. `done` gets the page, or the first error.
  static void read(source from, std::uint64_t after, std::size_t at_most, completion<history_page> done);

 private:
  current_page(source from, std::uint64_t after, std::size_t at_most, completion<history_page> done);

  void start();
  void settle();
  void catch_up();
  void take(result<last_message> missing);
  [[nodiscard]] auto position() const -> std::uint64_t;

  source from_;
  std::uint64_t after_;
  std::size_t at_most_;
  completion<history_page> done_;
  std::optional<result<history_page>> page_;
  std::optional<result<last_message>> last_;
};

} // namespace sinew
