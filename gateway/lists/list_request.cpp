// SPDX-License-Identifier: Apache-2.0
#include "gateway/lists/list_request.hpp"

#include "gateway/http/percent.hpp"
#include "gateway/lists/query_string.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>

namespace sinew::gateway {

namespace {

template <class Number>
auto read_number(std::string_view name, std::string_view text, Number& to) -> result<void> {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), to);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size())
    return fail(errc::invalid_input, fmt::format("{}: expected a whole number, found '{}'", name, text));
  return {};
}

/// Puts one part where it belongs.
auto take(list_question& into, std::string_view part) -> result<void> {
  const auto equals = std::min(part.find('='), part.size());
  const auto name = part.substr(0, equals);
  const std::string value{part.substr(std::min(equals + 1, part.size()))};
  if (name == "limit")
    return read_number(name, value, into.limit);
  if (name == "at_least")
    return read_number(name, value, into.at_least);
  if (name == "sort")
    into.sort = value;
  else if (name == "search")
    into.search = value;
  else if (name == "cursor")
    into.cursor = value;
  else
    return parse_list_filter(part).map([&](list_filter filter) { into.filters.push_back(std::move(filter)); });
  return {};
}

auto is_plain(std::string_view name) -> bool {
  static const std::set<std::string_view> plain{"limit", "sort", "search", "cursor", "at_least"};
  return plain.contains(name);
}

} // namespace

auto read_list_request(const http_request& asked) -> result<list_question> {
  auto parts = parts_of_query(asked.query);
  if (!parts)
    return tl::unexpected{parts.error()};
  list_question wanted;
  std::set<std::string> seen;
  for (const auto& part : *parts) {
    const auto name = part.substr(0, part.find('='));
    if (is_plain(name) && !seen.insert(name).second)
      return fail(errc::invalid_input, fmt::format("{}: is given twice", name));
    if (auto taken = take(wanted, part); !taken)
      return tl::unexpected{taken.error()};
  }
  const auto position = asked.header("Sinew-Position");
  if (position.empty() || seen.contains("at_least"))
    return wanted;
  return read_number("Sinew-Position", position, wanted.at_least).map([&] { return wanted; });
}

auto next_page(const http_request& asked, std::string_view cursor) -> std::string {
  std::string query;
  for (const auto part : list_of(asked.query, '&'))
    if (!part.starts_with("cursor=") && !part.starts_with("at_least="))
      query.append(part).append("&");
  return query + "cursor=" + percent_encoded(cursor);
}

} // namespace sinew::gateway
