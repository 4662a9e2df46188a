// SPDX-License-Identifier: Apache-2.0
#include "services/cart/carts.hpp"
#include "services/catalog/products.hpp"
#include "services/customer/customers.hpp"
#include "services/order/orders.hpp"
#include "services/payment/payments.hpp"
#include "services/shipping/shipments.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

const auto noon = sinew::from_unix_ns(1'790'000'000'000'000'000);

/// What a read model's row looks like after these events, a second apart, each through bytes as a copy keeps it.
template <class Model>
auto after(const std::string& id, const std::vector<typename Model::domain::event>& events) -> sinew::model_row {
  const auto& model = sinew::read_model_of<Model>();
  sinew::model_row row;
  auto now = noon;
  for (const auto& e : events) {
    const auto encoded = sinew::encode_named(e);
    auto folded = model.fold(row.row, encoded.type, encoded.payload, {id, now});
    EXPECT_TRUE(folded) << folded.error().what;
    if (!folded)
      return row;
    row = std::move(*folded);
    now += std::chrono::seconds{1};
  }
  EXPECT_EQ(row.cells.size(), model.columns().size());
  return row;
}

template <class Model>
auto cell_of(const sinew::model_row& row, std::string_view column) -> std::string {
  const auto& columns = sinew::read_model_of<Model>().columns();
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name == column)
      return std::visit(
          [](const auto& value) {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>)
              return value;
            else
              return std::to_string(value);
          },
          row.cells[i]);
  return "no such column";
}

auto second(int n) -> std::string {
  return std::to_string(sinew::to_unix_ns(noon + std::chrono::seconds{n}));
}

const std::vector<line> lines{{{"SKU-1"}, 2, {1200, currency::eur}}};
const order::placed placement{{"c-1"}, lines, {2400, currency::eur}, card{"4242"}, std::nullopt, noon};

TEST(orders, tell_when_an_order_was_placed_and_when_it_ended) {
  const auto open = after<orders>("o-1", {placement, order::cancel_requested{"customer_request"}});
  EXPECT_EQ(cell_of<orders>(open, "stage"), "cancel_requested");
  EXPECT_EQ(cell_of<orders>(open, "placed"), second(0));
  EXPECT_EQ(cell_of<orders>(open, "ended"), "0");
  const auto ended = after<orders>(
      "o-1", {placement, order::cancel_requested{"customer_request"}, order::cancelled{{"c-1"}, "customer_request"}});
  EXPECT_EQ(cell_of<orders>(ended, "ended"), second(2));
  EXPECT_EQ(cell_of<orders>(ended, "code"), "customer_request");
  EXPECT_EQ(cell_of<orders>(ended, "total"), "2400");
  EXPECT_EQ(cell_of<orders>(ended, "currency"), "EUR");
}

TEST(orders, are_not_touched_by_a_cart_that_may_not_become_them) {
  const order::place_refused no{{{"cart-1"}, 1}, lines, "already_placed"};
  const auto ended = after<orders>("o-1", {placement, order::confirmed{{"c-1"}, {2400, currency::eur}}, no});
  EXPECT_EQ(cell_of<orders>(ended, "ended"), second(1));
  const auto later = after<orders>("o-1", {no, placement});
  EXPECT_EQ(cell_of<orders>(later, "customer"), "c-1");
  EXPECT_EQ(cell_of<orders>(later, "placed"), second(1));
}

TEST(products, tell_the_price_of_now_and_when_they_were_listed_first) {
  const auto row =
      after<products>("SKU-1", {product::listed{"Ink, blue", "Dries slowly.", {1200, currency::eur}},
                                product::repriced{{1100, currency::eur}},
                                product::quoted{{"cart-1"}, 1, 2, {1100, currency::eur}}, product::withdrawn{}});
  EXPECT_EQ(cell_of<products>(row, "price"), "1100");
  EXPECT_EQ(cell_of<products>(row, "stage"), "withdrawn");
  EXPECT_EQ(cell_of<products>(row, "listed"), second(0));
  EXPECT_EQ(row.search, "Ink, blue\nDries slowly.");
}

// A quote may come before the product was ever listed: the row is there, and says so.
TEST(products, that_were_only_asked_for_are_unknown) {
  const auto row = after<products>("SKU-9", {product::quote_refused{{"cart-1"}, 1, "not_listed"}});
  EXPECT_EQ(cell_of<products>(row, "stage"), "unknown");
}

const cart::item_wanted ink{{"c-1"}, {"SKU-1"}, 2, 1};
const cart::item_wanted pens{{"c-1"}, {"SKU-2"}, 5, 2};

