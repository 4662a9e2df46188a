// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/order_terms.hpp"

#include "tests/simulation/outside.hpp"

namespace simulation {

namespace {

auto card_number(draft& all) -> std::string {
  switch (all.below(10)) {
    case 0: return card::declined;
    case 1: return card::failing;
    case 2: return card::slow;
    default: return card::good;
  }
}

auto account(draft& all, const std::string& own) -> std::string {
  if (all.one_in(12))
    return "nobody";
  return own.empty() || all.one_in(3) ? all.popular(all.drawn.accounts) : own;
}

} // namespace

auto draw_terms(draft& all, const std::string& own) -> order_terms {
  order_terms terms;
  if (all.one_in(3))
    terms.payment = shop::prepaid{{account(all, own)}};
  else
    terms.payment = shop::card{card_number(all)};
  const auto* where = all.one_in(8) ? postcode::refused : all.one_in(8) ? postcode::slow : postcode::good;
  terms.ship_to = shop::address{"A", "B 1", where, "C", "DE"};
  if (all.one_in(3))
    terms.patience = std::chrono::seconds{1 + all.below(6)};
  return terms;
}

} // namespace simulation
