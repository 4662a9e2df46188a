// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/catalog.hpp"
#include "tools/client/log_reading.hpp"
#include "tools/exit_code.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace sinew {

/// One event of a saga.
struct saga_step {
  std::string service;
  std::string aggregate;
  std::string id;
  std::string event;
  std::uint64_t version = 0;
  std::uint64_t position = 0;
  /// When the broker stored it: one clock for all services. Nanoseconds since 1970.
  std::chrono::nanoseconds stored{};
  ordered_json data;
  /// The event's own id, and that of the command it answers.
  uuid event_id = {};
  uuid causation = {};
  std::string actor = {};
  std::string trace = {}; // a traceparent, or empty

  [[nodiscard]] auto type() const -> std::string { return aggregate + "." + event; }
};

/// A reaction whose event has happened and whose target has not moved since.
struct saga_wait {
  std::string service; // who is awaited
  std::string target;
  std::string command;
  std::string because; // "reservation.reserved"
};

/// How a saga ended, if it has; the numbers are `sinew saga`'s exit codes.
enum class saga_outcome : std::uint8_t { completed, compensated, running, parked };

auto name_of(saga_outcome outcome) -> std::string_view;
auto exit_code_of(saga_outcome outcome) -> exit_code;

/// All that is known of the saga of one order. Pure data.
struct saga_view {
  std::string id;
  saga_outcome outcome = saga_outcome::running;
  std::vector<saga_step> steps;    // in the order of their storing; empty: nobody knows the order
  std::vector<saga_wait> waits;    // only while the order has not ended
  std::vector<std::string> parked; // subjects of parked messages
  bool is_whole = true;            // false: too much was stored to look for steps of aggregates with ids of their own

  [[nodiscard]] auto duration() const -> std::chrono::nanoseconds;
};

/// The steps among stored messages: entries of envelopes whose correlation is `id`. Others, and damaged ones, are skipped.
auto saga_steps(const catalog& known, std::string_view id, const std::vector<log_message>& messages)
    -> std::vector<saga_step>;

/// Puts everything together.
auto make_saga_view(const catalog& known, std::string id, std::vector<saga_step> steps, std::vector<std::string> parked)
    -> saga_view;

/// One JSON object: for machines.
auto saga_json(const saga_view& view) -> ordered_json;

/// "2026-11-22T10:00:00.123456789Z", as the broker writes it, in nanoseconds since 1970; 0 when it is no such text.
auto parse_broker_time(const std::string& text) -> std::chrono::nanoseconds;

} // namespace sinew
