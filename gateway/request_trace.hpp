// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "telemetry/tracer.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// The trace that one request belongs to: that of its `traceparent`, or one that begins here. Loop's thread.
class request_trace {
 public:
  /// `to` is null where nobody looks: then a client's own traceparent is handed on as it is. A damaged one counts as none.
  /// `new_id` gives the id of a trace that begins.
  request_trace(tracer* to, const http_request& asked, const std::function<uuid()>& new_id);

  /// The traceparent for what the request leads to; empty: none.
  [[nodiscard]] auto handed_on() const -> const std::string& { return handed_on_; }
  /// The pattern that serves it: "/v1/orders/{id}".
  void serve_by(std::string_view route) { route_ = route; }
  /// Answered with `status`: records the span, if there is one.
  void end(const http_request& asked, unsigned status);

 private:
  tracer* to_; // null: not recorded
  trace_context self_;
  std::uint64_t parent_ = 0;
  std::string handed_on_;
  std::string_view route_; // of a table that outlives this
  timestamp start_{};
};

} // namespace sinew::gateway
