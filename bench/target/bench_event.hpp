// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/target.hpp"
#include "schemas/message.hpp"

#include <optional>

namespace sinew::bench {

/// What the events of the bench's own aggregates are called.
inline constexpr std::string_view bench_event_type = "deposited";

/// What differs from one to the next.
struct bench_event_head {
  uuid id;
  timestamp time;
  std::uint64_t version = 1;
  /// Takes the place of the command that caused it.
  ticket operation = 0;
};

/// An event that nobody reads but the bench, written as a node writes it: an envelope with one entry.
auto bench_event(const aggregate_key& key, const bench_event_head& head, bytes payload) -> message;

/// Which operation an event of the bench's is of; nothing: these bytes are none.
auto operation_of(bytes_view event) -> std::optional<ticket>;

} // namespace sinew::bench
