// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "telemetry/span.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// Who tells: OpenTelemetry's resource.
struct telemetry_source {
  std::string service;  ///< `service.name`: "order"
  std::string instance; ///< `service.instance.id`: "order-1"
  std::string version;  ///< `service.version`
};

/// An ExportTraceServiceRequest in OTLP's JSON encoding: ids in hexadecimal, 64-bit numbers as text, enums as numbers. Text that is
/// no UTF-8 is mended.
auto to_otlp_json(const telemetry_source& from, const std::vector<span>& spans) -> std::string;

/// How many spans a collector says in its answer (200) that it did not take: `partialSuccess.rejectedSpans`. An answer that cannot be
/// read rejects none.
auto rejected_spans(std::string_view answer) -> std::uint64_t;

} // namespace sinew
