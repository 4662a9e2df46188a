// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/refusals.hpp"

#include "schemas/cart_generated.h"
#include "schemas/catalog_generated.h"
#include "schemas/customer_generated.h"
#include "schemas/payment_generated.h"
#include "tests/simulation/aggregate_views.hpp"
#include "tests/simulation/cart_view.hpp"

#include <algorithm>

namespace simulation {

namespace {

namespace tables = shop::wire;

/// Whether such an event was there at some time while the command was under way.
auto was_there(const log_view::history& history, std::string_view type, time_point until) -> bool {
  const auto* e = first_of(history, type);
  return e != nullptr && e->stored <= until;
}

/// Whether the aggregate, as a View sees it, was like that at some moment between question and answer.
template <class View, class Like>
auto was_once(const log_view::history& history, const asked& a, Like is_like) -> bool {
  View view;
  bool was = is_like(view); // before anything
  for (const auto* e : history) {
    if (e->stored > a.answered)
      break;
    if (e->stored > a.sent && was)
      return true;
    view.take(*e);
    was = is_like(view);
  }
  return was;
}

/// What an account has, and whether it has had its present.
struct purse {
  std::int64_t balance = 0;
  bool is_welcomed = false;

  void take(const logged& e) {
    balance += balance_change(e);
    is_welcomed = is_welcomed || e.type == "redeemed";
  }
};

// -- orders and accounts ----------------------------------------------------------------------------------------------

auto is_just_to_order(const log_view::history& history, const asked& a) -> bool {
  const auto& why = a.given->reason;
  if (why == "already_placed")
    return std::ranges::any_of(history, [&](const auto* e) {
      return e->type == "placed" && e->causation != a.what->command.id() && e->stored <= a.answered;
    });
  if (why == "not_placed")
    return !was_there(history, "placed", a.sent);
  return why == "already_confirmed" && was_there(history, "confirmed", a.answered);
}

auto is_just_to_account(const log_view::history& history, const asked& a) -> bool {
  const auto& why = a.given->reason;
  if (why == "not_open")
    return !was_there(history, "opened", a.sent);
  if (why == "already_open")
    return was_there(history, "opened", a.answered);
  if (why == "same_account")
    return true;
  if (why != "insufficient_funds")
    return false;
  const auto wanted = sinew::verified_table<tables::AccountTransfer>(a.what->command.payload())->amount()->units();
  return was_once<purse>(history, a, [&](const purse& p) { return p.balance < wanted; });
}

// -- customers and products -------------------------------------------------------------------------------------------

auto is_just_to_customer(const log_view::history& history, const asked& a) -> bool {
  const auto& why = a.given->reason;
  return was_once<customer_view>(history, a, [&](const customer_view& c) {
    return (why == "already_registered" && c.stage == "registered") ||
           (why == "already_closed" && c.stage == "closed") || (why == "not_registered" && c.stage == "unknown");
  });
}

auto is_just_to_product(const log_view::history& history, const asked& a) -> bool {
  const auto& why = a.given->reason;
  return was_once<product_view>(history, a, [&](const product_view& p) {
    return (why == "already_listed" && p.is_listed()) || (why == "not_listed" && !p.is_listed());
  });
}

auto was_product_so(const log_view::history& history, const asked& a) -> bool {
  const auto& c = a.what->command;
  if (c.type() == "reprice") {
    const auto price = sinew::verified_table<tables::ProductReprice>(c.payload())->price()->units();
    return was_once<product_view>(history, a, [&](const product_view& p) { return p.is_listed() && p.price == price; });
  }
  return c.type() == "withdraw" &&
         was_once<product_view>(history, a, [](const product_view& p) { return p.stage == "withdrawn"; });
}

auto was_customer_so(const log_view::history& history, const asked& a) -> bool {
  const auto& c = a.what->command;
  if (c.type() == "close")
    return was_there(history, "closed", a.answered);
  if (c.type() != "change_email")
    return false;
  const auto email = sinew::verified_table<tables::CustomerChangeEmail>(c.payload())->email()->str();
  return was_once<customer_view>(history, a, [&](const customer_view& now) { return now.email == email; });
}

// -- carts ------------------------------------------------------------------------------------------------------------

auto has_any(const cart_view& cart, auto is_so) -> bool {
  return std::ranges::any_of(cart.items, [&](const auto& each) { return is_so(each.second); });
}

auto objects(const cart_view& cart, const sinew::message& c, std::string_view why) -> bool {
  if (why == "another_customer")
    return !cart.customer.empty() &&
           cart.customer != sinew::verified_table<tables::CartPut>(c.payload())->customer()->string_view();
  if (why == "empty")
    return cart.items.empty();
  if (why == "price_awaited")
    return has_any(cart, [](const cart_view::item& i) { return i.is_awaited(); });
  if (why == "item_unavailable")
    return has_any(cart, [](const cart_view::item& i) { return !i.code.empty(); });
  return why == "order_already_placed" && !cart.items.empty() &&
         cart.last_order == sinew::verified_table<tables::CartCheckout>(c.payload())->order()->string_view();
}

/// There is nothing that the command would change.
auto is_so(const cart_view& cart, const sinew::message& c) -> bool {
  if (c.type() == "clear")
    return cart.items.empty();
  if (c.type() == "checkout")
    return cart.items.empty() &&
           cart.last_order == sinew::verified_table<tables::CartCheckout>(c.payload())->order()->string_view();
  const auto* put = sinew::verified_table<tables::CartPut>(c.payload());
  const auto found = cart.items.find(put->sku()->str());
  if (put->quantity() == 0)
    return found == cart.items.end();
  return found != cart.items.end() && found->second.quantity == put->quantity() && found->second.is_awaited();
}

} // namespace

auto is_just(const evidence& seen, const asked& a) -> bool {
  const auto& c = a.what->command;
  const auto& history = seen.log.of(c.aggregate(), c.aggregate_id());
  if (c.aggregate() == "order")
    return is_just_to_order(history, a);
  if (c.aggregate() == "account")
    return is_just_to_account(history, a);
  if (c.aggregate() == "customer")
    return is_just_to_customer(history, a);
  if (c.aggregate() == "product")
    return is_just_to_product(history, a);
  return c.aggregate() == "cart" &&
         was_once<cart_view>(history, a, [&](const cart_view& v) { return objects(v, c, a.given->reason); });
}

auto was_so_already(const evidence& seen, const asked& a) -> bool {
  const auto& c = a.what->command;
  const auto& history = seen.log.of(c.aggregate(), c.aggregate_id());
  if (c.aggregate() == "order")
    return c.type() == "cancel" &&
           (was_there(history, "cancel_requested", a.answered) || was_there(history, "timed_out", a.answered) ||
            was_there(history, "cancelled", a.answered));
  if (c.aggregate() == "account")
    return c.type() == "redeem" && was_once<purse>(history, a, [](const purse& p) { return p.is_welcomed; });
  if (c.aggregate() == "customer")
    return was_customer_so(history, a);
  if (c.aggregate() == "product")
    return was_product_so(history, a);
  return c.aggregate() == "cart" && was_once<cart_view>(history, a, [&](const cart_view& v) { return is_so(v, c); });
}

} // namespace simulation
