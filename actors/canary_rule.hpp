// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sinew {

/// The variant of nodes that were not told another one.
inline constexpr std::string_view main_variant = "main";

/// Which part of a service's work goes to nodes of another variant than `main`: a new version on trial. What it leaves is for
/// `main`. actors/placement.hpp says what that means for a single partition.
struct canary_rule {
  std::string variant;     // a valid name, and not `main`
  std::uint32_t share = 0; // percent: 0 … 100

  auto operator==(const canary_rule&) const -> bool = default;
};

} // namespace sinew
