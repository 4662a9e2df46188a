// SPDX-License-Identifier: Apache-2.0
#include "projection/time_text.hpp"

#include <algorithm>
#include <charconv>

namespace sinew {

namespace {

/// Takes digits from the front; nothing when there are fewer than `count`.
auto take_digits(std::string_view& text, std::size_t count) -> std::optional<int> {
  if (text.size() < count || !std::ranges::all_of(text.substr(0, count), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  int value = 0;
  std::from_chars(text.data(), text.data() + count, value);
  text.remove_prefix(count);
  return value;
}

auto take(std::string_view& text, char wanted) -> bool {
  if (!text.starts_with(wanted))
    return false;
  text.remove_prefix(1);
  return true;
}

auto take_day(std::string_view& text) -> std::optional<std::chrono::sys_days> {
  const auto year = take_digits(text, 4);
  const auto month = year && take(text, '-') ? take_digits(text, 2) : std::nullopt;
  const auto day = month && take(text, '-') ? take_digits(text, 2) : std::nullopt;
  // Nanoseconds in 64 bits reach from 1678 to 2262.
  if (!day || *year < 1678 || *year > 2261)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

auto take_fraction(std::string_view& text) -> std::optional<std::chrono::nanoseconds> {
  if (!take(text, '.'))
    return std::chrono::nanoseconds{0};
  std::int64_t value = 0;
  int digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9' && digits < 9; ++digits) {
    value = value * 10 + (text.front() - '0');
    text.remove_prefix(1);
  }
  if (digits == 0)
    return std::nullopt;
  for (; digits < 9; ++digits)
    value *= 10;
  return std::chrono::nanoseconds{value};
}

auto take_time(std::string_view& text) -> std::optional<std::chrono::nanoseconds> {
  const auto hour = take_digits(text, 2);
  const auto minute = hour && take(text, ':') ? take_digits(text, 2) : std::nullopt;
  const auto second = minute && take(text, ':') ? take_digits(text, 2) : std::nullopt;
  if (!second || *hour > 23 || *minute > 59 || *second > 59)
    return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction)
    return std::nullopt;
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second} + *fraction;
}

} // namespace

auto parse_rfc3339(std::string_view text) -> std::optional<timestamp> {
  const auto day = take_day(text);
  if (!day)
    return std::nullopt;
  if (text.empty())
    return timestamp{*day};
  const auto time = take(text, 'T') ? take_time(text) : std::nullopt;
  if (!time || text != "Z")
    return std::nullopt;
  return timestamp{*day} + *time;
}

} // namespace sinew
