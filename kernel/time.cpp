// SPDX-License-Identifier: Apache-2.0
#include "kernel/time.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace sinew {

auto to_rfc3339(timestamp t) -> std::string {
  using namespace std::chrono;
  const auto whole = floor<milliseconds>(t);
  const auto day = floor<days>(whole);
  const year_month_day date{day};
  const hh_mm_ss<milliseconds> time{whole - day};
  std::array<char, 40> text{};
  const int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int{date.year()},
                                   unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(time.hours().count()),
                                   static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                                   static_cast<int>(time.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

auto parse_duration(std::string_view text) -> result<std::chrono::milliseconds> {
  std::int64_t count = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
  std::int64_t scale = 0;
  if (unit == "ms")
    scale = 1;
  else if (unit == "s")
    scale = 1'000;
  else if (unit == "m")
    scale = 60'000;
  else if (unit == "h")
    scale = 3'600'000;
  constexpr std::int64_t longest = 1'000'000'000'000; // some 31 years: keeps every later sum far from overflow
  if (failure != std::errc{} || scale == 0 || count <= 0 || count > longest / scale)
    return fail(errc::invalid_input, "'" + std::string{text} + "' is not a duration like 250ms, 10s, 5m or 2h");
  return std::chrono::milliseconds{count * scale};
}

} // namespace sinew
