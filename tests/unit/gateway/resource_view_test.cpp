// SPDX-License-Identifier: Apache-2.0
#include "gateway/resource_view.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

const ordered_json answer{{"aggregate", "order"},
                          {"id", "o-1"},
                          {"version", 2},
                          {"position", 7},
                          {"state",
                           {{"stage", "confirmed"},
                            {"customer", "c-1"},
                            {"total", {{"units", 2750}, {"currency", "EUR"}}},
                            {"deadline", 1'700'000'000'250'000'000},
                            {"code", ""}}}};

} // namespace

TEST(resource_view, shows_a_state_as_a_thing_of_its_own) {
  EXPECT_EQ(one_line(flat_resource(answer)),
            R"({"id":"o-1","version":2,"position":7,"stage":"confirmed","customer":"c-1",)"
            R"("total":{"units":2750,"currency":"EUR"},"deadline":"2023-11-14T22:13:20.250Z"})");
}

TEST(resource_view, tells_the_version_as_a_tag) {
  const auto order = flat_resource(answer);
  EXPECT_EQ(find_header(whole(order).headers, "ETag"), "\"2\"");
  EXPECT_EQ(find_header(whole(order).headers, "Sinew-Position"), "7");
  EXPECT_EQ(whole(order).status, 200U);
}

TEST(resource_view, is_not_sent_to_who_knows_it) {
  const auto order = flat_resource(answer);
  for (const auto* known : {"\"2\"", "W/\"2\"", "\"1\", \"2\"", "*"})
    EXPECT_EQ(whole_unless_known(order, known).status, 304U) << known;
  for (const auto* known : {"", "\"1\"", "2", "\"22\""})
    EXPECT_EQ(whole_unless_known(order, known).status, 200U) << known;
}

TEST(resource_view, tells_of_a_receipt) {
  EXPECT_EQ(one_line(receipt_resource("o-1", {.version = 3, .position = 9})),
            R"({"id":"o-1","version":3,"position":9})");
}

} // namespace sinew::gateway
