// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/floor/plain_journal.hpp"

#include <deque>
#include <string>
#include <unordered_map>

namespace sinew::bench {

/// The floor of a command: request -> guarded append -> reply, without actors, rules, state or supervision.
///
/// What it does is what the broker makes necessary: of one aggregate one append is under way, its other commands wait; the
/// receipt goes out when the append is acknowledged. It reads from a command only whose it is, its name and its id; the bytes
/// are stored as they came, as an event whose name is the command's with "ed" behind it.
class command_server {
 public:
  /// Answers commands for `aggregate`; stores below `evt.<aggregate>.`, which the stream of `log` must hold.
  command_server(plain_link& on, plain_journal& log, std::string aggregate);

  auto serve() -> result<void>;

 private:
  struct aggregate_state {
    std::uint64_t last = 0;  // position of its last event
    bool is_unsure = false;  // an append failed: somebody else may have written, or we without knowing
    plain_message under_way; // the command whose append is not yet acknowledged
    std::deque<plain_message> waiting;
  };
  using by_id = std::unordered_map<std::string, aggregate_state>;

  void take(plain_message command);
  void begin(by_id::value_type& one, plain_message command);
  void append(by_id::value_type& one);
  void on_stored(by_id::value_type& one, std::uint64_t position);
  void answer(const plain_message& command, std::uint64_t position);

  plain_link& link_;
  plain_journal& log_;
  std::string aggregate_;
  by_id states_; // the addresses of its elements stay, whatever is added
};

} // namespace sinew::bench
