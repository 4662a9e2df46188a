// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"
#include "kernel/time.hpp"
#include "services/vocabulary.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace shop {

/// The payment of one order (same id): what is to be paid, whether it was, and how it is undone.
///
/// Commands come from several services and may come in any order and more than once. Whoever holds the money (card provider,
/// account) is told to undo a payment by its id and from then on never takes money for it: that is why a late "yes" after
/// the undoing has begun needs no answer here. Asking twice for one payment is asking once.
/// Pure: no clock, no I/O, no ids made here. Time arrives inside the command.
struct payment {
  static constexpr std::string_view name = "payment";
  /// How long the other side may take to answer before it is told to undo.
  static constexpr std::chrono::seconds patience{5};
  /// A postponed payment is tried again after the first pause, then after twice as long, and so on up to the longest.
  static constexpr std::chrono::seconds first_pause{1};
  static constexpr std::chrono::seconds longest_pause{16};
  /// Why a payment that nobody answered is declined.
  static constexpr std::string_view timed_out_code = "payment_timed_out";
  // -- commands ---------------------------------------------------------------------------
  struct request {
    customer_id customer;
    money amount;
    payment_method method;
    /// By when it must be charged; the epoch: as soon as it is asked for, or never.
    sinew::timestamp until;
    sinew::timestamp now;
  };
  struct charge {
    sinew::timestamp now;
  };
  struct approve {
    std::string reference;
  };
  struct decline {
    std::string code;
  };
  /// The other side cannot be asked now; whether money was taken may be unknown.
  struct postpone {
    std::string code;
    sinew::timestamp now;
  };
  /// The alarm of a postponed payment. Early, late or twice does no harm.
  struct try_again {
    sinew::timestamp now;
  };
  /// The alarm of a payment that waits for an answer. Early, late or twice does no harm.
  struct expire {
    sinew::timestamp now;
  };
  struct refund {
    std::string code;
  };
  struct note_voided {};
  using command = std::variant<request, charge, approve, decline, postpone, try_again, expire, refund, note_voided>;
  // -- events: stored for ever, read schemas/README.md before touching ------------------------
  struct requested {
    customer_id customer;
    money amount;
    payment_method method;
    sinew::timestamp until;
  };
  struct charge_awaited {};
  struct started {
    money amount;
    payment_method method;
    sinew::timestamp deadline; // for the answer
    sinew::timestamp until;
  };
  struct charged {
    std::string reference;
    money amount;
  };
  struct declined {
    std::string code;
  };
  /// To be charged later: `started` follows, or, when `until` comes first, `timed_out`.
  struct postponed {
    std::string code;
    std::uint32_t times; // this is the first, second … time
    sinew::timestamp again;
  };
  struct timed_out {
    money amount;
    payment_method method;
  };
  struct refunding {
    std::string code;
    money amount;
    payment_method method;
  };
  struct refunded {
    std::string code;
    money amount;
  };
  struct cancelled {
    std::string code;
  };
  using event = std::variant<requested, charge_awaited, started, charged, declined, postponed, timed_out, refunding,
                             refunded, cancelled>;
  // -- refusals: why it may say no ------------------------------------------------------------
  enum class refusal : std::uint8_t { not_started };
  // -- state: what the events add up to -------------------------------------------------------
  enum class stage : std::uint8_t {
    unknown,
    requested,
    charge_awaited,
    started,
    charged,
    declined,
    timed_out,
    refunding,
    refunded,
    cancelled,
    postponed
  };
  struct state {
    stage at = stage::unknown;
    money amount;
    payment_method method; // an empty card before it is requested
    sinew::timestamp deadline{};
    std::string reference;
    std::string code;         // why it was, or is being, undone
    sinew::timestamp until{}; // the epoch: is never postponed
    sinew::timestamp again{}; // while postponed
    std::uint32_t postponements = 0;
  };

  static auto decide(const state& now, const command& wanted) -> sinew::decision<payment>;
  static auto evolve(state before, const event& happened) -> state;
  /// `expire` at the deadline, as long as an answer is awaited; `try_again` while postponed.
  static auto alarm_of(const state& now) -> std::optional<sinew::alarm<payment>>;
};

auto to_string(payment::refusal why) -> std::string_view;

} // namespace shop
