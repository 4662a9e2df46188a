// SPDX-License-Identifier: Apache-2.0
#include "gateway/saga_json.hpp"

#include "gateway/saga_list.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

using namespace std::chrono_literals;

auto at(std::chrono::nanoseconds t) -> timestamp {
  return timestamp{t};
}

auto order(std::string id) -> saga_row {
  saga_row row;
  row.id = std::move(id);
  return row;
}

auto state_of(const saga_row& row) -> std::string_view {
  return row.id == "held" ? "parked" : name_of(row.at);
}

} // namespace

TEST(saga_row_json, leaves_out_what_is_not_known) {
  EXPECT_EQ(saga_row_json(order("o-1"), "running"), (ordered_json{{"id", "o-1"}, {"state", "running"}}));
}

TEST(saga_row_json, tells_when_it_was_placed_and_how_long_it_took) {
  auto row = order("o-1");
  row.code = "late";
  row.placed_at = at(1s);
  row.ended_at = at(1s + 2'500us);
  const auto told = saga_row_json(row, "compensated");
  EXPECT_EQ(told.at("duration_ms"), 2.5);
  EXPECT_EQ(told.at("placed_at"), "1970-01-01T00:00:01.000Z");
  EXPECT_EQ(told.at("code"), "late");
}

TEST(saga_figures_json, count_each_order_once_and_say_of_how_many_they_are) {
  saga_table table{10};
  table.add("a", "placed", at(1s), 1, {});
  table.add("a", "confirmed", at(3s), 2, {});
  table.add("held", "placed", at(2s), 3, {});
  table.add("b", "placed", at(4s), 4, {});
  const auto told = saga_figures_json(table, false, state_of);
  EXPECT_EQ(told.at("counts"), (ordered_json{{"running", 1}, {"completed", 1}, {"compensated", 0}, {"parked", 1}}));
  EXPECT_EQ(told.at("scope").at("orders"), 3);
  EXPECT_EQ(told.at("scope").at("complete"), false);
  EXPECT_EQ(told.at("scope").at("since"), "1970-01-01T00:00:01.000Z");
  EXPECT_EQ(told.at("durations_ms").at("completed").at("p99"), 2'000.0);
  EXPECT_EQ(told.at("durations_ms").at("compensated"), (ordered_json{{"count", 0}}));
}

TEST(saga_of_order, is_how_the_list_tells_it) {
  const auto running = saga_of_order({{"id", "o-1"}, {"stage", "timed_out"}, {"placed", 1'000}, {"ended", 0}});
  EXPECT_EQ(running.at, saga_row::stage::running);
  EXPECT_EQ(running.placed_at, at(1'000ns));
  EXPECT_FALSE(running.ended_at) << "the epoch is: not yet";
  const auto ended = saga_of_order({{"id", "o-1"},
                                    {"customer", "c-1"},
                                    {"stage", "cancelled"},
                                    {"placed", 1'000},
                                    {"ended", 3'000},
                                    {"code", "late"}});
  EXPECT_EQ(ended.at, saga_row::stage::compensated);
  EXPECT_EQ(ended.duration(), 2'000ns);
  EXPECT_EQ(ended.customer + ended.code, "c-1late");
}

} // namespace sinew::gateway
