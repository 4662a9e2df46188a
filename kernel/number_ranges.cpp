// SPDX-License-Identifier: Apache-2.0
#include "kernel/number_ranges.hpp"

#include <charconv>

namespace sinew {

namespace {

/// Takes a number off the front of `text`.
auto take_number(std::string_view& text, std::uint32_t& number) -> bool {
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{})
    return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

auto take(std::string_view& text, char c) -> bool {
  if (!text.starts_with(c))
    return false;
  text.remove_prefix(1);
  return true;
}

} // namespace

auto write_ranges(const std::vector<std::uint32_t>& ascending) -> std::string {
  std::string text;
  for (std::size_t first = 0; first < ascending.size();) {
    auto last = first;
    while (last + 1 < ascending.size() && ascending[last + 1] == ascending[last] + 1)
      ++last;
    text += (text.empty() ? "" : ",") + std::to_string(ascending[first]);
    if (last > first)
      text += "-" + std::to_string(ascending[last]);
    first = last + 1;
  }
  return text;
}

auto read_ranges(std::string_view text, std::uint32_t limit) -> result<std::vector<std::uint32_t>> {
  const auto whole = text;
  const auto refused = [&] {
    return fail(errc::invalid_input, "'" + std::string{whole} + "' is no ascending list of numbers below " +
                                         std::to_string(limit) + " like 0-2,7");
  };
  std::vector<std::uint32_t> all;
  while (!text.empty()) {
    std::uint32_t first = 0;
    if (!take_number(text, first))
      return refused();
    auto last = first;
    if (take(text, '-') && !take_number(text, last))
      return refused();
    if (last < first || last >= limit || (!all.empty() && first <= all.back()))
      return refused();
    for (auto number = first; number <= last; ++number)
      all.push_back(number);
    if (!text.empty() && (!take(text, ',') || text.empty()))
      return refused();
  }
  return all;
}

} // namespace sinew
