// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/connection.hpp"
#include "bridge/leader_read.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// One key of the bucket `system` on which decisions rest, such as who serves what: its value as the leader of the bucket's stream holds
/// it.
///
/// What is published on the key's subject is heard before it is stored, and also when it never will be. So it is only a reason to ask
/// the leader, and to ask again for as long as its writer may wait to have it stored. The leader is asked again after each
/// reconnection, for nobody repeats what was said meanwhile. A question that fails is put again after a pause that grows up to a
/// second; never more than one is under way. Loop's thread; `with` must outlive it.
class watched_key {
 public:
  /// Hears the value once it is known, and then each other one; empty: there is none.
  using listener = std::function<void(std::string_view value)>;

  watched_key(connection& with, std::string_view key, listener told);

  /// Begins to listen, and asks; once. Errors: those of `connection::subscribe`.
  auto start() -> result<void>;

  /// Asks now; `done` is called once a question has ended that was put after this call, whether the leader could answer or not.
  void ask(std::function<void()> done);

 private:
  /// What somebody wants to have stored there.
  struct announcement {
    bytes value;
    loop::time_point until; // then nobody waits for it any more
  };

  void on_announced(bytes_view value);
  void ask();
  void on_answer(const result<leader_read::found>& found);
  void take(bytes value);
  void go_on(bool is_answered);
  [[nodiscard]] auto is_awaited() -> bool;
  void ask_later();

  connection& with_;
  std::string subject_;
  listener told_;
  std::optional<bytes> value_; // as it was told
  std::optional<announcement> announced_;
  bool is_asking_ = false;
  bool is_due_ = false;     // to be asked again: there is news since the question under way was put
  bool is_waiting_ = false; // to ask after a pause
  std::chrono::milliseconds pause_;
  std::vector<std::function<void()>> waiting_;  // for the next question
  std::vector<std::function<void()>> answered_; // by the one under way
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
