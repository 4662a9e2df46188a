// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"
#include "services/vocabulary.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>

namespace shop {

/// A prepaid account: money goes in by deposits, coupons and transfers, and out for payments and transfers. It never owes.
///
/// Money moves between two aggregates in steps, and each step may be asked for more than once, or after its undoing: so an
/// account remembers each payment and transfer it ever saw. `debit` answers with an event either way, for the payment waits
/// for one.
/// Pure: no clock, no I/O, no ids made here.
struct account {
  static constexpr std::string_view name = "account";
  /// Bytes of what a payer may write with a deposit.
  static constexpr std::size_t longest_reference = 512;
  // -- commands ---------------------------------------------------------------------------
  struct open {
    customer_id owner;
    currency in;
  };
  struct deposit {
    money amount;
    std::string reference; // what the payer wrote with it; may be empty
  };
  struct debit {
    payment_id payment;
    money amount;
  };
  struct credit {
    payment_id payment;
  }; // undo a debit, or forbid it for ever
  struct transfer {
    transfer_id transfer;
    account_id to;
    money amount;
    account_id self;
  };
  struct receive {
    transfer_id transfer;
    account_id from;
    money amount;
  };
  struct take_back {
    transfer_id transfer;
  };
  /// Takes a present of the shop, once; where there is no account yet it opens one for that owner.
  struct redeem {
    coupon_id coupon;
    customer_id owner;
    money amount;
  };
  using command = std::variant<open, deposit, debit, credit, transfer, receive, take_back, redeem>;
  // -- events: stored for ever, read schemas/README.md before touching ------------------------
  struct opened {
    customer_id owner;
    currency in;
  };
  struct deposited {
    money amount;
    std::string reference;
  };
  struct debited {
    payment_id payment;
    money amount;
  };
  struct debit_refused {
    payment_id payment;
    std::string code;
  };
  struct credited {
    payment_id payment;
    money amount;
  }; // 0 where nothing had been taken
  struct transfer_sent {
    transfer_id transfer;
    account_id to;
    money amount;
  };
  struct transfer_received {
    transfer_id transfer;
    account_id from;
    money amount;
  };
  struct transfer_refused {
    transfer_id transfer;
    account_id from;
    money amount;
    std::string code;
  };
  struct transfer_returned {
    transfer_id transfer;
    money amount;
  };
  struct redeemed {
    coupon_id coupon;
    money amount;
  };
  using event = std::variant<opened, deposited, debited, debit_refused, credited, transfer_sent, transfer_received,
                             transfer_refused, transfer_returned, redeemed>;
  // -- refusals: why it may say no ------------------------------------------------------------
  enum class refusal : std::uint8_t {
    already_open,
    not_open,
    wrong_currency,
    amount_not_positive,
    insufficient_funds,
    same_account,
    balance_too_large,
    unknown_transfer,
    another_owner
  };
  // -- state: what the events add up to -------------------------------------------------------
  /// A transfer as its receiver knows it: senders choose the names of their transfers without knowing of each other.
  struct arrival {
    account_id from;
    transfer_id transfer;
    auto operator<=>(const arrival&) const = default;
  };
  struct state {
    bool is_open = false;
    customer_id owner;
    money balance;
    std::int64_t away = 0;              // units that left and may come back: balance + away never overflows
    std::map<payment_id, money> debits; // what left for a payment; 0: refused or given back
    std::set<payment_id> closed;        // payments whose debit was undone or forbidden
    std::map<transfer_id, money> sent;  // what left for a transfer; 0: it came back
    std::set<arrival> arrived;          // received or refused
    std::set<coupon_id> coupons;        // redeemed
  };

  static auto decide(const state& now, const command& wanted) -> sinew::decision<account>;
  static auto evolve(state before, const event& happened) -> state;
};

auto to_string(account::refusal why) -> std::string_view;

} // namespace shop
