// SPDX-License-Identifier: Apache-2.0
#include "gateway/decimal_amount.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace sinew::gateway {

namespace {

/// Those of ISO 4217 that have not two digits behind the point.
constexpr std::array<std::string_view, 17> without_point{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
                                                         "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 7> of_thousands{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

auto places_of(std::string_view currency) -> std::size_t {
  if (std::ranges::find(without_point, currency) != without_point.end())
    return 0;
  return std::ranges::find(of_thousands, currency) != of_thousands.end() ? 3 : 2;
}

auto are_digits(std::string_view text) -> bool {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

auto not_an_amount(std::string_view text) {
  return fail(errc::invalid_input, fmt::format("expected an amount like \"12.50\", found '{}'", text));
}

} // namespace

auto decimal_of(std::int64_t units, std::string_view currency) -> std::string {
  auto text = std::to_string(units);
  const std::size_t sign = units < 0 ? 1 : 0;
  const auto places = places_of(currency);
  if (places == 0)
    return text;
  if (const auto digits = text.size() - sign; digits <= places)
    text.insert(sign, places + 1 - digits, '0');
  return text.insert(text.size() - places, 1, '.');
}

auto units_of(std::string_view decimal, std::string_view currency) -> result<std::int64_t> {
  const bool is_negative = decimal.starts_with('-');
  const auto amount = decimal.substr(is_negative ? 1 : 0);
  const auto point = std::min(amount.find('.'), amount.size());
  const auto before = amount.substr(0, point);
  const auto behind = amount.substr(std::min(point + 1, amount.size()));
  const bool has_point = point != amount.size();
  if (!are_digits(before) || (before.size() > 1 && before.starts_with('0')) || (has_point && !are_digits(behind)))
    return not_an_amount(decimal.substr(0, 40));
  const auto places = places_of(currency);
  if (behind.size() > places)
    return fail(errc::invalid_input, fmt::format("{} has {} digits behind the point", currency, places));
  const auto digits =
      fmt::format("{}{}{}{}", is_negative ? "-" : "", before, behind, std::string(places - behind.size(), '0'));
  std::int64_t units = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), units).ec != std::errc{})
    return fail(errc::invalid_input, "is more than an amount can be");
  return units;
}

} // namespace sinew::gateway
