// SPDX-License-Identifier: Apache-2.0
#pragma once

// Words that several services of the shop share. Pure values: no I/O, no clock, no wire format (that is in
// vocabulary_codec.hpp).

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shop {

/// Currencies the shop trades in (ISO 4217).
enum class currency : std::uint8_t { eur, usd, gbp, jpy };

/// "EUR".
auto to_string(currency code) -> std::string_view;

/// An amount in the smallest unit of its currency: `{1200, currency::eur}` is 12.00 euro. May be negative between two
/// steps of a calculation; whoever takes one in decides whether it may be.
struct money {
  std::int64_t units = 0;
  currency in = currency::eur;

  auto operator==(const money&) const -> bool = default;
};

/// "12.00 EUR", "1200 JPY".
auto to_string(money amount) -> std::string;

/// Arithmetic that cannot be wrong unnoticed: no value where the result leaves 64 bits or the currencies differ.
auto sum(money a, money b) -> std::optional<money>;
auto difference(money a, money b) -> std::optional<money>;
auto cost_of(money price, std::uint32_t count) -> std::optional<money>;

/// The id of a thing of one kind. Distinct types, so that an account cannot be passed where a payment is meant.
/// Whoever makes one from outside input has checked it: 1 to 64 of `A-Z a-z 0-9 _ -`.
template <class Kind>
struct id_of {
  std::string text;

  auto operator<=>(const id_of&) const = default;
};

using customer_id = id_of<struct customer_kind>;
/// Stock keeping unit: an article, and the id of its `stock` aggregate.
using sku = id_of<struct article_kind>;
/// Also the id of the order that it was made for.
using reservation_id = id_of<struct reservation_kind>;
/// Also the id of the order that it pays.
using payment_id = id_of<struct payment_kind>;
using account_id = id_of<struct account_kind>;
using transfer_id = id_of<struct transfer_kind>;
/// A present of the shop, which an account takes once.
using coupon_id = id_of<struct coupon_kind>;
using cart_id = id_of<struct cart_kind>;
/// Ours from the order on; until then that of whoever means to place it.
using order_id = id_of<struct order_kind>;

/// One position of an order: so many pieces of one article, at a price each.
struct line {
  sku article;
  std::uint32_t quantity = 0;
  money price;

  auto operator==(const line&) const -> bool = default;
};

/// What all lines cost together; no value when that leaves 64 bits or the currencies differ. Nothing costs 0 EUR.
auto total_of(const std::vector<line>& lines) -> std::optional<money>;

/// Where a parcel goes. Fields may be empty: the carrier judges an address, not we.
struct address {
  std::string name;
  std::string street;
  std::string postcode;
  std::string city;
  /// ISO 3166-1 alpha-2, or empty.
  std::string country;

  auto operator==(const address&) const -> bool = default;
};

/// Paid by card: the card provider's number or token.
struct card {
  std::string number;

  auto operator==(const card&) const -> bool = default;
};

/// Paid from a prepaid account of the shop.
struct prepaid {
  account_id account;

  auto operator==(const prepaid&) const -> bool = default;
};

/// How an order is paid.
using payment_method = std::variant<card, prepaid>;

} // namespace shop
