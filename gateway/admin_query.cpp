// SPDX-License-Identifier: Apache-2.0
#include "gateway/admin_query.hpp"

#include "gateway/http/percent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace sinew::gateway {

namespace {

auto bad(std::string detail, std::string field = {}) -> tl::unexpected<problem> {
  return tl::unexpected{problem{400, "invalid_input", std::move(detail), std::move(field)}};
}

} // namespace

auto admin_query::read(std::string_view query, std::initializer_list<std::string_view> known)
    -> tl::expected<admin_query, problem> {
  admin_query made;
  while (!query.empty()) {
    const auto piece = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(piece.size() + 1, query.size()));
    const auto end = std::min(piece.find('='), piece.size());
    auto name = form_decoded(piece.substr(0, end));
    auto value = form_decoded(piece.substr(std::min(end + 1, piece.size())));
    if (!name || !value)
      return bad("a percent sign in the query encodes nothing");
    if (std::ranges::find(known, std::string_view{*name}) == known.end())
      return bad(fmt::format("there is no parameter '{}' here, only: {}", *name, fmt::join(known, ", ")), *name);
    if (!made.values_.emplace(*name, std::move(*value)).second)
      return bad(fmt::format("'{}' stands there twice", *name), *name);
  }
  return made;
}

auto admin_query::text(std::string_view name) const -> std::string {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string{} : found->second;
}

auto admin_query::number(std::string_view name, std::uint64_t otherwise, std::uint64_t most) const
    -> tl::expected<std::uint64_t, problem> {
  const auto found = values_.find(name);
  if (found == values_.end())
    return otherwise;
  const auto& digits = found->second;
  std::uint64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || value < 1 || value > most)
    return bad(fmt::format("{}: expected a whole number from 1 to {}", name, most), std::string{name});
  return value;
}

} // namespace sinew::gateway
