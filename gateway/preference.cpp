// SPDX-License-Identifier: Apache-2.0
#include "gateway/preference.hpp"

#include "kernel/http_text.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace sinew::gateway {

auto preferred_wait(std::string_view prefer) -> std::optional<std::chrono::seconds> {
  for (const auto element : list_of(prefer)) {
    const auto equals = element.find('=');
    if (equals == std::string_view::npos || !same_token(trimmed(element.substr(0, equals)), "wait"))
      continue;
    const auto number = trimmed(element.substr(equals + 1));
    unsigned seconds = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), seconds);
    if (read.ec == std::errc::result_out_of_range)
      return longest_wait;
    if (read.ec != std::errc{} || read.ptr != number.data() + number.size())
      return std::nullopt;
    return std::min(std::chrono::seconds{seconds}, longest_wait);
  }
  return std::nullopt;
}

auto preference_applied(std::chrono::seconds waited) -> http_header {
  return {"Preference-Applied", "wait=" + std::to_string(waited.count())};
}

} // namespace sinew::gateway
