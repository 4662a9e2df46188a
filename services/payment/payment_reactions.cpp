// SPDX-License-Identifier: Apache-2.0
#include "services/payment/payment_reactions.hpp"

#include "actors/reaction_map.hpp"
#include "kernel/mutation.hpp"
#include "schemas/customer_generated.h"
#include "schemas/inventory_generated.h"
#include "schemas/order_generated.h"
#include "schemas/shipping_generated.h"
#include "services/payment/payment_codec.hpp"
#include "services/vocabulary_codec.hpp"

namespace shop {

namespace {

using sinew::addressed;
using sinew::calling;
using sinew::errc;
using sinew::from;
using sinew::mutant;
using sinew::mutated;
using sinew::one;
using sinew::reaction;
using sinew::reaction_result;
using sinew::result;
using sinew::seen_event;
using commands = std::vector<addressed>;
using sinew::completion;

// -- what a row makes of its event ------------------------------------------------------------------------------------

template <class Command>
auto to_payment(std::string id, const Command& command) -> commands {
  return one(sinew::address<payment>(std::move(id), command));
}

template <class Command>
auto to_account(account_id id, const Command& command) -> commands {
  return one(sinew::address<account>(std::move(id.text), command));
}

auto request_payment(const wire::OrderPlaced& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const payment::request request{fields.id<customer_id>("customer", e.customer()), fields.amount("total", e.total()),
                                 fields.payment("payment", e.payment()), sinew::from_unix_ns(e.deadline()), seen.time};
  return fields.checked(to_payment(seen.key.id, request));
}

auto charge_payment(const wire::ReservationReserved&, const seen_event& seen) -> commands {
  return to_payment(seen.key.id, payment::charge{seen.time});
}

/// From shipment.failed and shipment.cancelled. A shipment carries the id of its order, as a payment does.
template <class Table>
auto refund_payment(const Table& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  return fields.checked(to_payment(seen.key.id, payment::refund{fields.word("code", e.code())}));
}

// -- payments from an account -----------------------------------------------------------------------------------------

template <class Table>
auto method_of(const Table& e) -> result<payment_method> {
  field_reader fields;
  auto method = fields.payment("payment", e.payment());
  return fields.checked(std::move(method));
}

/// What `make` says to the account that pays, if one does.
template <class Table, class Make>
auto if_prepaid(const Table& e, Make make) -> reaction_result {
  return method_of(e).map([&](const payment_method& method) {
    const auto* by_account = std::get_if<prepaid>(&method);
    return by_account == nullptr ? commands{} : to_account(by_account->account, make());
  });
}

auto debit_account(const wire::PaymentStarted& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const auto amount = fields.amount("amount", e.amount());
  if (!fields.is_faultless())
    return fields.checked(commands{});
  return if_prepaid(e, [&] { return account::debit{payment_id{seen.key.id}, amount}; });
}

/// From payment.timed_out and payment.refunding.
template <class Table>
auto credit_account(const Table& e, const seen_event& seen) -> reaction_result {
  return if_prepaid(e, [&] { return account::credit{payment_id{seen.key.id}}; });
}

auto approve_payment(const wire::AccountDebited& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  return fields.checked(to_payment(fields.id_text("payment", e.payment()), payment::approve{seen.key.id}));
}

auto decline_payment(const wire::AccountDebitRefused& e, const seen_event&) -> reaction_result {
  field_reader fields;
  auto id = fields.id_text("payment", e.payment());
  return fields.checked(to_payment(std::move(id), payment::decline{fields.word("code", e.code())}));
}

auto note_credited(const wire::AccountCredited& e, const seen_event&) -> reaction_result {
  field_reader fields;
  return fields.checked(to_payment(fields.id_text("payment", e.payment()), payment::note_voided{}));
}

// -- transfers between accounts ---------------------------------------------------------------------------------------

auto receive_transfer(const wire::AccountTransferSent& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const account::receive receive{fields.id<transfer_id>("transfer", e.transfer()), account_id{seen.key.id},
                                 fields.amount("amount", e.amount(), 1)};
  return fields.checked(to_account(fields.id<account_id>("to", e.to()), receive));
}

auto take_transfer_back(const wire::AccountTransferRefused& e, const seen_event&) -> reaction_result {
  field_reader fields;
  if (mutated(mutant::transfer_not_returned))
    return commands{};
  const account::take_back take_back{fields.id<transfer_id>("transfer", e.transfer())};
  return fields.checked(to_account(fields.id<account_id>("from", e.from()), take_back));
}

// -- presents of the shop ---------------------------------------------------------------------------------------------

/// What the shop gives to each new customer.
constexpr money welcome_present{500, currency::eur};

/// To the account that bears the customer's own id.
auto welcome_customer(const wire::CustomerCreated&, const seen_event& seen) -> commands {
  return to_account(account_id{seen.key.id},
                    account::redeem{coupon_id{"welcome"}, customer_id{seen.key.id}, welcome_present});
}

// -- payments by card: calls to the provider --------------------------------------------------------------------------

/// The provider cannot be asked now. The order need not fail for that: the payment remembers, and asks again later.
auto is_away(errc code) -> bool {
  return code == errc::unavailable || code == errc::overloaded || code == errc::outcome_unknown;
}

auto verdict_of(const card_provider::answer& said, const std::string& id) -> commands {
  if (const auto* yes = std::get_if<card_provider::approved>(&said))
    return to_payment(id, payment::approve{yes->reference});
  return to_payment(id, payment::decline{std::get<card_provider::declined>(said).code});
}

void charge_card(card_provider& cards, const wire::PaymentStarted& e, const seen_event& seen,
                 completion<commands> done) {
  field_reader fields;
  const auto amount = fields.amount("amount", e.amount());
  const auto method = fields.payment("payment", e.payment());
  const auto* by_card = std::get_if<card>(&method);
  if (!fields.is_faultless() || by_card == nullptr)
    return done(fields.checked(commands{}));
  const auto deadline = sinew::from_unix_ns(e.deadline());
  const auto id =
      mutated(mutant::charge_without_key) ? seen.key.id + "." + std::to_string(sinew::fresh_number()) : seen.key.id;
  cards.charge({payment_id{id}, amount, *by_card, deadline},
               [id = seen.key.id, done = std::move(done)](const result<card_provider::answer>& said) {
                 if (said)
                   return done(verdict_of(*said, id));
                 // Past the deadline the payment's own alarm speaks, and the time-out undoes what may have happened.
                 if (said.error().code == errc::deadline_exceeded)
                   return done(commands{});
                 if (is_away(said.error().code))
                   return done(to_payment(id, payment::postpone{std::string{to_string(said.error().code)}, {}}));
                 done(tl::unexpected{said.error()});
               });
}

/// From payment.timed_out and payment.refunding.
template <class Table>
void void_card_charge(card_provider& cards, const Table& e, const seen_event& seen, completion<commands> done) {
  const auto method = method_of(e);
  if (!method)
    return done(tl::unexpected{method.error()});
  if (!std::holds_alternative<card>(*method))
    return done(commands{});
  cards.cancel(payment_id{seen.key.id}, [id = seen.key.id, done = std::move(done)](const result<void>& voided) {
    done(voided.map([&] { return to_payment(id, payment::note_voided{}); }));
  });
}

template <class Table>
auto voiding(card_provider& cards) {
  return calling<Table>([&cards](const Table& e, const seen_event& seen, completion<commands> done) {
    void_card_charge(cards, e, seen, std::move(done));
  });
}

auto charging(card_provider& cards) {
  return calling<wire::PaymentStarted>(
      [&cards](const wire::PaymentStarted& e, const seen_event& seen, completion<commands> done) {
        charge_card(cards, e, seen, std::move(done));
      });
}

// -- the shapes of a row ----------------------------------------------------------------------------------------------

struct cause {
  std::string_view upstream;
  std::string_view aggregate;
  std::string_view event;
};

using mapping = std::function<reaction_result(const seen_event&)>;
using effect = std::function<void(const seen_event&, completion<commands>)>;

auto mapped(cause whenever, std::string_view target, std::string_view command, mapping map,
            std::string_view compensates = {}) -> reaction {
  return {whenever.upstream, whenever.aggregate, whenever.event, target, command, compensates, std::move(map), {}, {}};
}

/// Pointless once the saga's time is over, and then left out.
auto expiring(reaction row) -> reaction {
  row.expires = true;
  return row;
}

auto called(cause whenever, std::string_view answers, effect call, std::string_view compensates = {}) -> reaction {
  return {whenever.upstream, whenever.aggregate, whenever.event, "payment", answers, compensates, {},
          std::move(call),   "card provider"};
}

} // namespace

auto payment_reactions(card_provider& cards) -> std::vector<reaction> {
  std::vector<reaction> rows = {
      mapped({"order", "order", "placed"}, "payment", "request", from<wire::OrderPlaced>(request_payment)),
      expiring(mapped({"inventory", "reservation", "reserved"}, "payment", "charge",
                      from<wire::ReservationReserved>(charge_payment))),
      mapped({"shipping", "shipment", "failed"}, "payment", "refund",
             from<wire::ShipmentFailed>(refund_payment<wire::ShipmentFailed>), "charge"),
      mapped({"shipping", "shipment", "cancelled"}, "payment", "refund",
             from<wire::ShipmentCancelled>(refund_payment<wire::ShipmentCancelled>), "charge"),

      expiring(called({"payment", "payment", "started"}, "approve|decline|postpone", charging(cards))),
      called({"payment", "payment", "timed_out"}, "note_voided", voiding<wire::PaymentTimedOut>(cards), "charge"),
      called({"payment", "payment", "refunding"}, "note_voided", voiding<wire::PaymentRefunding>(cards), "charge"),

      expiring(
          mapped({"payment", "payment", "started"}, "account", "debit", from<wire::PaymentStarted>(debit_account))),
      mapped({"payment", "payment", "timed_out"}, "account", "credit",
             from<wire::PaymentTimedOut>(credit_account<wire::PaymentTimedOut>), "debit"),
      mapped({"payment", "payment", "refunding"}, "account", "credit",
             from<wire::PaymentRefunding>(credit_account<wire::PaymentRefunding>), "debit"),
      mapped({"payment", "account", "debited"}, "payment", "approve", from<wire::AccountDebited>(approve_payment)),
      mapped({"payment", "account", "debit_refused"}, "payment", "decline",
             from<wire::AccountDebitRefused>(decline_payment)),
      mapped({"payment", "account", "credited"}, "payment", "note_voided", from<wire::AccountCredited>(note_credited)),

      mapped({"payment", "account", "transfer_sent"}, "account", "receive",
             from<wire::AccountTransferSent>(receive_transfer)),
      mapped({"payment", "account", "transfer_refused"}, "account", "take_back",
             from<wire::AccountTransferRefused>(take_transfer_back), "transfer"),

      mapped({"customer", "customer", "created"}, "account", "redeem", from<wire::CustomerCreated>(welcome_customer)),
  };
  if (mutated(mutant::refund_overtakes)) {
    rows.push_back(mapped({"order", "order", "timed_out"}, "payment", "refund",
                          from<wire::OrderTimedOut>(refund_payment<wire::OrderTimedOut>), "charge"));
    rows.push_back(mapped({"order", "order", "cancel_requested"}, "payment", "refund",
                          from<wire::OrderCancelRequested>(refund_payment<wire::OrderCancelRequested>), "charge"));
  }
  return rows;
}

} // namespace shop
