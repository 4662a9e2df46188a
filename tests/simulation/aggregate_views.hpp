// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/log_view.hpp"

#include <cstdint>
#include <string>

namespace simulation {

/// A product as its events tell, in the auditor's own reading.
struct product_view {
  std::string stage = "unknown"; // then "listed", "withdrawn", and "listed" again
  std::int64_t price = 0;        // units, of one piece

  void take(const logged& e);
  [[nodiscard]] auto is_listed() const -> bool { return stage == "listed"; }
  [[nodiscard]] auto in_words() const -> std::string;
};

/// A customer likewise.
struct customer_view {
  std::string stage = "unknown"; // then "registered", "closed"
  std::string email;

  void take(const logged& e);
  [[nodiscard]] auto in_words() const -> std::string { return stage + " " + email; }
};

/// By how much the event changes the balance of its account, in units.
auto balance_change(const logged& e) -> std::int64_t;

} // namespace simulation
