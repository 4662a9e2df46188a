// SPDX-License-Identifier: Apache-2.0
#include "actors/retry_policy.hpp"

#include <fmt/format.h>

namespace sinew {

auto retry_options::validate() const -> std::vector<std::string> {
  std::vector<std::string> faults;
  const auto within = [&](std::string_view field, auto value, auto least, auto most) {
    if (value < least || value > most)
      faults.push_back(fmt::format("{} must be {} to {}, not {}", field, least, most, value));
  };
  within("attempts", attempts, 1U, 20U);
  within("budget_percent", budget_percent, 0U, 100U);
  within("reserve", reserve, 0U, 10'000U);
  if (first_pause.count() <= 0)
    faults.emplace_back("first_pause must be longer than 0 ms");
  if (longest_pause < first_pause)
    faults.emplace_back("longest_pause must not be shorter than first_pause");
  return faults;
}

} // namespace sinew
