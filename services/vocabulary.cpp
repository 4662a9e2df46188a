// SPDX-License-Identifier: Apache-2.0
#include "services/vocabulary.hpp"

namespace shop {

namespace {

/// How many digits a currency has after the point.
auto decimals(currency code) -> std::size_t {
  switch (code) {
    case currency::eur:
    case currency::usd:
    case currency::gbp: return 2;
    case currency::jpy: return 0;
  }
  return 0;
}

/// Without a sign: the magnitude of the smallest 64-bit number has no positive twin.
auto digits(std::int64_t units) -> std::string {
  auto text = std::to_string(units);
  return units < 0 ? text.substr(1) : text;
}

} // namespace

auto to_string(currency code) -> std::string_view {
  switch (code) {
    case currency::eur: return "EUR";
    case currency::usd: return "USD";
    case currency::gbp: return "GBP";
    case currency::jpy: return "JPY";
  }
  return "unknown";
}

auto to_string(money amount) -> std::string {
  auto text = digits(amount.units);
  if (const auto places = decimals(amount.in); places > 0) {
    if (text.size() <= places)
      text.insert(0, places + 1 - text.size(), '0');
    text.insert(text.size() - places, 1, '.');
  }
  return (amount.units < 0 ? "-" : "") + text + " " + std::string{to_string(amount.in)};
}

auto sum(money a, money b) -> std::optional<money> {
  money out{0, a.in};
  if (a.in != b.in || __builtin_add_overflow(a.units, b.units, &out.units))
    return std::nullopt;
  return out;
}

auto difference(money a, money b) -> std::optional<money> {
  money out{0, a.in};
  if (a.in != b.in || __builtin_sub_overflow(a.units, b.units, &out.units))
    return std::nullopt;
  return out;
}

auto cost_of(money price, std::uint32_t count) -> std::optional<money> {
  money out{0, price.in};
  if (__builtin_mul_overflow(price.units, static_cast<std::int64_t>(count), &out.units))
    return std::nullopt;
  return out;
}

auto total_of(const std::vector<line>& lines) -> std::optional<money> {
  std::optional<money> total = money{0, lines.empty() ? currency::eur : lines.front().price.in};
  for (const auto& each : lines) {
    const auto cost = cost_of(each.price, each.quantity);
    total = total && cost ? sum(*total, *cost) : std::nullopt;
  }
  return total;
}

} // namespace shop
