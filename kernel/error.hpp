// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sinew {

/// The world's ways of saying no. (A domain's no is a refusal and travels as data; a bug is an assertion.)
/// Each says when it happens and what the caller should do.
enum class errc : std::uint8_t {
  /// Bytes, JSON or a name that break the format or a limit. Never retry: the same input fails again.
  invalid_input,
  /// A command, event or aggregate that this service does not know. Check the name; see `sinew describe`.
  unknown_type,
  /// What was asked for does not exist. Retry only if it may still come into being.
  not_found,
  /// Someone else wrote first. Reload and decide again; never retry blindly.
  conflict,
  /// Sent, but no answer came in time: it may have happened. Read back before deciding, or retry with the same id.
  outcome_unknown,
  /// A bounded queue is full. Nothing happened; retry the same id after the time given.
  overloaded,
  /// Nobody serves this now, or the broker is away. Nothing happened; retry with the same id until the deadline.
  unavailable,
  /// The deadline passed before the work began. Nothing happened.
  deadline_exceeded,
  /// The broker refuses what we are allowed to do or how we ask. Fix permissions or configuration.
  rejected_by_broker,
  /// A file, socket or process of this machine failed. The text names it.
  system_failure,
};

/// The stable name of a code, as printed in logs, receipts and JSON: `outcome_unknown`.
auto to_string(errc code) -> std::string_view;

/// A world's no with its circumstances. `what` is one sentence for a person: it names the thing at fault.
struct error {
  errc code;
  std::string what;
};

/// "conflict: order o-1 was written by someone else".
auto to_string(const error& e) -> std::string;

} // namespace sinew
