// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sinew {

/// Where in which trace something happens: what W3C Trace Context calls `traceparent`.
struct trace_context {
  /// Of the whole trace; never nil in a context that is one.
  uuid trace;
  /// Of the span that others are to hang themselves below; never 0 in a context that is one.
  std::uint64_t span = 0;
  /// Whoever began the trace wants it recorded. It is for nobody on the way to change his mind.
  bool sampled = false;

  auto operator==(const trace_context&) const -> bool = default;
};

/// Reads a `traceparent` header (W3C Trace Context, level 2): strictly what its grammar allows, lower case only, no id that is
/// all zeros; of later versions the part that we know. Nothing: it is damaged, and whoever got it begins anew.
auto parse_traceparent(std::string_view text) -> std::optional<trace_context>;

/// 55 characters, version 00.
auto to_traceparent(const trace_context& where) -> std::string;

/// 32 and 16 lower-case hexadecimal digits, as OTLP's JSON wants ids.
auto trace_id_text(const uuid& trace) -> std::string;
auto span_id_text(std::uint64_t span) -> std::string;

/// The id of the span that tells of `what` in the part `role`; never 0. It follows from the ids of what was done, so that a
/// repetition after a crash tells of the same span, nobody needs to carry it, and the logs alone lead to it.
auto span_id_of(const uuid& what, std::string_view role) -> std::uint64_t;

/// Whether a trace is among the share that is recorded, 0 … 1: the same answer everywhere, for it follows from the id. Its
/// last 56 bits are taken for chance, as W3C wants them to be.
auto is_in_share(const uuid& trace, double share) -> bool;

} // namespace sinew
