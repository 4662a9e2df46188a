// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/price_list.hpp"
#include "gateway/resource.hpp"

namespace sinew::gateway {

/// Sees to it that an order is placed at the catalog's prices, and at no other.
///
/// A line without a price gets the one of today. A line with one says what the customer has seen: it must be today's, or the
/// order is refused with 409 `price_changed`. So is one with something that is not for sale (`not_listed`, `withdrawn`). But who
/// repeats a request for an order that is there gets the answer of the first time, whatever has become of the prices.
class order_pricing {
 public:
  /// All must outlive it, and it the loop's last turn.
  order_pricing(price_list& prices, guarded_services& services, command_door& door)
      : prices_{prices}, services_{services}, door_{door} {}

  /// Completes the lines of a `place`.
  void complete(const std::shared_ptr<command_draft>& draft, next_step next);

 private:
  struct pricing;

  void on_prices(const std::shared_ptr<pricing>& p);
  void excuse_repetition(const std::shared_ptr<pricing>& p, problem why);

  price_list& prices_;
  guarded_services& services_;
  command_door& door_;
};

} // namespace sinew::gateway
