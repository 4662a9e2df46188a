// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/floor/plain_link.hpp"
#include "kernel/bytes.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace sinew::bench {

/// What is stored, in plain nats.c, as much under way as the caller likes: the same headers as the services' journal and timers
/// (bridge/jetstream_journal.hpp, bridge/jetstream_timers.hpp), an ack on an inbox of the link. One for each link.
///
/// Loop's thread. It must not outlive its link. Its memory is bounded by what its callers have under way, and by what
/// comes within `patience` behind an append that is not answered.
class plain_journal {
 public:
  /// A place in the stream; 0: none.
  using placed = std::function<void(std::uint64_t position)>;

  /// `patience` is the longest wait for an answer of the broker's: as long as that of
  /// the services' journal. Errors as for `plain_link::subscribe`.
  static auto open(plain_link& on, std::chrono::milliseconds patience = std::chrono::milliseconds{5'000})
      -> result<std::unique_ptr<plain_journal>>;
  ~plain_journal();
  plain_journal(const plain_journal&) = delete;
  auto operator=(const plain_journal&) -> plain_journal& = delete;

  /// `guard` is the wildcard over all of the aggregate's subjects, `expected` the last position below it. The views are read
  /// before the call returns; `done` runs in a later turn. 0: not stored, for the guard refused or the broker had a reason
  /// of its own; or not known, for no answer came in time.
  void append(const std::string& subject, const std::string& guard, std::uint64_t expected, const std::string& id,
              bytes_view body, placed done);
  /// The last position below `guard` in `stream`. 0: there is none, or no answer came in time.
  void last(const std::string& stream, const std::string& guard, placed done);
  /// Arms a timer: `body` comes on `due` at `at`, written as the broker wants it. 0: it is not armed, or not known to be.
  void schedule(const std::string& timer, const std::string& at, const std::string& due, bytes_view body, placed done);
  /// Takes what lies on `subject` out of `stream`. Nobody is told.
  void purge(const std::string& stream, const std::string& subject);

 private:
  /// What waits for an answer. Answered, it stays without its `done` until all before it are gone.
  struct awaited {
    placed done;
    loop::time_point until;
  };

  plain_journal(plain_link& on, std::chrono::milliseconds patience) : link_{on}, patience_{patience} {}
  /// Where the answer to the next message goes.
  auto expect(placed done) -> std::string;
  void ask(const std::string& subject, const std::string& json, placed done);
  void take(const plain_message& answer);
  void forget_answered();
  void watch_the_first();
  void give_up_the_late();

  plain_link& link_;
  std::chrono::milliseconds patience_;
  std::deque<awaited> awaited_; // in the order of asking, and so of their deadlines
  std::uint64_t first_ = 0;     // token of the first of them
  std::optional<loop::timer_id> alarm_;
};

} // namespace sinew::bench
