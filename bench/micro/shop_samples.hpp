// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "services/order/order_codec.hpp"
#include "services/payment/payment_codec.hpp"

#include <string>

namespace sinew::bench {

/// An order of two lines, as examples/order.json has it.
auto sample_placement() -> shop::order::place;
/// Opens an account in euro.
auto sample_opening() -> shop::account::open;
/// A deposit of one euro.
auto sample_deposit() -> shop::account::deposit;

/// The envelope of `command` for one aggregate, as a client sends it.
auto command_for(const aggregate_key& key, const encoded& command) -> message;

/// A command envelope that is asked again and again, each time as another one: only its id changes, in place, so that
/// making commands is no part of what is measured.
class repeatable_command {
 public:
  explicit repeatable_command(const message& first);

  /// The same request under a new id. Valid until the next call.
  auto next() -> const incoming_request&;
  /// Who gets the receipts.
  void answer_to(responder to) { request_.respond = std::move(to); }

 private:
  incoming_request request_;
  std::size_t id_at_; // of the id's lower half in the body
  std::uint64_t asked_ = 0;
};

} // namespace sinew::bench
