// SPDX-License-Identifier: Apache-2.0
#include "gateway/route_table.hpp"

#include "gateway/http/percent.hpp"
#include "kernel/assertion.hpp"

#include <algorithm>
#include <optional>

namespace sinew::gateway {

namespace {

/// "/v1/orders" -> "v1", "orders"; "/" -> one empty part. Nothing: not from the root.
auto parts_of(std::string_view path) -> std::optional<std::vector<std::string_view>> {
  if (!path.starts_with('/'))
    return std::nullopt;
  std::vector<std::string_view> parts;
  for (auto rest = path.substr(1);;) {
    const auto end = std::min(rest.find('/'), rest.size());
    parts.push_back(rest.substr(0, end));
    if (end == rest.size())
      return parts;
    rest.remove_prefix(end + 1);
  }
}

auto is_parameter(std::string_view part) -> bool {
  return part.starts_with('{');
}

auto is_like(const std::vector<std::string_view>& pattern, const std::vector<std::string>& path) -> bool {
  return std::ranges::equal(pattern, path, [](std::string_view wanted, const std::string& found) {
    return is_parameter(wanted) ? !found.empty() : wanted == found;
  });
}

auto parameters(const std::vector<std::string_view>& pattern, std::vector<std::string> path) -> decltype(call::path) {
  decltype(call::path) found;
  for (std::size_t i = 0; i < pattern.size(); ++i)
    if (is_parameter(pattern[i]))
      found.emplace_back(pattern[i].substr(1, pattern[i].size() - 2), std::move(path[i]));
  return found;
}

auto serves(const route& row, std::string_view method) -> bool {
  return row.method == method || (row.method == "GET" && method == "HEAD");
}

void allow(std::string& methods, std::string_view method) {
  methods.append(methods.empty() ? "" : ", ").append(method);
  if (method == "GET")
    methods += ", HEAD";
}

} // namespace

auto call::at(std::string_view name) const -> const std::string& {
  const auto found = std::ranges::find(path, name, &std::pair<std::string, std::string>::first);
  SINEW_ASSERT(found != path.end());
  return found->second;
}

route_table::route_table(std::vector<route> rows) : rows_{std::move(rows)} {
  for (const auto& row : rows_)
    patterns_.push_back(*parts_of(row.pattern));
}

auto route_table::find(std::shared_ptr<const http_request> asked) const -> verdict {
  const auto parts = parts_of(asked->path);
  if (!parts)
    return no_such_path{};
  std::vector<std::string> path;
  for (const auto part : *parts) {
    auto plain = percent_decoded(part);
    if (!plain)
      return bad_path{};
    path.push_back(std::move(*plain));
  }
  std::string allowed;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto& row = rows_[i];
    const auto& pattern = patterns_[i];
    if (!is_like(pattern, path))
      continue;
    if (serves(row, asked->method))
      return match{&row, {.request = std::move(asked), .path = parameters(pattern, std::move(path))}};
    allow(allowed, row.method);
  }
  if (allowed.empty())
    return no_such_path{};
  return wrong_method{allowed + ", OPTIONS"};
}

} // namespace sinew::gateway
