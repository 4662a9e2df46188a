// SPDX-License-Identifier: Apache-2.0
#include "actors/bulkhead.hpp"

#include <fmt/format.h>

namespace sinew {

auto bulkhead_options::validate() const -> std::vector<std::string> {
  std::vector<std::string> faults;
  if (places < 1 || places > 10'000)
    faults.push_back(fmt::format("places must be 1 to 10000, not {}", places));
  if (waiting > 100'000)
    faults.push_back(fmt::format("waiting must be 0 to 100000, not {}", waiting));
  return faults;
}

} // namespace sinew
