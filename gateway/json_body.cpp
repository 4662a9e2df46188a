// SPDX-License-Identifier: Apache-2.0
#include "gateway/json_body.hpp"

#include "gateway/problem_of.hpp"
#include "kernel/http_text.hpp"
#include "tools/transcode/strict_json.hpp"

namespace sinew::gateway {

namespace {

/// With or without parameters, such as a charset: JSON is UTF-8 whatever they say.
auto is_json(std::string_view content_type) -> bool {
  return same_token(trimmed(content_type.substr(0, content_type.find(';'))), "application/json");
}

} // namespace

auto read_json_body(const http_request& of, bool may_be_empty) -> tl::expected<nlohmann::ordered_json, problem> {
  if (of.body.empty() && may_be_empty)
    return nlohmann::ordered_json::object();
  if (!is_json(of.header("Content-Type")))
    return tl::unexpected{
        problem{415, "not_json", "the body must be JSON: Content-Type: application/json", "Content-Type"}};
  return parse_strict_json(of.body).map_error([](const error& why) { return problem_of(why); });
}

} // namespace sinew::gateway
