// SPDX-License-Identifier: Apache-2.0
#include "tools/routing/http_route.hpp"

#include "kernel/http_url.hpp"
#include "kernel/names.hpp"
#include "tools/transcode/strict_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sinew {

namespace {

using json = nlohmann::ordered_json;
using way = http_route::way;

constexpr std::size_t longest_pointer = 200;
constexpr std::size_t deepest = 4;

auto wrong(std::string_view member, std::string_view what) -> tl::unexpected<error> {
  return fail(errc::invalid_input, fmt::format("{}: {}", member, what));
}

/// Reads one member into the entry.
using member_reader = result<void> (*)(const json& value, http_route& to);

auto side_named(const json& name) -> std::optional<http_side> {
  for (const auto side : {http_side::legacy, http_side::modern})
    if (name == std::string{to_string(side)})
      return side;
  return std::nullopt;
}

auto read_mode(const json& value, http_route& to) -> result<void> {
  for (const auto mode : {way::legacy, way::modern, way::both})
    if (value == std::string{to_string(mode)})
      return to.mode = mode, result<void>{};
  return wrong("mode", "must be \"new\", \"legacy\" or \"both\"");
}

auto read_upstream(const json& value, http_route& to) -> result<void> {
  if (!value.is_string())
    return wrong("upstream", "must be a text like \"http://127.0.0.1:8099\"");
  to.upstream = value.get<std::string>();
  const auto url = parse_http_url(to.upstream);
  return url ? result<void>{} : wrong("upstream", url.error().what);
}

auto read_answer(const json& value, http_route& to) -> result<void> {
  const auto side = side_named(value);
  if (!side)
    return wrong("answer", "must be \"new\" or \"legacy\"");
  to.answer = *side;
  return {};
}

auto read_share(const json& value, http_route& to) -> result<void> {
  if (!value.is_number_unsigned() || value > 100)
    return wrong("new_share", "must be a whole number of percent from 0 to 100");
  to.new_share = value.get<unsigned>();
  return {};
}

auto read_ids(const json& value, http_route& to) -> result<void> {
  if (!value.is_object() || value.size() > http_route::most_ids)
    return wrong("ids", fmt::format("must be an object of at most {} ids with their sides", http_route::most_ids));
  for (const auto& [id, name] : value.items()) {
    const auto side = side_named(name);
    if (!is_valid_id(id))
      return wrong("ids", fmt::format("'{}' is no id: 1 to 64 letters, digits, '_' or '-'", id));
    if (!side)
      return wrong("ids", fmt::format("'{}' must be \"new\" or \"legacy\"", id));
    to.ids.emplace(id, *side);
  }
  return {};
}

auto is_pointer(const json& value) -> bool {
  return value.is_string() && value.get_ref<const std::string&>().starts_with('/') &&
         value.get_ref<const std::string&>().size() <= longest_pointer;
}

auto read_ignore(const json& value, http_route& to) -> result<void> {
  if (!value.is_array() || value.size() > http_route::most_ignored || !std::ranges::all_of(value, is_pointer))
    return wrong("ignore",
                 fmt::format("must be a list of at most {} JSON pointers like \"/position\" or \"/items/*/version\"",
                             http_route::most_ignored));
  to.ignore = value.get<std::vector<std::string>>();
  return {};
}

auto read_pass_token(const json& value, http_route& to) -> result<void> {
  if (!value.is_boolean())
    return wrong("pass_token", "must be true or false");
  to.pass_token = value.get<bool>();
  return {};
}

struct member {
  std::string_view name;
  member_reader read;
};
constexpr member members[] = {
    {"mode", read_mode}, {"upstream", read_upstream}, {"answer", read_answer},        {"new_share", read_share},
    {"ids", read_ids},   {"ignore", read_ignore},     {"pass_token", read_pass_token}};

auto names() -> std::string {
  std::string all;
  for (const auto& each : members)
    all.append(all.empty() ? "" : ", ").append(each.name);
  return all;
}

auto may_ask_legacy(const http_route& route) -> bool {
  const auto is_legacy = [](const auto& each) { return each.second == http_side::legacy; };
  return route.mode != way::modern || route.new_share.value_or(100) < 100 || std::ranges::any_of(route.ids, is_legacy);
}

/// What speaks against members that are each good by themselves.
auto check_whole(const json& from, http_route route) -> result<http_route> {
  if (!from.contains("mode"))
    return wrong("mode", "is missing: \"new\", \"legacy\" or \"both\"");
  if (route.upstream.empty() && may_ask_legacy(route))
    return wrong("upstream", "is missing: where the legacy system is");
  if (from.contains("answer") && route.mode != way::both)
    return wrong("answer", "goes with mode \"both\" alone");
  return route;
}

} // namespace

auto to_string(http_side side) -> std::string_view {
  return side == http_side::legacy ? "legacy" : "new";
}

auto to_string(http_route::way mode) -> std::string_view {
  switch (mode) {
    case way::legacy: return "legacy";
    case way::modern: return "new";
    case way::both: return "both";
  }
  return "new";
}

auto read_http_route(const json& from) -> result<http_route> {
  if (!from.is_object())
    return fail(errc::invalid_input, "the entry must be an object");
  http_route route;
  for (const auto& [name, value] : from.items()) {
    const auto* const known = std::ranges::find(members, std::string_view{name}, &member::name);
    if (known == std::end(members))
      return wrong(name, "there is no such member, only " + names());
    if (auto read = known->read(value, route); !read)
      return tl::unexpected{read.error()};
  }
  return check_whole(from, std::move(route));
}

auto parse_http_route(std::string_view text) -> result<http_route> {
  return parse_strict_json(text, {.size = http_route::largest, .depth = deepest}).and_then(read_http_route);
}

auto to_json(const http_route& route) -> json {
  json made{{"mode", to_string(route.mode)}};
  if (!route.upstream.empty())
    made["upstream"] = route.upstream;
  if (route.mode == way::both)
    made["answer"] = to_string(route.answer);
  if (route.new_share)
    made["new_share"] = *route.new_share;
  for (const auto& [id, side] : route.ids)
    made["ids"][id] = to_string(side);
  if (!route.ignore.empty())
    made["ignore"] = route.ignore;
  if (route.pass_token)
    made["pass_token"] = true;
  return made;
}

} // namespace sinew
