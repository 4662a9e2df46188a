// SPDX-License-Identifier: Apache-2.0
#include "gateway/cart_resource.hpp"

#include "gateway/idempotency.hpp"
#include "gateway/order_resource.hpp"
#include "gateway/order_view.hpp"
#include "gateway/payer_check.hpp"
#include "gateway/preference.hpp"
#include "gateway/resource_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::gateway {

namespace {

// How long an accepted checkout waits for its order to be there: a reaction, which takes some milliseconds.
constexpr std::chrono::seconds until_placed{5};

/// The numbers of questions to the catalog are the cart's own business.
auto hidden() -> const std::vector<std::string_view>& {
  static const std::vector<std::string_view> fields{"wants", "items.want"};
  return fields;
}

/// The item of that article; null: there is none.
auto item_of(const ordered_json& cart, std::string_view sku) -> const ordered_json* {
  const auto& items = cart.at("items");
  const auto found = std::ranges::find_if(items, [sku](const ordered_json& item) { return item.at("sku") == sku; });
  return found == items.end() ? nullptr : &*found;
}

auto is_awaited(const ordered_json& item) -> bool {
  return !item.contains("price") && !item.contains("code");
}

/// Nothing: it may be one of an article.
auto objection_to_sku(const std::string& sku) -> std::optional<problem> {
  if (is_valid_id(sku))
    return std::nullopt;
  return problem{404, "not_found", "there is no article of that id"};
}

void put(const std::shared_ptr<command_draft>& draft, const next_step& next) {
  draft->fields["sku"] = draft->made.at("sku");
  next(objection_to_sku(draft->made.at("sku")));
}

/// To take nothing out changes nothing.
void take_out(const std::shared_ptr<command_draft>& draft, const next_step& next) {
  draft->fields = {{"customer", draft->before.value("customer", "")}, {"sku", draft->made.at("sku")}, {"quantity", 0}};
  next(objection_to_sku(draft->made.at("sku")));
}

void check_out(const std::shared_ptr<command_draft>& draft, payer_check& payers, next_step next) {
  // Apart from the orders that the same key may have placed without a cart.
  draft->fields["order"] =
      id_for_key(fmt::format("{} /v1/carts/{}/checkout", draft->made.caller, draft->id), draft->key);
  payers.check(draft, std::move(next));
}

/// Whether the catalog has answered for that article.
auto tells_price_of(const std::string& sku, const message& event, const registry_mirror& known) -> bool {
  if (event.type() != "item_priced" && event.type() != "item_unavailable")
    return false;
  for (std::size_t i = 0; i < event.size(); ++i)
    if (const auto told = known.current()->decode("cart", event.type(), event.payload(i));
        told && told->at("sku") == sku)
      return true;
  return false;
}

auto cart_with_price(const ordered_json& state, const std::string& sku, std::chrono::seconds waited)
    -> std::optional<http_response> {
  auto cart = flat_resource(state);
  hide(cart, hidden());
  const auto* item = item_of(cart, sku);
  if (item != nullptr && is_awaited(*item))
    return std::nullopt;
  return whole(cart, {preference_applied(waited)});
}

auto expects_price(const command_draft& draft, const cart_surroundings& in) -> std::optional<expectation> {
  const auto patience = draft.prefers_wait();
  if (!patience)
    return std::nullopt;
  const auto sku = draft.made.at("sku");
  return expectation{
      .log = &in.carts,
      .key = {"cart", draft.id},
      .is_it = [sku, &known = in.known](const message& event) { return tells_price_of(sku, event, known); },
      .patience = *patience,
      .answer = [sku, patience](const ordered_json& state,
                                const receipt&) { return cart_with_price(state, sku, *patience); }};
}

/// The order's end where the client prefers to wait for that; else that the order is there, so that it can be looked at as
/// soon as the client knows of it.
auto expects_order(const command_draft& draft, const cart_surroundings& in) -> std::optional<expectation> {
  const auto order = draft.fields.at("order").get<std::string>();
  if (const auto patience = draft.prefers_wait())
    return expects_end_of_order(order, *patience, in.orders, first_version());
  return expectation{.log = &in.orders,
                     .key = {"order", order},
                     .is_it = [](const message&) { return true; },
                     .patience = until_placed,
                     .answer =
                         [order](const ordered_json& state, const receipt&) {
                           return std::optional{json_response(
                               202, {{"id", order}}, {{"Location", order_path(order)}, position_header(state)})};
                         }};
}

/// A cart that became this order already says so, and does nothing. That is the answer to a repetition, and none to another
/// wish under the same key.
auto other_wish(const command_draft& draft, const receipt& how) -> std::optional<problem> {
  const bool was_checked_out = draft.before.value("last_order", "") == draft.fields.at("order");
  if (!was_checked_out || how.repeated || how.outcome != wire::Outcome::accepted)
    return std::nullopt;
  return key_reused();
}

auto words() -> std::vector<refusal_word> {
  return {{"another_customer", 409, "this cart is somebody else's"},
          {"too_many_items", 409, "there are 100 different articles in the cart, and room for no more"},
          {"empty", 409, "there is nothing in the cart"},
          {"price_awaited", 409,
           "the catalog has not named the price of every article yet; ask again in a moment, or put articles in with "
           "Prefer: wait"},
          {"item_unavailable", 409, "an article in the cart is not for sale; its code says why; take it out"},
          {"mixed_currencies", 409, "the prices in the cart are of several currencies"},
          {"total_too_large", 409, "the sum is larger than an order may be"},
          {"order_already_placed", 422, "the cart became that order before, and holds something new"}};
}

auto actions(const cart_surroundings& in) -> std::vector<action> {
  using need = action::need;
  return {
      {.method = "PUT",
       .below = "/{id}/items/{sku}",
       .command = "put",
       .summary = "So many pieces of an article; the catalog names its price a moment later",
       .example = {{"customer", "c-1"}, {"quantity", 2}},
       .status = 202,
       .given = {"sku"},
       .prepare = put,
       .expects = [in](const command_draft& draft) { return expects_price(draft, in); },
       .outcome = "Cart"},
      {.method = "DELETE",
       .below = "/{id}/items/{sku}",
       .command = "put",
       .summary = "Takes an article out",
       .body = need::none,
       .looks = true,
       .prepare = take_out},
      {.method = "DELETE",
       .below = "/{id}",
       .command = "clear",
       .summary = "Takes everything out",
       .body = need::none,
       .looks = true},
      {.method = "POST",
       .below = "/{id}/checkout",
       .command = "checkout",
       .summary = "Buys what is in the cart",
       .example = {{"payment", {{"method", "card"}, {"card", "4242424242424242"}}}},
       .key = need::required,
       .status = 202,
       .looks = true,
       .given = {"order"},
       .prepare = [in](const auto& draft, auto next) { check_out(draft, in.payers, std::move(next)); },
       .expects = [in](const command_draft& draft) { return expects_order(draft, in); },
       .outcome = "Order",
       .objection = other_wish,
       .makes_at = "/v1/orders",
       .made_id = [](const command_draft& draft) { return draft.fields.at("order").get<std::string>(); }},
  };
}

} // namespace

auto cart_resource(const cart_surroundings& in) -> resource {
  return {.aggregate = "cart",
          .path = "/v1/carts",
          .owner = "customer",
          .words = words(),
          .actions = actions(in),
          .hidden = hidden()};
}

} // namespace sinew::gateway
