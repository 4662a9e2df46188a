// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/vocabulary.hpp"
#include "tests/simulation/draft.hpp"

#include <optional>

namespace simulation {

/// How an order is paid, where it goes, and how long it may take: 0 is the shop's default.
struct order_terms {
  shop::payment_method payment;
  std::optional<shop::address> ship_to;
  std::chrono::seconds patience{0};
};

/// Terms as customers have them, among them ones that no order can be fulfilled on. `own` is the account a customer has of their own, or
/// empty.
auto draw_terms(draft& all, const std::string& own) -> order_terms;

} // namespace simulation
