// SPDX-License-Identifier: Apache-2.0
#include "services/payment/account.hpp"

#include "kernel/mutation.hpp"

#include <cstdint>
#include <limits>
#include <optional>

namespace shop {

namespace {

using answer = sinew::decision<account>;
using refusal = account::refusal;
using sinew::mutant;
using sinew::mutated;
using sinew::nothing;
using state = account::state;

/// Everything that ever came in, plus `more`, stays countable: then whatever left can always come back.
auto has_room_for(const state& now, money more) -> bool {
  const auto all = sum(now.balance, {now.away, now.balance.in});
  return all && sum(*all, more);
}

/// What an account says to money that wants to leave, or nothing.
auto objection_to_paying(const state& now, money amount) -> std::optional<refusal> {
  if (!now.is_open)
    return refusal::not_open;
  if (amount.in != now.balance.in)
    return refusal::wrong_currency;
  if (amount.units > now.balance.units)
    return refusal::insufficient_funds;
  return std::nullopt;
}

/// What an account says to money that wants to come in, or nothing.
auto objection_to_receiving(const state& now, money amount) -> std::optional<refusal> {
  if (!now.is_open)
    return refusal::not_open;
  if (amount.in != now.balance.in)
    return refusal::wrong_currency;
  if (amount.units <= 0)
    return refusal::amount_not_positive;
  if (!has_room_for(now, amount))
    return refusal::balance_too_large;
  return std::nullopt;
}

/// A refusal as others read it in an event: they do not know that it is an account that speaks.
auto code_of(refusal why) -> std::string {
  return why == refusal::not_open ? "account_not_open" : std::string{to_string(why)};
}

auto on(const state& now, const account::open& c) -> answer {
  if (now.is_open)
    return refusal::already_open;
  return account::opened{c.owner, c.in};
}

auto on(const state& now, const account::deposit& c) -> answer {
  if (const auto objection = objection_to_receiving(now, c.amount))
    return *objection;
  return account::deposited{c.amount, c.reference};
}

auto on(const state& now, const account::debit& c) -> answer {
  if (now.debits.contains(c.payment))
    return nothing;
  if (now.closed.contains(c.payment))
    return account::debit_refused{c.payment, "payment_closed"};
  if (c.amount.units < 0)
    return account::debit_refused{c.payment, code_of(refusal::amount_not_positive)};
  if (const auto objection = objection_to_paying(now, c.amount))
    return account::debit_refused{c.payment, code_of(*objection)};
  return account::debited{c.payment, c.amount};
}

auto on(const state& now, const account::credit& c) -> answer {
  if (now.closed.contains(c.payment))
    return nothing;
  const auto taken = now.debits.find(c.payment);
  return account::credited{c.payment, taken == now.debits.end() ? money{0, now.balance.in} : taken->second};
}

auto on(const state& now, const account::transfer& c) -> answer {
  if (now.sent.contains(c.transfer))
    return nothing;
  if (c.to == c.self)
    return refusal::same_account;
  if (c.amount.units <= 0)
    return refusal::amount_not_positive;
  if (const auto objection = objection_to_paying(now, c.amount))
    return *objection;
  return account::transfer_sent{c.transfer, c.to, c.amount};
}

auto on(const state& now, const account::receive& c) -> answer {
  if (now.arrived.contains({c.from, c.transfer}))
    return nothing;
  if (const auto objection = objection_to_receiving(now, c.amount))
    return account::transfer_refused{c.transfer, c.from, c.amount, code_of(*objection)};
  return account::transfer_received{c.transfer, c.from, c.amount};
}

auto on(const state& now, const account::take_back& c) -> answer {
  const auto sent = now.sent.find(c.transfer);
  if (sent == now.sent.end())
    return refusal::unknown_transfer;
  if (sent->second.units == 0)
    return nothing;
  return account::transfer_returned{c.transfer, sent->second};
}

// A coupon is a present for one owner: it opens their account, but never fills one of somebody else.
auto on(const state& now, const account::redeem& c) -> answer {
  if (now.coupons.contains(c.coupon) && !mutated(mutant::coupon_taken_again))
    return nothing;
  if (now.is_open && now.owner != c.owner)
    return refusal::another_owner;
  const account::opened opened{c.owner, c.amount.in};
  const auto then = now.is_open ? now : account::evolve(now, opened);
  if (const auto objection = objection_to_receiving(then, c.amount))
    return *objection;
  const account::redeemed redeemed{c.coupon, c.amount};
  return now.is_open ? std::vector<account::event>{redeemed} : std::vector<account::event>{opened, redeemed};
}

/// Commands keep sums within bounds. A log that somebody else has written may not, and then they stay at the edge.
void add(std::int64_t& total, std::int64_t amount) {
  if (__builtin_add_overflow(total, amount, &total))
    total = amount > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
}

void leave(state& s, money amount) {
  add(s.balance.units, -amount.units);
  add(s.away, amount.units);
}

void come_back(state& s, money amount) {
  add(s.balance.units, amount.units);
  add(s.away, -amount.units);
}

void apply(state& s, const account::opened& e) {
  s.is_open = true;
  s.owner = e.owner;
  s.balance = {0, e.in};
}

void apply(state& s, const account::deposited& e) {
  add(s.balance.units, e.amount.units);
}

void apply(state& s, const account::debited& e) {
  leave(s, e.amount);
  s.debits[e.payment] = e.amount;
}

void apply(state& s, const account::debit_refused& e) {
  s.debits[e.payment] = {0, s.balance.in};
}

void apply(state& s, const account::credited& e) {
  come_back(s, e.amount);
  if (const auto taken = s.debits.find(e.payment); taken != s.debits.end())
    taken->second.units = 0;
  s.closed.insert(e.payment);
}

void apply(state& s, const account::transfer_sent& e) {
  leave(s, e.amount);
  s.sent[e.transfer] = e.amount;
}

void apply(state& s, const account::transfer_received& e) {
  add(s.balance.units, e.amount.units);
  s.arrived.insert({e.from, e.transfer});
}

void apply(state& s, const account::transfer_refused& e) {
  s.arrived.insert({e.from, e.transfer});
}

void apply(state& s, const account::transfer_returned& e) {
  come_back(s, e.amount);
  s.sent[e.transfer].units = 0;
}

void apply(state& s, const account::redeemed& e) {
  add(s.balance.units, e.amount.units);
  s.coupons.insert(e.coupon);
}

} // namespace

auto account::decide(const state& now, const command& wanted) -> sinew::decision<account> {
  return std::visit([&](const auto& c) { return on(now, c); }, wanted);
}

auto account::evolve(state before, const event& happened) -> state {
  std::visit([&](const auto& e) { apply(before, e); }, happened);
  return before;
}

auto to_string(account::refusal why) -> std::string_view {
  switch (why) {
    case refusal::already_open: return "already_open";
    case refusal::not_open: return "not_open";
    case refusal::wrong_currency: return "wrong_currency";
    case refusal::amount_not_positive: return "amount_not_positive";
    case refusal::insufficient_funds: return "insufficient_funds";
    case refusal::same_account: return "same_account";
    case refusal::balance_too_large: return "balance_too_large";
    case refusal::unknown_transfer: return "unknown_transfer";
    case refusal::another_owner: return "another_owner";
  }
  return "unknown";
}

} // namespace shop
