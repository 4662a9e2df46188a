// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/time.hpp"
#include "telemetry/trace_context.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sinew {

/// What is told of a span beside its name. Keys are literals.
struct span_attribute {
  std::string_view key;
  std::variant<std::string, std::int64_t, bool> value;
};

/// A moment within a span. Names are literals.
struct span_moment {
  std::string_view name;
  timestamp at;
};

/// Something that was done from here to there, as part of a trace (OpenTelemetry's span). Plain data, of what has ended.
struct span {
  /// Numbered as OTLP does.
  enum class role : std::uint8_t { internal = 1, server = 2, client = 3, producer = 4, consumer = 5 };

  trace_context self;
  /// Within the same trace; 0: it is the root.
  std::uint64_t parent = 0;
  std::string name;
  role as = role::internal;
  timestamp start;
  timestamp end;
  std::vector<span_attribute> attributes;
  std::vector<span_moment> moments;
  /// Spans of other traces that led to this one.
  std::vector<trace_context> links;
  /// Why it failed; empty: it did not.
  std::string failure;
};

} // namespace sinew
