// SPDX-License-Identifier: Apache-2.0
#include "bridge/telemetry_options.hpp"

#include <CLI/CLI.hpp>

namespace sinew {

void telemetry_options::bind(CLI::App& app) {
  app.add_option("--otlp-endpoint", otlp_endpoint,
                 "Collector of traces (OTLP over HTTP), e.g. http://127.0.0.1:4318 (default: no traces)")
      ->envname("OTEL_EXPORTER_OTLP_ENDPOINT")
      ->type_name("URL")
      ->group("Telemetry");
  app.add_option("--trace-sampling", trace_sampling, "Share of the traces beginning here that are recorded, 0 to 1")
      ->envname("SINEW_TRACE_SAMPLING")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->group("Telemetry");
  app.add_option("--metrics-port", metrics_port,
                 "Show /metrics, /healthz and /readyz there; 0: any free port (default: nowhere)")
      ->envname("SINEW_METRICS_PORT")
      ->type_name("PORT")
      ->group("Telemetry");
  app.add_option("--metrics-address", metrics_address, "Address of this machine to show them on; 0.0.0.0: all")
      ->envname("SINEW_METRICS_ADDRESS")
      ->capture_default_str()
      ->group("Telemetry");
}

auto make_exporter(const telemetry_options& options, std::string_view service, std::string_view node,
                   std::string_view version) -> result<std::unique_ptr<otlp_exporter>> {
  if (options.otlp_endpoint.empty())
    return nullptr;
  return parse_otlp_endpoint(options.otlp_endpoint).map([&](otlp_endpoint where) {
    return std::make_unique<otlp_exporter>(
        otlp_exporter_options{.where = std::move(where),
                              .source = {std::string{service}, std::string{node}, std::string{version}},
                              .share = options.trace_sampling});
  });
}

} // namespace sinew
