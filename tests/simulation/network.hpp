// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "memory/seeded_randomness.hpp"
#include "tests/simulation/fault.hpp"
#include "tests/simulation/scheduler.hpp"

#include <deque>
#include <vector>

namespace simulation {

/// How long a message is under way.
struct passage {
  enum class fate : std::uint8_t { arrives, lost, arrives_twice, overtaken };
  fate what = fate::arrives;
  duration latency{};
  duration extra{}; // of the twin, or of the one that is overtaken
};

/// The network between all nodes and the broker: what befalls each message, by the faults in force and by seed.
class network {
 public:
  network(std::uint64_t seed, scheduler& when, trace& told) : chance_{seed ^ 0x4e7ULL}, when_{when}, told_{told} {}

  /// Puts a fault of the network or of timers into force; others are not its business.
  void apply(const fault& f);
  /// All is well from now on.
  void heal();

  auto pass(message_class what) -> passage;
  /// By how much the next timer is early (negative) or late.
  auto take_timer_shift() -> duration;
  /// How much later the next due timer fires once more; nothing as a rule.
  auto take_timer_twin() -> duration;

  [[nodiscard]] auto when() -> scheduler& { return when_; }
  [[nodiscard]] auto told() -> trace& { return told_; }

 private:
  struct ambush {
    fault by;
    unsigned left;
  };
  struct storm {
    fault_kind kind;
    time_point until;
  };

  auto below(std::uint64_t limit) -> std::uint64_t { return chance_.next() % limit; }
  void weather(passage& p);

  sinew::seeded_randomness chance_;
  scheduler& when_;
  trace& told_;
  std::vector<ambush> ambushes_;
  std::vector<storm> storms_;
  std::deque<duration> timer_shifts_;
  std::deque<duration> timer_twins_;
};

} // namespace simulation
