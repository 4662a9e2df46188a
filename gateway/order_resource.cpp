// SPDX-License-Identifier: Apache-2.0
#include "gateway/order_resource.hpp"

#include "gateway/order_pricing.hpp"
#include "gateway/order_view.hpp"
#include "gateway/payer_check.hpp"
#include "gateway/preference.hpp"
#include "gateway/resource_view.hpp"

namespace sinew::gateway {

namespace {

auto end_where_preferred(const command_draft& draft, event_tail& orders, const api_version& in)
    -> std::optional<expectation> {
  const auto patience = draft.prefers_wait();
  return patience ? std::optional{expects_end_of_order(draft.id, *patience, orders, in)} : std::nullopt;
}

/// What is cancelled may have ended before anybody waited for it.
auto end_perhaps_past(const command_draft& draft, event_tail& orders, const api_version& in)
    -> std::optional<expectation> {
  auto end = end_where_preferred(draft, orders, in);
  if (end)
    end->may_be_past = true;
  return end;
}

/// Which of its cart's checkouts it was is between the two.
auto hidden() -> const std::vector<std::string_view>& {
  static const std::vector<std::string_view> fields{"checkout"};
  return fields;
}

} // namespace

auto order_resource(event_tail& orders, order_pricing& prices, payer_check& payers, const api_version& in) -> resource {
  using need = action::need;
  const auto path = in.path("orders");
  return {
      .aggregate = "order",
      .path = path,
      .owner = "customer",
      .words = {{"not_placed", 404, ""},
                {"already_placed", 422, "there is an order of that id already"},
                {"already_confirmed", 409, "the order has been carried out: it is paid and on its way"},
                {"total_too_large", 409, "the sum is larger than an order may be"}},
      .actions =
          {
              {.method = "POST",
               .below = "",
               .command = "place",
               .summary = "Buys without a cart, at the catalog's prices",
               .example = {{"customer", "c-1"},
                           {"lines", ordered_json::array({{{"sku", "SKU-1"}, {"quantity", 2}}})},
                           {"payment", {{"method", "card"}, {"card", "4242424242424242"}}}},
               .key = need::required,
               .status = 202,
               .given = {"cart", "checkout"},
               .prepare =
                   [&prices, &payers](const auto& draft, auto next) {
                     payers.check(draft, [&prices, draft, next](std::optional<problem> wrong) {
                       wrong ? next(std::move(wrong)) : prices.complete(draft, next);
                     });
                   },
               .expects = [&orders, &in](const command_draft& draft) { return end_where_preferred(draft, orders, in); },
               .outcome = "Order",
               .makes_at = path},
              {.method = "POST",
               .below = "/{id}/cancel",
               .command = "cancel",
               .summary = "The customer changed their mind",
               .example = {{"reason", "changed_my_mind"}},
               .body = need::optional,
               .status = 202,
               .expects = [&orders, &in](const command_draft& draft) { return end_perhaps_past(draft, orders, in); },
               .outcome = "Order",
               .makes_at = path},
          },
      .hidden = hidden(),
      .seen_through = &in};
}

auto expects_end_of_order(std::string id, std::chrono::seconds patience, event_tail& orders, const api_version& in)
    -> expectation {
  return {.log = &orders,
          .key = {"order", std::move(id)},
          .is_it = [](const message& event) { return ends_an_order(event.type()); },
          .patience = patience,
          .answer = [patience, &in](const ordered_json& state, const receipt&) -> std::optional<http_response> {
            auto order = flat_resource(state);
            hide(order, hidden());
            if (!has_ended(order))
              return std::nullopt;
            if (in.show)
              in.show(order);
            return whole(
                order, {{"Location", order_path(order.at("id").get<std::string>(), in)}, preference_applied(patience)});
          }};
}

} // namespace sinew::gateway
