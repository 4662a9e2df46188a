// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace sinew::bench {

/// Without blanks and tabs at its ends.
inline auto trimmed(std::string_view text) -> std::string_view {
  constexpr std::string_view blanks = " \t";
  const auto first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

} // namespace sinew::bench
