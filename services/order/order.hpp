// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"
#include "services/vocabulary.hpp"

#include <chrono>

namespace shop {

/// One customer's order: what may be asked of it, what has happened to it, and why it may say no. It begins a saga and
/// ends it, once: confirmed, or cancelled when all its steps are undone.
/// Pure: no clock, no I/O. The time arrives inside the command.
struct order {
  static constexpr std::string_view name = "order";
  /// How long the whole saga may take when the customer does not say.
  static constexpr std::chrono::seconds usual_patience{30};

  /// Which checkout of which cart has become it. Without a cart: none has, it was asked for directly.
  struct origin {
    cart_id cart;
    std::uint64_t checkout = 0;

    [[nodiscard]] auto is_cart() const -> bool { return !cart.text.empty(); }
    auto operator==(const origin&) const -> bool = default;
  };

  // -- commands -----------------------------------------------------------------------------------------------------
  /// `patience` 0 is the usual one. Without an address it goes to the customer's usual place.
  struct place {
    customer_id customer;
    std::vector<line> lines;
    payment_method payment;
    std::optional<address> ship_to;
    std::chrono::seconds patience{0};
    sinew::timestamp now;
    origin from{};
  };
  /// The customer changed their mind; an empty reason is `customer_request`.
  struct cancel {
    std::string reason;
  };
  /// Everything is done: paid and on its way.
  struct confirm {};
  /// The goods cannot be had.
  struct reject {
    std::string code;
  };
  /// Everything is undone.
  struct close {
    std::string code;
  };
  /// The deadline came. Early, late or twice does no harm.
  struct expire {
    sinew::timestamp now;
  };
  using command = std::variant<place, cancel, confirm, reject, close, expire>;

  // -- events: stored for ever, read schemas/README.md before touching ----------------------------------------------
  struct placed {
    customer_id customer;
    std::vector<line> lines;
    money total;
    payment_method payment;
    std::optional<address> ship_to;
    sinew::timestamp deadline;
    origin from{};
  };
  /// An event where a cart has asked, for it waits to hear of it. Changes nothing.
  struct place_refused {
    origin from;
    std::vector<line> lines;
    std::string code;
  };
  /// To be undone, because the customer wants so.
  struct cancel_requested {
    std::string code;
  };
  /// To be undone, because it took too long.
  struct timed_out {
    std::string code;
  };
  struct confirmed {
    customer_id customer;
    money total;
  };
  struct cancelled {
    customer_id customer;
    std::string code;
  };
  using event = std::variant<placed, place_refused, cancel_requested, timed_out, confirmed, cancelled>;

  // -- refusals: why it may say no ----------------------------------------------------------------------------------
  enum class refusal : std::uint8_t { already_placed, not_placed, already_confirmed, total_too_large };

  // -- state: what the events add up to -----------------------------------------------------------------------------
  enum class stage : std::uint8_t { unknown, placed, cancel_requested, timed_out, confirmed, cancelled };
  struct state {
    stage at = stage::unknown;
    customer_id customer;
    money total;
    sinew::timestamp deadline;
    /// Why it is being, or was, cancelled.
    std::string code;
    origin from{};
  };

  static auto decide(const state& s, const command& c) -> sinew::decision<order>;
  static auto evolve(state s, const event& e) -> state;
  /// The placement begins the saga, and says how long it may take.
  static auto deadline_of(const event& e) -> std::optional<sinew::timestamp>;
  /// While placed, it wants to hear of its deadline.
  static auto alarm_of(const state& s) -> std::optional<sinew::alarm<order>>;
};

auto to_string(order::refusal why) -> std::string_view;

} // namespace shop
