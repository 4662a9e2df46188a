// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "telemetry/otlp_exporter.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace sinew {

/// What every process of ours can be told about how it is watched.
struct telemetry_options {
  /// Collector of traces, e.g. `http://127.0.0.1:4318`; empty: nothing is traced.
  std::string otlp_endpoint;
  /// Share of the traces beginning here that are recorded, 0 … 1; of those that began elsewhere, their own flag decides.
  double trace_sampling = 1;
  /// Where /healthz, /readyz and /metrics are shown; none: nowhere, and nothing is counted. 0: any free port.
  std::optional<std::uint16_t> metrics_port;
  std::string metrics_address = "127.0.0.1";

  /// Adds the options to `app`, bound to this object, which must outlive the parsing.
  void bind(CLI::App& app);
};

/// Null when nothing is to be traced. Starts a thread. invalid_input: the endpoint is no address.
auto make_exporter(const telemetry_options& options, std::string_view service, std::string_view node,
                   std::string_view version) -> result<std::unique_ptr<otlp_exporter>>;

} // namespace sinew