TEST(carts, tell_what_is_in_them_and_what_that_costs_as_far_as_it_is_known) {
  const auto row = after<carts>("cart-1", {ink, pens, cart::item_priced{{"SKU-1"}, 1, {1200, currency::usd}}});
  EXPECT_EQ(cell_of<carts>(row, "customer"), "c-1");
  EXPECT_EQ(cell_of<carts>(row, "articles"), "2");
  EXPECT_EQ(cell_of<carts>(row, "pieces"), "7");
  EXPECT_EQ(cell_of<carts>(row, "total"), "2400");
  EXPECT_EQ(cell_of<carts>(row, "currency"), "USD");
  EXPECT_EQ(cell_of<carts>(row, "begun"), second(0));
  EXPECT_EQ(cell_of<carts>(row, "changed"), second(2));
}

TEST(carts, have_no_sum_over_several_currencies) {
  const auto row = after<carts>("cart-1", {ink, pens, cart::item_priced{{"SKU-1"}, 1, {1200, currency::usd}},
                                           cart::item_priced{{"SKU-2"}, 2, {300, currency::eur}}});
  EXPECT_EQ(cell_of<carts>(row, "total"), "0");
  EXPECT_EQ(cell_of<carts>(row, "currency"), "");
}

TEST(carts, are_empty_and_still_there_once_they_were_bought) {
  const cart::checked_out bought{{"o-1"}, {"c-1"}, lines, card{"4242424242424242"}, std::nullopt};
  const auto row = after<carts>("cart-1", {ink, cart::item_priced{{"SKU-1"}, 1, {1200, currency::eur}}, bought});
  EXPECT_EQ(cell_of<carts>(row, "articles"), "0");
  EXPECT_EQ(cell_of<carts>(row, "last_order"), "o-1");
  EXPECT_EQ(sinew::as_text(row.row).find("4242424242424242"), std::string_view::npos);
  const auto again = after<carts>(
      "cart-1", {ink, bought, cart::order_refused{{"o-1"}, 1, "already_placed"}, pens, cart::item_removed{{"SKU-2"}}});
  EXPECT_EQ(cell_of<carts>(again, "articles"), "0");
  EXPECT_EQ(cell_of<carts>(again, "changed"), second(4));
}

TEST(customers, are_where_they_said_last) {
  const auto row = after<customers>("c-1", {customer::created{"Ada", "ada@example.org"},
                                            customer::email_changed{"ada@example.com"}, customer::closed{}});
  EXPECT_EQ(cell_of<customers>(row, "email"), "ada@example.com");
  EXPECT_EQ(cell_of<customers>(row, "stage"), "closed");
  EXPECT_EQ(cell_of<customers>(row, "changed"), second(2));
}

TEST(payments, know_whose_they_are_though_the_rules_do_not) {
  const payment::requested wish{{"c-1"}, {2400, currency::eur}, card{"4242"}, noon};
  const auto row = after<payments>(
      "o-1", {payment::charge_awaited{}, wish, payment::started{{2400, currency::eur}, card{"4242"}, noon, noon},
              payment::charged{"ch-1", {2400, currency::eur}}});
  EXPECT_EQ(cell_of<payments>(row, "customer"), "c-1");
  EXPECT_EQ(cell_of<payments>(row, "stage"), "charged");
  EXPECT_EQ(cell_of<payments>(row, "amount"), "2400");
  EXPECT_EQ(cell_of<payments>(row, "requested"), second(0));
  EXPECT_EQ(cell_of<payments>(row, "changed"), second(3));
}

TEST(payments, hold_nothing_of_the_card) {
  const auto row =
      after<payments>("o-1", {payment::requested{{"c-1"}, {2400, currency::eur}, card{"4242424242424242"}, noon}});
  EXPECT_EQ(sinew::as_text(row.row).find("4242424242424242"), std::string_view::npos);
}

TEST(shipments, tell_their_number_and_not_where_they_go) {
  const address home{"Ada", "Street 1", "12345", "Berlin", "DE"};
  const auto row = after<shipments>(
      "o-1", {shipment::requested{{"c-1"}, home}, shipment::booking{{"c-1"}, home}, shipment::created{"tr-1"}});
  EXPECT_EQ(cell_of<shipments>(row, "tracking"), "tr-1");
  EXPECT_EQ(cell_of<shipments>(row, "customer"), "c-1");
  EXPECT_EQ(sinew::as_text(row.row).find("Street"), std::string_view::npos);
}

} // namespace
} // namespace shop
