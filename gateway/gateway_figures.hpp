// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "telemetry/metric_family.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// What a gateway counts of its requests, for Prometheus. Loop's thread.
struct gateway_figures {
  metric_family<counter, 3> requests{
      "sinew_http_requests_total", "Requests answered, by route and class of status", {"method", "route", "status"}};
  metric_family<histogram, 1> request_time{"sinew_http_request_duration_seconds",
                                           "From a whole request to its answer (of a stream: to its beginning)",
                                           {"route"},
                                           histogram{slow}};
  metric_family<counter, 2> sides{
      "sinew_http_side_total", "Requests of switched resources, by the side whose answer counts", {"resource", "side"}};
  metric_family<counter, 2> compared{
      "sinew_http_parity_total", "Requests that both sides were to answer, by how that went", {"resource", "outcome"}};

  /// `route` is the pattern that served it; empty: none did. Then neither path nor method are told, for strangers choose them.
  void answered(std::string_view method, std::string_view route, unsigned status, std::chrono::duration<double> took) {
    const auto known = route.empty() ? std::string_view{"none"} : route;
    const auto status_class = std::to_string(status / 100) + "xx";
    requests.at({route.empty() ? std::string_view{"any"} : method, known, status_class}).add();
    request_time.at({known}).observe(took.count());
  }
  void write(metric_page& to) const {
    requests.write(to);
    request_time.write(to);
    sides.write(to);
    compared.write(to);
  }
};

} // namespace sinew::gateway
