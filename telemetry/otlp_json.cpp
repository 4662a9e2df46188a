// SPDX-License-Identifier: Apache-2.0
#include "telemetry/otlp_json.hpp"

#include <nlohmann/json.hpp>

namespace sinew {

namespace {

using nlohmann::json;

// What makes the spans: OpenTelemetry's instrumentation scope.
constexpr std::string_view scope = "sinew";
constexpr int status_error = 2;
constexpr unsigned sampled_flag = 1;

auto nanoseconds(timestamp t) -> std::string {
  return std::to_string(to_unix_ns(t));
}

auto attribute(std::string_view key, json value) -> json {
  return {{"key", key}, {"value", std::move(value)}};
}

auto value_of(const span_attribute& a) -> json {
  if (const auto* number = std::get_if<std::int64_t>(&a.value))
    return {{"intValue", std::to_string(*number)}};
  if (const auto* flag = std::get_if<bool>(&a.value))
    return {{"boolValue", *flag}};
  return {{"stringValue", std::get<std::string>(a.value)}};
}

auto attributes_of(const span& s) -> json {
  auto all = json::array();
  for (const auto& a : s.attributes)
    all.push_back(attribute(a.key, value_of(a)));
  return all;
}

auto moments_of(const span& s) -> json {
  auto all = json::array();
  for (const auto& m : s.moments)
    all.push_back({{"timeUnixNano", nanoseconds(m.at)}, {"name", m.name}});
  return all;
}

auto links_of(const span& s) -> json {
  auto all = json::array();
  for (const auto& l : s.links)
    all.push_back({{"traceId", trace_id_text(l.trace)}, {"spanId", span_id_text(l.span)}});
  return all;
}

auto written(const span& s) -> json {
  json one = {{"traceId", trace_id_text(s.self.trace)},
              {"spanId", span_id_text(s.self.span)},
              {"flags", sampled_flag},
              {"name", s.name},
              {"kind", static_cast<int>(s.as)},
              {"startTimeUnixNano", nanoseconds(s.start)},
              {"endTimeUnixNano", nanoseconds(s.end)},
              {"attributes", attributes_of(s)}};
  if (s.parent != 0)
    one["parentSpanId"] = span_id_text(s.parent);
  if (!s.moments.empty())
    one["events"] = moments_of(s);
  if (!s.links.empty())
    one["links"] = links_of(s);
  if (!s.failure.empty())
    one["status"] = {{"code", status_error}, {"message", s.failure}};
  return one;
}

auto resource_of(const telemetry_source& from) -> json {
  return {{"attributes",
           {attribute("service.name", {{"stringValue", from.service}}),
            attribute("service.instance.id", {{"stringValue", from.instance}}),
            attribute("service.version", {{"stringValue", from.version}})}}};
}

} // namespace

auto to_otlp_json(const telemetry_source& from, const std::vector<span>& spans) -> std::string {
  auto all = json::array();
  for (const auto& s : spans)
    all.push_back(written(s));
  json scoped;
  scoped["scope"] = {{"name", scope}, {"version", from.version}};
  scoped["spans"] = std::move(all);
  json resource;
  resource["resource"] = resource_of(from);
  resource["scopeSpans"] = json::array({std::move(scoped)});
  json whole;
  whole["resourceSpans"] = json::array({std::move(resource)});
  return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

auto rejected_spans(std::string_view answer) -> std::uint64_t {
  const auto read = json::parse(answer, nullptr, false);
  if (!read.is_object() || !read.contains("partialSuccess") || !read["partialSuccess"].is_object())
    return 0;
  const auto found = read["partialSuccess"].find("rejectedSpans");
  if (found == read["partialSuccess"].end())
    return 0;
  if (found->is_number_unsigned())
    return found->get<std::uint64_t>();
  return found->is_string() ? std::strtoull(found->get_ref<const std::string&>().c_str(), nullptr, 10) : 0;
}

} // namespace sinew
