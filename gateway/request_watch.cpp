// SPDX-License-Identifier: Apache-2.0
#include "gateway/request_watch.hpp"

namespace sinew::gateway {

namespace {

auto now() -> timestamp {
  return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
}

auto traceparent_of(const http_request& asked) -> std::optional<trace_context> {
  const auto header = asked.header("traceparent");
  return header.empty() ? std::nullopt : parse_traceparent(header);
}

} // namespace

request_watch::request_watch(const watchers& by, const http_request& asked, const std::function<uuid()>& new_id)
    : by_{by} {
  if (by_.traces != nullptr)
    find_trace(*by_.traces, asked, new_id);
  else if (traceparent_of(asked))
    handed_on_ = asked.header("traceparent");
}

void request_watch::find_trace(tracer& to, const http_request& asked, const std::function<uuid()>& new_id) {
  const auto from = traceparent_of(asked);
  const auto id = new_id();
  self_ = {from ? from->trace : id, span_id_of(id, "request"), from ? from->sampled : to.samples(id)};
  parent_ = from ? from->span : 0;
  handed_on_ = to_traceparent(self_); // also when it is not recorded: so that nobody behind us begins another
  if (self_.sampled)
    start_ = now();
}

auto request_watch::time() -> std::shared_ptr<request_times> {
  // By the system's clock, as the nodes have it; it was not asked then, for few want to know.
  const auto asked = now() - (std::chrono::steady_clock::now() - began_);
  times_ = std::make_shared<request_times>(request_times{.asked = asked});
  return times_;
}

void request_watch::tell_times(http_response& answer) const {
  if (times_)
    answer.headers.push_back(server_timing(*times_, now()));
}

void request_watch::end(const http_request& asked, unsigned status) {
  if (by_.figures != nullptr)
    by_.figures->answered(asked.method, route_, status, std::chrono::steady_clock::now() - began_);
  if (self_.sampled && by_.traces != nullptr)
    tell_span(asked, status);
}

void request_watch::tell_span(const http_request& asked, unsigned status) {
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
  by_.traces->record(std::move(done));
}

} // namespace sinew::gateway
