// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

namespace sinew {

/// What befalls an append.
enum class append_fault : std::uint8_t {
  none,
  /// Nothing is stored: unavailable.
  unavailable,
  /// Nothing is stored: overloaded.
  overloaded,
  /// Stored, but the answer is lost: outcome_unknown.
  lost_ack,
  /// Not stored, and no answer either: outcome_unknown.
  lost_request,
};

/// What befalls an attempt to park.
enum class parking_fault : std::uint8_t {
  none,
  /// Nothing is stored: unavailable.
  unavailable,
  /// Stored, but the answer is lost: outcome_unknown.
  lost_ack,
};

/// What befalls a timer that is to be armed.
enum class arm_fault : std::uint8_t {
  none,
  /// It is not armed: unavailable.
  unavailable,
};

/// What befalls a delivery.
enum class delivery_fault : std::uint8_t {
  none,
  /// Lost on the way: comes again after the ack wait.
  dropped,
  /// Arrives twice.
  duplicated,
};

/// Mishaps in waiting: each append, timer and delivery takes the front of its queue, whoever it belongs to.
///
///     broker.faults().appends = {append_fault::none, append_fault::lost_ack};   // the second one from now on
struct memory_faults {
  std::deque<append_fault> appends;
  std::deque<arm_fault> arms;
  std::deque<delivery_fault> deliveries;
  std::deque<parking_fault> parkings;
  /// Each read of a history takes the front and misses so many of the newest messages, as one of a replica that lags behind.
  std::deque<std::size_t> stale_reads;

  template <class Fault>
  static auto take(std::deque<Fault>& waiting) -> Fault {
    if (waiting.empty())
      return Fault::none;
    const auto fault = waiting.front();
    waiting.pop_front();
    return fault;
  }
};

} // namespace sinew
