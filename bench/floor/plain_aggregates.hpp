// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/floor/plain_journal.hpp"
#include "kernel/names.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <unordered_map>

namespace sinew::bench {

/// Where aggregates stand in the log, and whose turn it is: what the broker makes necessary for guarded appends. Of one
/// aggregate one is under way, its others wait. After one that failed, the log is asked where the aggregate stands.
///
/// It remembers each aggregate it has seen, some two hundred bytes each. Loop's thread.
class plain_aggregates {
 public:
  /// 0: not stored. The message is the one that was appended.
  using stored = std::function<void(const plain_message& from, std::uint64_t position)>;

  struct event {
    std::string name;
    std::string id;
    /// Whose bytes are stored, the first `most` of them. Kept until `done`.
    plain_message from;
    std::size_t most = std::string::npos;
    stored done;
  };

  /// `stream_of` tells which stream holds an aggregate's events.
  plain_aggregates(plain_journal& log, std::function<std::string(const std::string& aggregate)> stream_of)
      : log_{log}, stream_of_{std::move(stream_of)} {}

  /// Appends when its turn has come.
  void append(const aggregate_key& key, event what);

 private:
  struct lane {
    aggregate_key key;
    std::uint64_t last = 0;   // position of its last event
    bool is_unsure = false;   // an append failed: somebody else may have written, or we without knowing
    std::list<event> waiting; // the first is under way
  };

  void go_on(lane& one);
  void send(lane& one);
  void on_stored(lane& one, std::uint64_t position);

  plain_journal& log_;
  std::function<std::string(const std::string&)> stream_of_;
  std::unordered_map<std::string, lane> lanes_; // the addresses of its elements stay, whatever is added
};

} // namespace sinew::bench
