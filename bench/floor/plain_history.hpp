// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/floor/plain_link.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace sinew::bench {

/// What was read of one aggregate.
struct history_sum {
  std::size_t messages = 0;
  /// Over all bytes of all bodies, in order. Nobody can tell it without having looked at each of them.
  std::uint64_t checksum = 0;
};

/// Reads the whole history of aggregates in plain nats.c: pages by direct get, asked for as the services' journal does
/// (bridge/jetstream_journal.hpp), the next when the last has come. It keeps no message and folds nothing. One for each link.
///
/// Loop's thread. It ends with its link, right before it, for the link goes on handing it what comes. Its memory is bounded by
/// what its callers have under way.
class plain_history {
 public:
  /// None: no answer came in time, or the broker had a reason of its own.
  using all_read = std::function<void(std::optional<history_sum>)>;

  /// `messages_per_page`: 1 … 500. `patience` is the longest wait for one page: as long as that of the services' journal.
  /// Errors as for `plain_link::subscribe`.
  static auto open(plain_link& on, std::size_t messages_per_page,
                   std::chrono::milliseconds patience = std::chrono::milliseconds{10'000})
      -> result<std::unique_ptr<plain_history>>;
  ~plain_history();
  plain_history(const plain_history&) = delete;
  auto operator=(const plain_history&) -> plain_history& = delete;

  /// All that `stream` holds on `subjects` (wildcards allowed); none of them is a sum of no messages. `done` runs in a later
  /// turn.
  void read(const std::string& stream, const std::string& subjects, all_read done);

 private:
  struct reading {
    std::string asked; // where
    std::string subjects;
    history_sum sum;
    all_read done;
    loop::timer_id alarm;
  };

  plain_history(plain_link& on, std::size_t messages_per_page, std::chrono::milliseconds patience)
      : link_{on}, page_{messages_per_page}, patience_{patience} {}
  void ask(std::uint64_t token, reading& what, std::uint64_t from);
  void take(const plain_message& m);
  void take_end(std::uint64_t token, reading& what, const plain_message& end);
  void finish(std::uint64_t token, std::optional<history_sum> sum);

  plain_link& link_;
  std::size_t page_;
  std::chrono::milliseconds patience_;
  std::unordered_map<std::uint64_t, reading> under_way_;
  std::uint64_t next_token_ = 1;
};

} // namespace sinew::bench
