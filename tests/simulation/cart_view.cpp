// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/cart_view.hpp"

#include "schemas/cart_generated.h"

#include <fmt/format.h>

namespace simulation {

namespace tables = shop::wire;

void cart_view::take(const logged& e) {
  if (e.type == "item_wanted") {
    const auto& w = e.as<tables::CartItemWanted>();
    customer = w.customer()->str();
    wants = w.want();
    items[w.sku()->str()] = {w.quantity(), w.want(), std::nullopt, {}};
  } else if (e.type == "item_removed") {
    items.erase(e.as<tables::CartItemRemoved>().sku()->str());
  } else if (e.type == "item_priced") {
    const auto& p = e.as<tables::CartItemPriced>();
    items[p.sku()->str()].price = p.price()->units();
  } else if (e.type == "item_unavailable") {
    const auto& u = e.as<tables::CartItemUnavailable>();
    items[u.sku()->str()].code = u.code()->str();
  } else if (e.type == "checked_out") {
    last_order = e.as<tables::CartCheckedOut>().order()->str();
    items.clear();
  } else if (e.type == "cleared") {
    items.clear();
  } else if (e.type == "order_refused") {
    refused.insert(e.as<tables::CartOrderRefused>().checkout());
  }
}

auto cart_view::in_words() const -> std::string {
  auto text = fmt::format("{} after {} questions, lastly '{}'", customer, wants, last_order);
  for (const auto number : refused)
    text += fmt::format(", {} refused", number);
  text += ':';
  for (const auto& [sku, i] : items) {
    const auto answer = i.price ? fmt::format("at {}", *i.price) : i.code.empty() ? "awaited" : i.code;
    text += fmt::format(" {} {} ({}) {},", i.quantity, sku, i.want, answer);
  }
  return text;
}

} // namespace simulation
