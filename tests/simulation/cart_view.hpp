// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/log_view.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace simulation {

/// A cart as its events tell, in the auditor's own reading.
struct cart_view {
  struct item {
    std::uint32_t quantity = 0;
    std::uint64_t want = 0;
    std::optional<std::int64_t> price; // units, of one piece
    std::string code;                  // why it has none
    [[nodiscard]] auto is_awaited() const -> bool { return !price && code.empty(); }
  };

  std::string customer;
  std::map<std::string, item> items; // by sku
  std::uint64_t wants = 0;
  std::string last_order;
  std::set<std::uint64_t> refused; // checkouts that it took back

  void take(const logged& e);
  /// The same words for the same cart: "c-1 wants 2 sku-1 at 100, 1 sku-2 (withdrawn)".
  [[nodiscard]] auto in_words() const -> std::string;
};

} // namespace simulation
