// SPDX-License-Identifier: Apache-2.0
#include "gateway/lists/list_request.hpp"
#include "gateway/lists/list_api.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

auto asked(std::string query, http_headers headers = {}) -> http_request {
  return {.method = "GET", .path = "/v1/orders", .query = std::move(query), .headers = std::move(headers), .body = {}};
}

auto customer(std::string subject) -> identity {
  identity who{.subject = std::move(subject), .is_signed_in = true};
  who.add(role::customer);
  return who;
}

} // namespace

TEST(list_request, takes_what_it_knows_and_filters_by_all_else) {
  const auto read = *read_list_request(asked("customer=c-1&total%3E=1000&sort=-placed&limit=5&cursor=x&search=ink"));
  EXPECT_EQ(read.sort, "-placed");
  EXPECT_EQ(read.limit, 5U);
  EXPECT_EQ(read.cursor, "x");
  EXPECT_EQ(read.search, "ink");
  ASSERT_EQ(read.filters.size(), 2U);
  EXPECT_EQ(read.filters[0].column, "customer");
  EXPECT_EQ(read.filters[1].column, "total");
  EXPECT_EQ(read.filters[1].comparison, wire::Comparison::at_least);
  EXPECT_EQ(read.filters[1].value, "1000");
}

TEST(list_request, reads_a_position_from_query_or_header) {
  EXPECT_EQ(read_list_request(asked("at_least=7"))->at_least, 7U);
  EXPECT_EQ(read_list_request(asked("", {{"Sinew-Position", "9"}}))->at_least, 9U);
  EXPECT_EQ(read_list_request(asked("at_least=7", {{"Sinew-Position", "9"}}))->at_least, 7U);
}

TEST(list_request, names_what_is_wrong) {
  for (const auto* bad :
       {"limit=many", "limit=-1", "limit=", "at_least=1.5", "limit=1&limit=2", "sort=a&sort=b", "nonsense"})
    EXPECT_EQ(read_list_request(asked(bad)).error().code, errc::invalid_input) << bad;
  EXPECT_FALSE(read_list_request(asked("", {{"Sinew-Position", "soon"}})));
  EXPECT_TRUE(read_list_request(asked("limit=many")).error().what.starts_with("limit: "));
}

TEST(list_request, goes_on_with_the_same_question) {
  EXPECT_EQ(next_page(asked("customer=c-1&cursor=old&at_least=7&limit=2"), "a+b"), "customer=c-1&limit=2&cursor=a%2Bb");
  EXPECT_EQ(next_page(asked(""), "c"), "cursor=c");
}

TEST(list_request, keeps_a_customer_to_what_is_theirs) {
  list_question wanted;
  EXPECT_FALSE(keep_to_own(wanted, "customer", customer("c-1")));
  ASSERT_EQ(wanted.filters.size(), 1U);
  EXPECT_EQ(wanted.filters[0].value, "c-1");
  list_question others{
      .service = "order", .model = "orders", .filters = {{"customer", wire::Comparison::equal, "c-2"}}};
  EXPECT_EQ(keep_to_own(others, "customer", customer("c-1"))->status, 403U);
  list_question all;
  EXPECT_FALSE(keep_to_own(all, "customer", whoever()));
  EXPECT_TRUE(all.filters.empty());
}

TEST(list_request, shows_times_as_people_write_them) {
  const service_card::read_model model{.name = "orders",
                                       .columns = {{"placed", "time"}, {"ended", "time"}, {"total", "number"}}};
  const ordered_json row{{"id", "o-1"}, {"placed", 1'700'000'000'250'000'000}, {"ended", 0}, {"total", 0}};
  EXPECT_EQ(one_line(shown_row(row, &model)), R"({"id":"o-1","placed":"2023-11-14T22:13:20.250Z","total":0})");
}

} // namespace sinew::gateway
