// SPDX-License-Identifier: Apache-2.0
#include "gateway/resource_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace sinew::gateway {

namespace {

auto is_empty_text(const ordered_json& value) -> bool {
  return value.is_string() && value.get_ref<const std::string&>().empty();
}

auto entity_tag(const ordered_json& resource) -> std::string {
  return fmt::format("\"{}\"", resource.at("version").get<std::uint64_t>());
}

/// Weak or strong, one or several, or any.
auto names_tag(std::string_view if_none_match, std::string_view tag) -> bool {
  return std::ranges::any_of(list_of(if_none_match), [tag](std::string_view element) {
    if (element.starts_with("W/"))
      element.remove_prefix(2);
    return element == tag || element == "*";
  });
}

} // namespace

auto as_time(const ordered_json& nanoseconds) -> std::string {
  return to_rfc3339(from_unix_ns(nanoseconds.get<std::int64_t>()));
}

auto flat_resource(const ordered_json& answer) -> ordered_json {
  ordered_json made{{"id", answer.at("id")}, {"version", answer.at("version")}, {"position", answer.at("position")}};
  for (const auto& [name, value] : answer.at("state").items()) {
    if (name == "deadline" && value.is_number_integer())
      made[name] = as_time(value);
    else if (!is_empty_text(value))
      made[name] = value;
  }
  return made;
}

auto receipt_resource(std::string_view id, const receipt& how) -> ordered_json {
  return {{"id", id}, {"version", how.version}, {"position", how.position}};
}

auto json_response(unsigned status, const ordered_json& body, http_headers more) -> http_response {
  http_response made{.status = status,
                     .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
                     .body = one_line(body) + "\n",
                     .stream = {}};
  std::ranges::move(more, std::back_inserter(made.headers));
  return made;
}

auto position_header(const ordered_json& of) -> http_header {
  return {"Sinew-Position", of.at("position").dump()};
}

auto whole(const ordered_json& resource, http_headers more) -> http_response {
  more.push_back({"ETag", entity_tag(resource)});
  more.push_back(position_header(resource));
  return json_response(200, resource, std::move(more));
}

auto whole_unless_known(const ordered_json& resource, std::string_view if_none_match) -> http_response {
  const auto tag = entity_tag(resource);
  if (!names_tag(if_none_match, tag))
    return whole(resource);
  return {.status = 304, .headers = {{"ETag", tag}}, .body = {}, .stream = {}};
}

} // namespace sinew::gateway
