// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/bulkhead.hpp"
#include "actors/circuit_breaker.hpp"
#include "actors/loop.hpp"
#include "actors/retry_policy.hpp"
#include "kernel/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

/// How this node treats one outside party. The defaults suit one that usually answers within a second.
struct dependency_options {
  breaker_options breaker;
  retry_options retry;
  bulkhead_options calls;
  /// An attempt that ran out of time says nothing about the party when it was given less than this: the caller came late.
  std::chrono::milliseconds fair_wait{2'000};

  /// All faults at once, each naming the field and its range; empty when there is none.
  [[nodiscard]] auto validate() const -> std::vector<std::string>;
};

/// How a party fares, as seen from this node.
struct dependency_status {
  circuit_breaker::state breaker = circuit_breaker::state::closed;
  /// While open: how long it stays so. Else 0.
  std::chrono::milliseconds open_for{0};
  // Since the node started:
  std::uint64_t openings = 0; // of the breaker
  std::uint64_t calls = 0;
  std::uint64_t retries = 0;  // further attempts
  std::uint64_t failures = 0; // attempts that speak against the party
  std::uint64_t rejected = 0; // calls that ended because the breaker was open or all places were taken
  // Now:
  std::size_t in_flight = 0;
  std::size_t waiting = 0; // for a place
};

/// An outside party that this node depends on, and the guard around every call to it: a bounded number of calls at once
/// (bulkhead), none while it is down (circuit breaker), a few repetitions for hiccups (retries within a budget), all
/// within the time the caller has left.
///
/// It owns what happens within one call. A failure that outlasts it is the caller's: the effect ends with `unavailable`,
/// and its reader, or an event in the log, tries again later. All methods and completions are on the loop's thread. Calls
/// under way when it is destroyed are forgotten: their completions never run. It may outlive the loop, unused.
class dependency {
 public:
  /// `name` is for people and metrics: "card provider". `where` must outlive the last call. `seed` feeds the jitter.
  dependency(std::string name, const dependency_options& options, loop& where, std::uint64_t seed);
  ~dependency();
  dependency(const dependency&) = delete;
  auto operator=(const dependency&) -> dependency& = delete;

  /// Asks: `attempt(std::chrono::milliseconds allowed, completion<T>)` is run once or several times, so what it asks for
  /// must be safe to repeat; it answers within about `allowed`. All of it takes at most about `patience`.
  /// unavailable: the party is down, or the breaker is open (the text says for how long). overloaded: too many calls, or
  /// the party says so. Nothing happened, both times. outcome_unknown: the last attempt was sent and not answered. Else
  /// whatever the attempt answers.
  template <class T, class Attempt>
  void call(std::chrono::milliseconds patience, Attempt attempt, completion<T> done) {
    auto answer = std::make_shared<std::optional<result<T>>>();
    run(
        patience,
        [attempt = std::move(attempt), answer](std::chrono::milliseconds allowed, completion<void> ended) {
          attempt(allowed, [answer, ended = std::move(ended)](result<T> got) {
            auto outcome = got ? result<void>{} : result<void>{tl::unexpected{got.error()}};
            answer->emplace(std::move(got));
            ended(std::move(outcome));
          });
        },
        [answer, done = std::move(done)](result<void> outcome) {
          // Without an answer of its own, the call ended before an attempt did.
          if (outcome)
            return done(std::move(**answer));
          done(tl::unexpected{std::move(outcome.error())});
        });
  }

  [[nodiscard]] auto name() const -> const std::string&;
  [[nodiscard]] auto status() const -> dependency_status;

 private:
  using try_once = std::function<void(std::chrono::milliseconds, completion<void>)>;
  class guard;

  void run(std::chrono::milliseconds patience, try_once attempt, completion<void> done);

  std::shared_ptr<guard> guard_;
};

/// What a service tells about one of its dependencies.
struct watched_dependency {
  std::string name;
  /// On the loop's thread, while the service runs.
  std::function<dependency_status()> look;
};

/// `from` must outlive the result.
inline auto watched(const dependency& from) -> watched_dependency {
  return {from.name(), [&from] { return from.status(); }};
}

} // namespace sinew
