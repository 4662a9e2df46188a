// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"
#include "services/vocabulary.hpp"

#include <chrono>
#include <map>
#include <set>

namespace shop {

/// What a customer means to buy. It asks the catalog what each article costs, and believes nobody else. Checked out, it says
/// what is to be ordered and is empty again.
///
/// Each question for a price has a number (`want`). An answer counts when its number is that of the newest question for an
/// article that is still in the cart; all others are late, and change nothing.
/// Pure: no clock, no I/O.
struct cart {
  static constexpr std::string_view name = "cart";
  /// Articles in one cart: as many as an order may have lines.
  static constexpr std::size_t most_items = 100;

  // -- commands -----------------------------------------------------------------------------------------------------
  /// So many pieces from now on; none takes the article out. As many as there are: asks for today's price.
  struct put {
    customer_id customer;
    sku article;
    std::uint32_t quantity;
  };
  struct note_price {
    sku article;
    std::uint64_t want;
    money price;
  };
  struct note_unavailable {
    sku article;
    std::uint64_t want;
    std::string code;
  };
  /// `patience` and `ship_to` as in `order::place`.
  struct checkout {
    order_id order;
    payment_method payment;
    std::optional<address> ship_to;
    std::chrono::seconds patience{0};
  };
  struct clear {};
  /// The order cannot be placed that so many pieces were checked out for.
  struct take_back {
    order_id order;
    std::uint64_t checkout;
    std::vector<line> lines;
    std::string code;
  };
  using command = std::variant<put, note_price, note_unavailable, checkout, clear, take_back>;

  // -- events: stored for ever, read schemas/README.md before touching ----------------------------------------------
  /// Asks the catalog.
  struct item_wanted {
    customer_id customer;
    sku article;
    std::uint32_t quantity;
    std::uint64_t want;
  };
  struct item_removed {
    sku article;
  };
  struct item_priced {
    sku article;
    std::uint64_t want;
    money price;
  };
  struct item_unavailable {
    sku article;
    std::uint64_t want;
    std::string code;
  };
  /// Places the order.
  struct checked_out {
    order_id order;
    customer_id customer;
    std::vector<line> lines;
    payment_method payment;
    std::optional<address> ship_to;
    std::chrono::seconds patience{0};
    /// Tells the checkouts of one cart apart: `wants` at that time, which grows before there is something to check out again.
    std::uint64_t number = 0;
  };
  struct cleared {};
  /// `item_wanted` follows for each article that is wanted again.
  struct order_refused {
    order_id order;
    std::uint64_t checkout;
    std::string code;
  };
  using event =
      std::variant<item_wanted, item_removed, item_priced, item_unavailable, checked_out, cleared, order_refused>;

  // -- refusals: why it may say no ----------------------------------------------------------------------------------
  enum class refusal : std::uint8_t {
    another_customer,
    too_many_items,
    empty,
    price_awaited,
    item_unavailable,
    mixed_currencies,
    total_too_large,
    order_already_placed
  };

  // -- state: what the events add up to -----------------------------------------------------------------------------
  /// One article. Neither price nor code: the catalog has not answered yet.
  struct item {
    std::uint32_t quantity = 0;
    std::uint64_t want = 0;
    std::optional<money> price;
    /// Why it is not for sale.
    std::string code;

    [[nodiscard]] auto is_awaited() const -> bool { return !price && code.empty(); }
    auto operator==(const item&) const -> bool = default;
  };
  struct state {
    customer_id customer;
    std::map<sku, item> items;
    std::uint64_t wants = 0;
    /// The order it became last; a checkout that is repeated with a new command is known by it.
    order_id last_order;
    /// Checkouts that were taken back.
    std::set<std::uint64_t> refused{};
  };

  static auto decide(const state& s, const command& c) -> sinew::decision<cart>;
  static auto evolve(state s, const event& e) -> state;
};

auto to_string(cart::refusal why) -> std::string_view;

} // namespace shop
