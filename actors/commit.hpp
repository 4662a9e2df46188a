// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/aggregate.hpp"
#include "actors/limits.hpp"
#include "actors/messages.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// The commands that one append will make true, with the events they lead to and the answers they will get.
///
/// Events of one type share one message, so the first command's type decides who may join. Answers wait for the append:
/// also a refusal, for it may rest on events that are not stored yet.
class commit {
 public:
  /// Who appends, for the envelope heads.
  struct origin {
    std::string_view actor; // "service/order"
    std::uint64_t schema;
  };

  /// True when these events can still be stored in the same append.
  [[nodiscard]] auto admits(const std::vector<encoded>& events, const limits& bounds) const -> bool;
  /// Takes a command whose events have just been anticipated by `of`.
  void add(handle_command asked, std::vector<encoded> events, const aggregate& of);
  /// A command that needs nothing stored, but must be answered after what came before it.
  void add_answer(handle_command asked, receipt given);

  [[nodiscard]] auto empty() const -> bool { return asked_.empty(); }
  [[nodiscard]] auto stores_nothing() const -> bool { return events_.empty(); }
  /// Nothing in it but commands that had been answered before: that stays true whoever has written since.
  [[nodiscard]] auto only_repeats() const -> bool;
  [[nodiscard]] auto contains(const uuid& command) const -> bool;

  /// The traceparent of what made it necessary: of its first command that stores something; empty: there is none.
  [[nodiscard]] auto handed_on() const -> std::string;
  /// The messages to append, in order. `first_version` is the aggregate's version before this commit.
  [[nodiscard]] auto messages(const aggregate_key& key, std::uint64_t first_version, const origin& from, timestamp now,
                              const std::function<uuid()>& new_id) const -> std::vector<message>;

  /// Stored: remembers the commands in `of` and answers them.
  void succeed(aggregate& of, std::uint64_t position);
  /// Answers all of them alike.
  void answer_all(const receipt& given);
  /// Not stored: the commands as they were asked, in order, to be decided again.
  auto take_back() -> std::vector<handle_command>;

 private:
  struct pending_answer {
    handle_command asked;
    receipt given;
    bool stores = false; // it has events in this append
  };
  struct pending_event {
    encoded event;
    std::size_t asked; // index into asked_
  };

  void clear();

  std::vector<pending_answer> asked_;
  std::vector<pending_event> events_;
  std::size_t bytes_ = 0;
  bool mixed_ = false; // one command with events of several types: it goes alone
};

} // namespace sinew
