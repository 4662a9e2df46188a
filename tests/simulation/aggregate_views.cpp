// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/aggregate_views.hpp"

#include "schemas/catalog_generated.h"
#include "schemas/customer_generated.h"
#include "schemas/payment_generated.h"

#include <fmt/format.h>

namespace simulation {

namespace tables = shop::wire;

void product_view::take(const logged& e) {
  if (e.type == "listed") {
    stage = e.type;
    price = e.as<tables::ProductListed>().price()->units();
  } else if (e.type == "repriced") {
    price = e.as<tables::ProductRepriced>().price()->units();
  } else if (e.type == "withdrawn") {
    stage = e.type;
  }
}

auto product_view::in_words() const -> std::string {
  return fmt::format("{} at {}", stage, price);
}

void customer_view::take(const logged& e) {
  if (e.type == "created") {
    stage = "registered";
    email = e.as<tables::CustomerCreated>().email()->str();
  } else if (e.type == "email_changed") {
    email = e.as<tables::CustomerEmailChanged>().email()->str();
  } else if (e.type == "closed") {
    stage = e.type;
  }
}

auto balance_change(const logged& e) -> std::int64_t {
  if (e.type == "deposited")
    return e.as<tables::AccountDeposited>().amount()->units();
  if (e.type == "redeemed")
    return e.as<tables::AccountRedeemed>().amount()->units();
  if (e.type == "debited")
    return -e.as<tables::AccountDebited>().amount()->units();
  if (e.type == "credited")
    return e.as<tables::AccountCredited>().amount()->units();
  if (e.type == "transfer_sent")
    return -e.as<tables::AccountTransferSent>().amount()->units();
  if (e.type == "transfer_received")
    return e.as<tables::AccountTransferReceived>().amount()->units();
  if (e.type == "transfer_returned")
    return e.as<tables::AccountTransferReturned>().amount()->units();
  return 0;
}

} // namespace simulation
