// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/gateway_figures.hpp"
#include "gateway/http/http_message.hpp"
#include "gateway/request_times.hpp"
#include "telemetry/tracer.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// Who looks at one request, from its coming to its answer: the trace it belongs to, that of its `traceparent` or one that begins here,
/// and figures. Loop's thread.
class request_watch {
 public:
  /// Null where nobody looks. Both outlive it.
  struct watchers {
    tracer* traces = nullptr;
    gateway_figures* figures = nullptr;
  };
  /// Without a tracer, a client's own traceparent is handed on as it is. A damaged one counts as none. `new_id` gives the id of a trace
  /// that begins.
  request_watch(const watchers& by, const http_request& asked, const std::function<uuid()>& new_id);

  /// The traceparent for what the request leads to; empty: none.
  [[nodiscard]] auto handed_on() const -> const std::string& { return handed_on_; }
  /// The pattern that serves it: "/v1/orders/{id}".
  void serve_by(std::string_view route) { route_ = route; }
  /// From now on its times are written down, into what this returns: its answer is to tell them.
  auto time() -> std::shared_ptr<request_times>;
  /// What is on its way out gets its `Server-Timing`, if somebody asked for it.
  void tell_times(http_response& answer) const;
  /// Answered with `status`.
  void end(const http_request& asked, unsigned status);

 private:
  void find_trace(tracer& to, const http_request& asked, const std::function<uuid()>& new_id);
  void tell_span(const http_request& asked, unsigned status);

  watchers by_;
  trace_context self_; // sampled: its span is told
  std::uint64_t parent_ = 0;
  std::string handed_on_;
  std::string_view route_; // of a table that outlives this
  timestamp start_;
  std::shared_ptr<request_times> times_; // null, as mostly: nobody asked
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

} // namespace sinew::gateway
