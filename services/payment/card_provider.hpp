// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "kernel/time.hpp"
#include "services/vocabulary.hpp"

#include <string>
#include <variant>

namespace shop {

/// Whoever can take money from a card: the outside party of card payments.
///
/// Both calls are idempotent by the payment's id, return at once, and answer on the loop's thread.
class card_provider {
 public:
  struct charge_order {
    payment_id payment;
    money amount;
    card from;
    /// Nobody waits for the answer after this.
    sinew::timestamp deadline;
  };
  struct approved {
    std::string reference;
  };
  struct declined {
    std::string code;
  };
  using answer = std::variant<approved, declined>;

  virtual ~card_provider() = default;

  /// deadline_exceeded: too late to ask at all. unavailable, overloaded: ask again later. outcome_unknown: the money may have
  /// been taken; ask again, or void. invalid_input: the provider does not understand us.
  virtual void charge(const charge_order& what, sinew::completion<answer> done) = 0;

  /// Gives the money back; if none was taken, sees to it that none ever is. Errors as above, but never deadline_exceeded.
  virtual void cancel(const payment_id& what, sinew::completion<void> done) = 0;
};

} // namespace shop
