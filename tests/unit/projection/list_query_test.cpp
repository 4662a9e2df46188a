// SPDX-License-Identifier: Apache-2.0
#include "projection/list_query.hpp"

#include "projection/model_store.hpp"
#include "tests/support/order_log.hpp"

#include <gtest/gtest.h>

namespace sinew::test {
namespace {

using wire::Comparison;

auto fault_of(const asked& question) -> std::string {
  const auto read = read_list_query(orders_model(), question.body());
  EXPECT_TRUE(read || read.error().code == errc::invalid_input);
  return read ? "nothing" : read.error().what;
}

TEST(list_query, names_what_is_wrong) {
  EXPECT_EQ(fault_of({.filters = {{"customre", Comparison::equal, "c-1"}}}),
            "orders has no column 'customre'; there are id, customer, stage, total, currency, placed, ended, code");
  EXPECT_EQ(fault_of({.filters = {{"total", Comparison::equal, "12.5"}}}), "total is a whole number, not '12.5'");
  EXPECT_EQ(fault_of({.filters = {{"placed", Comparison::less, "yesterday"}}}),
            "placed is a time like 2026-11-22T10:00:00Z, not 'yesterday'");
  EXPECT_EQ(fault_of({.sort = "lines"}).substr(0, 27), "orders has no column 'lines");
  EXPECT_EQ(fault_of({.limit = 201}), "limit is 1 to 200, not 201");
  EXPECT_EQ(fault_of({.search = "red"}), "orders cannot be searched by words; filter by a column");
  EXPECT_EQ(fault_of({.filters = {{"code", Comparison::equal, std::string(513, 'x')}}}),
            "the value for code has 513 bytes; 512 are possible");
  EXPECT_EQ(fault_of({.filters = {{"code", Comparison{9}, "x"}}}), "there is no comparison 9");
  EXPECT_EQ(fault_of({.filters = std::vector(17, std::tuple{std::string{"id"}, Comparison::equal, std::string{"x"}})}),
            "17 filters; 16 are possible");
  EXPECT_EQ(fault_of({.cursor = "00"}), "the cursor is damaged; begin again without one");
}

TEST(list_query, bytes_that_are_none_are_refused) {
  EXPECT_FALSE(read_list_query(orders_model(), as_bytes("")));
  EXPECT_FALSE(read_list_query(orders_model(), as_bytes("something else, and longer than a table")));
}

/// Five orders of two customers, of which two cost the same.
class list_query_over_rows : public testing::Test {
 public:
  list_query_over_rows() {
    auto store = model_store::open(file_, orders_model(), never_ends).value();
    order_log log;
    log.place("o-1", "c-1", 300);
    log.place("o-2", "c-2", 100);
    log.place("o-3", "c-1", 200);
    log.place("o-4", "c-1", 200);
    log.place("o-5", "c-2", 500);
    log.confirm("o-1");
    EXPECT_TRUE(store->write(log.all(), true));
  }
  auto page(const asked& question) -> list_page {
    return read_list_query(orders_model(), question.body())
        .and_then([&](const list_query& what) {
          return row_lister::open(file_, orders_model(), never_ends).and_then([&](row_lister l) {
            return l.list(what);
          });
        })
        .value();
  }
  auto ids(const asked& question) -> std::vector<std::string> { return ids_of(page(question)); }
  /// Page by page, by two rows each.
  auto all_ids(asked question) -> std::vector<std::string> {
    std::vector<std::string> all;
    question.limit = 2;
    do {
      const auto next = page(question);
      for (auto& id : ids_of(next))
        all.push_back(std::move(id));
      question.cursor = next.next;
    } while (!question.cursor.empty());
    return all;
  }

 private:
  temporary_folder folder_;
  std::filesystem::path file_ = folder_ / "orders-1.db";
};

TEST_F(list_query_over_rows, filters_by_texts_numbers_and_times) {
  EXPECT_EQ(ids({.filters = {{"customer", Comparison::equal, "c-2"}}}), (std::vector<std::string>{"o-2", "o-5"}));
  EXPECT_EQ(ids({.filters = {{"total", Comparison::at_least, "200"}, {"total", Comparison::less, "500"}}}),
            (std::vector<std::string>{"o-1", "o-3", "o-4"}));
  EXPECT_EQ(ids({.filters = {{"stage", Comparison::not_equal, "placed"}}}), (std::vector<std::string>{"o-1"}));
  EXPECT_EQ(ids({.filters = {{"placed", Comparison::greater, to_rfc3339(order_log::time_of(3))}}}),
            (std::vector<std::string>{"o-4", "o-5"}));
  EXPECT_EQ(ids({.filters = {{"ended", Comparison::equal, "0"}, {"id", Comparison::at_most, "o-2"}}}),
            (std::vector<std::string>{"o-2"}));
}

TEST_F(list_query_over_rows, takes_values_for_values_whatever_they_look_like) {
  EXPECT_TRUE(ids({.filters = {{"customer", Comparison::equal, "c-1' OR '1'='1"}}}).empty());
  EXPECT_TRUE(ids({.filters = {{"customer", Comparison::equal, "\"; DROP TABLE list; --"}}}).empty());
  EXPECT_EQ(ids({}).size(), 5U);
}

TEST_F(list_query_over_rows, sorts_up_and_down_and_equals_by_id) {
  EXPECT_EQ(ids({.sort = "total"}), (std::vector<std::string>{"o-2", "o-3", "o-4", "o-1", "o-5"}));
  EXPECT_EQ(ids({.sort = "-total"}), (std::vector<std::string>{"o-5", "o-1", "o-4", "o-3", "o-2"}));
  EXPECT_EQ(ids({.sort = "-id"}), (std::vector<std::string>{"o-5", "o-4", "o-3", "o-2", "o-1"}));
}

TEST_F(list_query_over_rows, pages_hold_each_row_once_and_in_order) {
  for (const auto* sort : {"", "-id", "total", "-total", "customer", "-placed", "stage"}) {
    const asked question{.sort = sort};
    EXPECT_EQ(all_ids(question), ids(question)) << sort;
  }
  const asked some{.filters = {{"customer", Comparison::equal, "c-1"}}, .sort = "-total"};
  EXPECT_EQ(all_ids(some), (std::vector<std::string>{"o-1", "o-4", "o-3"}));
}

TEST_F(list_query_over_rows, the_last_page_says_so) {
  EXPECT_TRUE(page({.limit = 5}).next.empty());
  EXPECT_FALSE(page({.limit = 4}).next.empty());
  EXPECT_EQ(page({}).position, 6U);
}

TEST_F(list_query_over_rows, a_cursor_fits_its_own_question_alone) {
  const auto cursor = page({.sort = "total", .limit = 2}).next;
  EXPECT_EQ(ids({.sort = "total", .limit = 1, .cursor = cursor}), (std::vector<std::string>{"o-4"}));
  for (const auto& other :
       {asked{.sort = "-total", .cursor = cursor}, asked{.sort = "placed", .cursor = cursor},
        asked{.filters = {{"stage", Comparison::equal, "placed"}}, .sort = "total", .cursor = cursor}})
    EXPECT_EQ(fault_of(other), "the cursor belongs to another question; begin again without one");
}

} // namespace
} // namespace sinew::test
