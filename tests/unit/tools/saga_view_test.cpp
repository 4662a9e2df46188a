// SPDX-License-Identifier: Apache-2.0
#include "tools/saga/saga_view.hpp"

#include "tests/unit/tools/shop_catalog.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using namespace std::chrono_literals;

class a_saga : public testing::Test {
 protected:
  void happened(const aggregate_key& key, std::string_view type, std::string_view table, const ordered_json& fields,
                const std::string& at, const std::string& correlation = "o-1") {
    const auto m = test::stored_event(known, key, type, table, fields, correlation);
    stored.push_back({.stream = "S", .subject = "", .position = 1, .stored_at = at, .body = copy_of(m.raw())});
  }
  void placed() {
    happened({"order", "o-1"}, "placed", "OrderPlaced",
             {{"customer", "c"}, {"lines", ordered_json::array()}, {"payment", ordered_json::object()}},
             "2026-11-22T10:00:00Z");
  }
  void opened() {
    happened({"reservation", "o-1"}, "opened", "ReservationOpened", {{"pieces", ordered_json::array()}},
             "2026-11-22T10:00:00.001500000Z");
  }
  void confirmed() {
    happened({"order", "o-1"}, "confirmed", "OrderConfirmed", {{"customer", "c"}}, "2026-11-22T10:00:00.25Z");
  }
  auto view(std::vector<std::string> parked = {}) -> saga_view {
    return make_saga_view(known, "o-1", saga_steps(known, "o-1", stored), std::move(parked));
  }

  catalog known = test::shop_catalog();
  std::vector<log_message> stored;
};

TEST_F(a_saga, is_told_in_the_order_of_the_brokers_clock) {
  confirmed();
  placed();
  opened();
  const auto told = view();
  ASSERT_EQ(told.steps.size(), 3U);
  EXPECT_EQ(told.steps[1].type(), "reservation.opened");
  EXPECT_EQ(told.duration(), 250ms);
  EXPECT_EQ(told.outcome, saga_outcome::completed);
  EXPECT_TRUE(told.waits.empty());
}

TEST_F(a_saga, that_runs_says_what_it_waits_for) {
  placed();
  opened();
  const auto told = view();
  EXPECT_EQ(told.outcome, saga_outcome::running);
  ASSERT_EQ(told.waits.size(), 1U);
  EXPECT_EQ(told.waits[0].target, "stock");
  EXPECT_EQ(told.waits[0].command, "hold");
  EXPECT_EQ(told.waits[0].because, "reservation.opened");
}

TEST_F(a_saga, consists_of_what_bears_its_correlation) {
  placed();
  happened({"stock", "SKU-1"}, "held", "StockHeld", {{"reservation", "o-2"}, {"quantity", 1}}, "2026-11-22T10:00:00.1Z",
           "o-2");
  stored.push_back(
      {.stream = "S", .subject = "", .position = 9, .stored_at = "junk", .body = copy_of(as_bytes("junk"))});
  EXPECT_EQ(view().steps.size(), 1U);
}

TEST_F(a_saga, ends_in_one_of_four_ways_each_with_its_exit_code) {
  placed();
  EXPECT_EQ(exit_code_of(view().outcome), exit_code::running);
  EXPECT_EQ(exit_code_of(view({"park.payment.payment.o-1"}).outcome), exit_code::parked);
  happened({"order", "o-1"}, "cancelled", "OrderCancelled", {{"customer", "c"}, {"code", "x"}}, "2026-11-22T10:00:01Z");
  EXPECT_EQ(exit_code_of(view().outcome), exit_code::compensated);
  stored.pop_back();
  confirmed();
  EXPECT_EQ(exit_code_of(view().outcome), exit_code::done);
}

TEST(the_brokers_time, is_read_to_the_nanosecond) {
  EXPECT_EQ(parse_broker_time("1970-01-01T00:00:01Z"), 1s);
  EXPECT_EQ(parse_broker_time("1970-01-01T00:00:01.5Z"), 1500ms);
  EXPECT_EQ(parse_broker_time("1970-01-01T00:00:00.000000001Z"), 1ns);
  EXPECT_EQ(parse_broker_time("soon"), 0ns);
}

} // namespace
} // namespace sinew
