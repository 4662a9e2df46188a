// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/error.hpp"

namespace sinew {

/// How every verb ends: scripts rely on these numbers.
enum class exit_code : int {
  /// Done; `send`: accepted; `saga`: completed.
  done = 0,
  /// `up`: a part of the system kept dying.
  broken = 1,
  /// What was typed, or the machine, is at fault. The sentence on stderr says what to do.
  bad_input = 2,
  /// `send`: the domain said no.
  refused = 3,
  /// No broker or no service in time. The same command may be tried again.
  unavailable = 4,
  /// `saga`: ended with all its steps undone.
  compensated = 5,
  /// `saga`: not ended.
  running = 6,
  /// `saga`: a message of it is parked and waits for an operator.
  parked = 7,
  /// `cluster`: there are partitions that nobody serves.
  unserved = 8,
  /// `bench`: what --slo promises was not kept, or it is worse than --baseline.
  broken_promise = 9,
  /// `bench`: a promise could not be judged, for the machine was too busy to measure anything, or somebody ended it.
  not_measured = 10,
};

/// The exit code that tells of an error.
constexpr auto exit_code_of(errc code) -> exit_code {
  switch (code) {
    case errc::outcome_unknown:
    case errc::overloaded:
    case errc::unavailable:
    case errc::deadline_exceeded: return exit_code::unavailable;
    case errc::invalid_input:
    case errc::unknown_type:
    case errc::not_found:
    case errc::conflict:
    case errc::rejected_by_broker:
    case errc::system_failure: return exit_code::bad_input;
  }
  return exit_code::bad_input;
}

} // namespace sinew
