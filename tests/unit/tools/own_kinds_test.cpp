// SPDX-License-Identifier: Apache-2.0
#include "tools/saga/own_kinds.hpp"

#include "tests/unit/tools/shop_catalog.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using testing::ElementsAre;

constexpr uuid placing{7, 7};

class own_kinds_test : public testing::Test {
 protected:
  void happened(std::string_view aggregate, std::string_view type, const uuid& event, const uuid& cause,
                std::uint64_t version = 1, const std::string& at = "2026-11-22T10:00:01Z") {
    const auto m = message::write({.aggregate = aggregate, .aggregate_id = "o-1", .type = type, .version = version},
                                  {{{.id = event, .causation = cause, .correlation = "o-1"}, {}}});
    stored.push_back({.stream = "S", .subject = "", .position = 1, .stored_at = at, .body = copy_of(m.raw())});
  }
  void saga_begins() {
    happened("order", "placed", {1, 1}, placing);
    happened("reservation", "opened", {1, 2}, derived_uuid({1, 1}, "reservation.o-1.open"));
  }

  catalog known = test::shop_catalog();
  std::vector<log_message> stored;
};

TEST_F(own_kinds_test, are_the_order_and_what_its_events_have_brought_into_being) {
  saga_begins();
  EXPECT_THAT(own_kinds(known, "o-1", stored), ElementsAre("order", "reservation"));
}

TEST_F(own_kinds_test, do_not_contain_a_stock_that_happens_to_have_the_orders_id) {
  saga_begins();
  happened("stock", "received", {1, 3}, {9, 9});
  happened("stock", "held", {1, 4}, derived_uuid({1, 2}, "stock.o-1.hold"), 2);
  EXPECT_THAT(own_kinds(known, "o-1", stored), ElementsAre("order", "reservation"));
}

TEST_F(own_kinds_test, what_happened_before_the_order_is_no_part_of_its_saga) {
  happened("stock", "received", {1, 3}, {9, 9}, 1, "2026-11-22T10:00:00.9Z");
  saga_begins();
  drop_earlier_than_order(stored);
  EXPECT_EQ(stored.size(), 2U);
  EXPECT_EQ(message::verify(stored.front().body)->aggregate(), "order");
}

TEST_F(own_kinds_test, without_an_order_nothing_is_dropped) {
  happened("stock", "received", {1, 3}, {9, 9});
  drop_earlier_than_order(stored);
  EXPECT_EQ(stored.size(), 1U);
}

} // namespace
} // namespace sinew
