// SPDX-License-Identifier: Apache-2.0
#include "gateway/request_trace.hpp"

namespace sinew::gateway {

namespace {

auto now() -> timestamp {
  return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
}

} // namespace

request_trace::request_trace(tracer* to, const http_request& asked, const std::function<uuid()>& new_id) : to_{to} {
  const auto header = asked.header("traceparent");
  const auto from = header.empty() ? std::nullopt : parse_traceparent(header);
  if (to_ == nullptr) {
    handed_on_ = from ? std::string{header} : std::string{};
    return;
  }
  const auto id = new_id();
  self_ = {from ? from->trace : id, span_id_of(id, "request"), from ? from->sampled : to_->samples(id)};
  parent_ = from ? from->span : 0;
  handed_on_ = to_traceparent(self_); // also when it is not recorded: so that nobody behind us begins another
  if (self_.sampled)
    start_ = now();
  else
    to_ = nullptr;
}

void request_trace::end(const http_request& asked, unsigned status) {
  if (to_ == nullptr)
    return;
  span done{.self = self_,
            .parent = parent_,
            .name = route_.empty() ? asked.method : asked.method + " " + std::string{route_},
            .as = span::role::server,
            .start = start_,
            .end = now(),
            .attributes = {{"http.request.method", asked.method},
                           {"url.path", asked.path},
                           {"http.response.status_code", static_cast<std::int64_t>(status)}},
            .moments = {},
            .links = {},
            .failure = status >= 500 ? "answered " + std::to_string(status) : std::string{}};
  if (!route_.empty())
    done.attributes.push_back({"http.route", std::string{route_}});
  to_->record(std::move(done));
}

} // namespace sinew::gateway
