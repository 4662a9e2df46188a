// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/error.hpp"
#include "kernel/time.hpp"
#include "schemas/message.hpp"

#include <cstdint>
#include <string>
#include <vector>

// The one place that says what counts as poison: which failures are held against a message, and so against its key.

namespace sinew {

/// Whom a failure tells against.
enum class blame : std::uint8_t {
  /// The broker is away, a queue is full, no node serves, an outside party is down. It passes, however long that takes;
  /// never counted, never parked.
  world,
  /// Something about this message: it is tried `limits::attempts_before_parking` times, then its key is parked.
  message,
  /// The same input fails again: parked at once.
  input,
};

/// A reaction's pure mapping: the same event always ends alike.
constexpr auto blame_for_mapping(errc) -> blame {
  return blame::input;
}

/// A call to an outside party. Its answer may be better next time, so that nothing is parked at once.
constexpr auto blame_for_effect(errc code) -> blame {
  switch (code) {
    case errc::unavailable:
    case errc::overloaded:
    case errc::outcome_unknown:
    case errc::deadline_exceeded: return blame::world;
    case errc::invalid_input:
    case errc::unknown_type:
    case errc::not_found:
    case errc::conflict:
    case errc::rejected_by_broker:
    case errc::system_failure: return blame::message;
  }
  return blame::message;
}

/// A command that was neither accepted nor refused. Precondition: `outcome` is retry or invalid.
inline auto blame_for(const receipt& given) -> blame {
  if (given.outcome == wire::Outcome::invalid)
    return blame::input;
  return given.broke_down ? blame::message : blame::world;
}

/// The failures held against one message: how many, which, from when to when. Bounded. Pure.
class failure_record {
 public:
  /// Distinct causes kept, the first and the newest among them; bytes of each.
  static constexpr std::size_t most_causes = 8;
  static constexpr std::size_t longest_cause = 300;

  failure_record() = default;
  /// Goes on where an earlier record ended.
  failure_record(std::uint64_t attempts, std::vector<std::string> causes, timestamp first, timestamp last)
      : attempts_{attempts}, causes_{std::move(causes)}, first_{first}, last_{last} {}

  void add(std::string cause, timestamp now);

  [[nodiscard]] auto attempts() const -> std::uint64_t { return attempts_; }
  /// The distinct errors met, in the order in which each was met first.
  [[nodiscard]] auto causes() const -> const std::vector<std::string>& { return causes_; }
  [[nodiscard]] auto first() const -> timestamp { return first_; }
  [[nodiscard]] auto last() const -> timestamp { return last_; }

 private:
  std::uint64_t attempts_ = 0;
  std::vector<std::string> causes_;
  timestamp first_{};
  timestamp last_{};
};

} // namespace sinew
