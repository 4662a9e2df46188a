// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"
#include "services/vocabulary.hpp"

namespace shop {

/// One article as customers see it: what it is called and what it costs. Its id is the sku. Prices come from here alone:
/// who wants to buy asks, and gets the price of that moment as an event.
/// Pure: no clock, no I/O.
struct product {
  static constexpr std::string_view name = "product";
  /// Bytes of a description.
  static constexpr std::size_t longest_description = 2'000;

  // -- commands -----------------------------------------------------------------------------------------------------
  /// Begins to sell it, or sells it again.
  struct list {
    std::string name;
    std::string description;
    money price;
  };
  struct reprice {
    money price;
  };
  struct withdraw {};
  /// `want` is the cart's own number for its question.
  struct quote {
    cart_id cart;
    std::uint64_t want;
    std::uint32_t quantity;
  };
  using command = std::variant<list, reprice, withdraw, quote>;

  // -- events: stored for ever, read schemas/README.md before touching ----------------------------------------------
  struct listed {
    std::string name;
    std::string description;
    money price;
  };
  struct repriced {
    money price;
  };
  struct withdrawn {};
  /// The price of one piece.
  struct quoted {
    cart_id cart;
    std::uint64_t want;
    std::uint32_t quantity;
    money price;
  };
  /// An event, for the cart waits to hear of it.
  struct quote_refused {
    cart_id cart;
    std::uint64_t want;
    std::string code;
  };
  using event = std::variant<listed, repriced, withdrawn, quoted, quote_refused>;

  // -- refusals: why it may say no ----------------------------------------------------------------------------------
  enum class refusal : std::uint8_t { already_listed, not_listed };

  // -- state: what the events add up to -----------------------------------------------------------------------------
  enum class stage : std::uint8_t { unknown, listed, withdrawn };
  /// Quotes leave no trace in it: who asks twice gets two answers, and keeps count himself.
  struct state {
    stage at = stage::unknown;
    std::string name;
    std::string description;
    money price;
  };

  static auto decide(const state& s, const command& c) -> sinew::decision<product>;
  static auto evolve(state s, const event& e) -> state;
};

auto to_string(product::refusal why) -> std::string_view;

} // namespace shop
