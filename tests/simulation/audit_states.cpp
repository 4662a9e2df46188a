// SPDX-License-Identifier: Apache-2.0
#include "schemas/cart_generated.h"
#include "schemas/catalog_generated.h"
#include "schemas/customer_generated.h"
#include "schemas/inventory_generated.h"
#include "schemas/notification_generated.h"
#include "schemas/order_generated.h"
#include "schemas/payment_generated.h"
#include "schemas/shipping_generated.h"
#include "tests/simulation/aggregate_views.hpp"
#include "tests/simulation/auditor.hpp"
#include "tests/simulation/cart_view.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace simulation {

namespace {

namespace tables = shop::wire;
using sinew::wire::Outcome;

/// The stage that a history adds up to: as a rule its last event's name, which is also the name of the stage.
auto stage_by_log(const log_view::history& history, std::initializer_list<std::string_view> not_stages = {})
    -> std::string {
  for (auto e = history.rbegin(); e != history.rend(); ++e)
    if (std::ranges::find(not_stages, (*e)->type) == not_stages.end())
      return (*e)->type;
  return "unknown";
}

auto text_of(const flatbuffers::String* text) -> std::string {
  return text == nullptr ? "" : text->str();
}

auto cart_of(const tables::CartState& s) -> cart_view {
  cart_view view{text_of(s.customer()), {}, s.wants(), text_of(s.last_order()), {}};
  if (s.refused() != nullptr)
    view.refused.insert(s.refused()->begin(), s.refused()->end());
  for (flatbuffers::uoffset_t i = 0; s.items() != nullptr && i < s.items()->size(); ++i) {
    const auto& item = *s.items()->Get(i);
    auto& into = view.items[item.sku()->str()];
    into = {item.quantity(), item.want(), std::nullopt, text_of(item.code())};
    if (item.price() != nullptr)
      into.price = item.price()->units();
  }
  return view;
}

/// What the state says, in the words of the log: a stage, or a sum.
auto in_words(const sinew::aggregate_key& key, sinew::bytes_view state) -> std::string {
  const auto table = [&]<class Table>(const Table*) { return sinew::verified_table<Table>(state); };
  if (key.aggregate == "order")
    return tables::EnumNameOrderStage(table(static_cast<const tables::OrderState*>(nullptr))->stage());
  if (key.aggregate == "payment")
    return tables::EnumNamePaymentStage(table(static_cast<const tables::PaymentState*>(nullptr))->stage());
  if (key.aggregate == "shipment")
    return tables::EnumNameShipmentStage(table(static_cast<const tables::ShipmentState*>(nullptr))->stage());
  if (key.aggregate == "notification")
    return tables::EnumNameNotificationStage(table(static_cast<const tables::NotificationState*>(nullptr))->stage());
  if (key.aggregate == "reservation")
    return tables::EnumNameReservationStage(table(static_cast<const tables::ReservationState*>(nullptr))->stage());
  if (key.aggregate == "stock") {
    const auto* s = table(static_cast<const tables::StockState*>(nullptr));
    return fmt::format("{} available, {} reserved, {} shipped", s->available(), s->reserved(), s->shipped());
  }
  if (key.aggregate == "account")
    return fmt::format("{} units", table(static_cast<const tables::AccountState*>(nullptr))->balance()->units());
  if (key.aggregate == "customer") {
    const auto* s = table(static_cast<const tables::CustomerState*>(nullptr));
    return customer_view{tables::EnumNameCustomerStage(s->stage()), s->email()->str()}.in_words();
  }
  if (key.aggregate == "product") {
    const auto* s = table(static_cast<const tables::ProductState*>(nullptr));
    return product_view{tables::EnumNameProductStage(s->stage()), s->price()->units()}.in_words();
  }
  if (key.aggregate == "cart")
    return cart_of(*table(static_cast<const tables::CartState*>(nullptr))).in_words();
  return "nothing we know";
}

auto stock_by_log(const log_view::history& history) -> std::string {
  std::int64_t available = 0;
  std::int64_t reserved = 0;
  std::int64_t shipped = 0;
  for (const auto* e : history) {
    if (e->type == "received")
      available += e->as<tables::StockReceived>().quantity();
    if (e->type == "held") {
      available -= e->as<tables::StockHeld>().quantity();
      reserved += e->as<tables::StockHeld>().quantity();
    }
    if (e->type == "released") {
      available += e->as<tables::StockReleased>().quantity();
      reserved -= e->as<tables::StockReleased>().quantity();
    }
    if (e->type == "shipped") {
      reserved -= e->as<tables::StockShipped>().quantity();
      shipped += e->as<tables::StockShipped>().quantity();
    }
  }
  return fmt::format("{} available, {} reserved, {} shipped", available, reserved, shipped);
}

auto account_by_log(const log_view::history& history) -> std::string {
  std::int64_t balance = 0;
  for (const auto* e : history)
    balance += balance_change(*e);
  return fmt::format("{} units", balance);
}

template <class View>
auto view_of(const log_view::history& history) -> std::string {
  View view;
  for (const auto* e : history)
    view.take(*e);
  return view.in_words();
}

auto by_log(const sinew::aggregate_key& key, const log_view::history& history) -> std::string {
  if (key.aggregate == "stock")
    return stock_by_log(history);
  if (key.aggregate == "account")
    return account_by_log(history);
  if (key.aggregate == "order")
    return stage_by_log(history, {"place_refused"});
  if (key.aggregate == "customer")
    return view_of<customer_view>(history);
  if (key.aggregate == "product")
    return view_of<product_view>(history);
  if (key.aggregate == "cart")
    return view_of<cart_view>(history);
  if (key.aggregate == "reservation") {
    const auto stage = stage_by_log(history, {"hold_undone"});
    return stage == "line_held" ? "opened" : stage;
  }
  return stage_by_log(history);
}

void audit_state(const sinew::aggregate_key& key, const log_view::history& history, sinew::bytes_view answer,
                 findings& found) {
  const auto name = key.aggregate + " " + key.id;
  const auto* said = sinew::verified_table<sinew::wire::StateAnswer>(answer);
  if (said == nullptr || said->snapshot() == nullptr)
    return found.expect(false, "replayed state equals live state", [&] {
      return name + ": " + (said != nullptr && said->error() != nullptr ? said->error()->str() : "no answer");
    });
  const auto& snapshot = *said->snapshot();
  found.expect(snapshot.version() == history.size() && snapshot.position() == history.back()->position,
               "replayed state equals live state", [&] {
                 return fmt::format("{} is at version {} position {}, but the log at {} and {}", name,
                                    snapshot.version(), snapshot.position(), history.size(), history.back()->position);
               });
  const auto state =
      in_words(key, {reinterpret_cast<const std::byte*>(snapshot.state()->data()), snapshot.state()->size()});
  found.expect(state == by_log(key, history), "replayed state equals live state",
               [&] { return fmt::format("{} is '{}', but by the log '{}'", name, state, by_log(key, history)); });
}

/// A cancel after everything has ended: what the living aggregate answers must be what the log says.
void audit_last_word(const std::string& order, const log_view::history& history, const sinew::receipt& said,
                     findings& found) {
  const bool is_confirmed = first_of(history, "confirmed") != nullptr;
  const bool is_right = history.empty() ? said.outcome == Outcome::refused && said.reason == "not_placed"
                        : is_confirmed  ? said.outcome == Outcome::refused && said.reason == "already_confirmed"
                                        : said.outcome == Outcome::accepted;
  found.expect(is_right && said.version == history.size(), "replayed state equals live state", [&] {
    return fmt::format("order {} has {} events and answers a late cancel with {} '{}' version {}", order,
                       history.size(), sinew::wire::EnumNameOutcome(said.outcome), said.reason, said.version);
  });
}

} // namespace

void audit_states(const evidence& seen, findings& found) {
  for (const auto& [key, answer] : seen.states)
    audit_state(key, seen.log.of(key.aggregate, key.id), answer, found);
  for (const auto& [order, said] : seen.last_words)
    audit_last_word(order, seen.log.of("order", order), said, found);
}

} // namespace simulation
