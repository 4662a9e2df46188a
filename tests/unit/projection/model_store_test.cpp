// SPDX-License-Identifier: Apache-2.0
#include "projection/model_store.hpp"
#include "projection/outdated_model.hpp"

#include "tests/support/order_log.hpp"

#include <gtest/gtest.h>

namespace sinew::test {
namespace {

class model_store_test : public testing::Test {
 public:
  auto open() -> std::unique_ptr<model_store> {
    auto store = model_store::open(file(), orders_model(), never_ends);
    EXPECT_TRUE(store) << store.error().what;
    return store ? std::move(*store) : nullptr;
  }
  auto list(const asked& question = {}) -> list_page {
    const auto what = read_list_query(orders_model(), question.body());
    EXPECT_TRUE(what) << what.error().what;
    auto page =
        row_lister::open(file(), orders_model(), never_ends).and_then([&](row_lister l) { return l.list(*what); });
    EXPECT_TRUE(page) << page.error().what;
    return page.value_or(list_page{});
  }
  /// The only row, as its service reads it.
  auto only_row() -> shop::orders::row {
    const auto page = list();
    EXPECT_EQ(page.rows.size(), 1U);
    return decode<shop::orders::row>(page.rows.at(0).what.row).value();
  }
  auto file() const -> std::filesystem::path { return folder_ / "orders-1.db"; }

  order_log log;

 private:
  temporary_folder folder_;
};

TEST_F(model_store_test, shows_what_has_happened_to_an_order) {
  const auto store = open();
  log.place("o-1", "c-1", 100);
  ASSERT_TRUE(store->write(log.all(), false));
  EXPECT_EQ(only_row().state.at, shop::order::stage::placed);
  EXPECT_EQ(only_row().began, order_log::time_of(1));
  ASSERT_TRUE(store->write({log.confirm("o-1")}, true));
  const auto row = only_row();
  EXPECT_EQ(row.state.at, shop::order::stage::confirmed);
  EXPECT_EQ(row.state.customer.text, "c-1");
  EXPECT_EQ(row.began, order_log::time_of(1));
  EXPECT_EQ(row.changed, order_log::time_of(2));
  EXPECT_EQ(list().position, 2U);
}

TEST_F(model_store_test, counts_an_event_once_however_often_it_is_told) {
  const auto store = open();
  log.place("o-1", "c-1", 100);
  ASSERT_TRUE(store->write(log.all(), false));
  log.confirm("o-1");
  ASSERT_TRUE(store->write(log.all(), false)); // both again
  EXPECT_EQ(list().rows.at(0).version, 2U);
  EXPECT_EQ(store->facts().passed_over, 0U);
}

TEST_F(model_store_test, goes_on_where_its_file_ends) {
  log.place("o-1", "c-1", 100);
  {
    const auto store = open();
    ASSERT_TRUE(store->belongs_to("log of today"));
    ASSERT_TRUE(store->write(log.all(), true));
  }
  const auto store = open();
  EXPECT_EQ(store->facts().log, "log of today");
  EXPECT_EQ(store->facts().position, 1U);
  EXPECT_TRUE(store->facts().is_complete);
  ASSERT_TRUE(store->write({log.confirm("o-1")}, true));
  EXPECT_EQ(only_row().state.at, shop::order::stage::confirmed);
}

TEST_F(model_store_test, passes_over_what_the_aggregate_passes_over) {
  const auto store = open();
  log.place("o-1", "c-1", 100);
  ASSERT_TRUE(store->write(log.all(), false));
  auto foreign = log.confirm("o-1");
  foreign.body = copy_of(as_bytes("no envelope"));
  auto of_another = log.place("o-2", "c-1", 1);
  of_another.key.id = "o-3"; // stored on another subject than it names
  const auto skips_one = log.confirm("o-1");
  ASSERT_TRUE(store->write({foreign, of_another, skips_one}, false));
  EXPECT_EQ(store->facts().passed_over, 3U);
  EXPECT_EQ(only_row().state.at, shop::order::stage::placed);
  EXPECT_EQ(list().position, 4U);
}

TEST_F(model_store_test, leaves_alone_what_is_of_other_aggregates) {
  const auto store = open();
  auto other = log.place("o-1", "c-1", 100);
  other.key.aggregate = "cart";
  ASSERT_TRUE(store->write({other}, false));
  EXPECT_EQ(store->facts().passed_over, 0U);
  EXPECT_EQ(list().position, 1U);
  EXPECT_TRUE(list().rows.empty());
}

TEST_F(model_store_test, refuses_a_file_that_is_no_database) {
  std::ofstream{file()} << std::string(5'000, 'x');
  const auto store = model_store::open(file(), orders_model(), never_ends);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, errc::invalid_input) << store.error().what;
}

TEST_F(model_store_test, refuses_a_file_of_another_version_older_or_newer) {
  { open(); }
  for (const auto number : {orders_model().version() - 1, orders_model().version() + 1}) {
    const auto version = std::to_string(number);
    auto spoiler = sqlite::open(file(), sqlite::access::write, never_ends);
    ASSERT_TRUE(spoiler && spoiler->run("UPDATE about SET version = " + version));
    const auto store = model_store::open(file(), orders_model(), never_ends);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, errc::conflict);
    EXPECT_NE(store.error().what.find("of version " + version), std::string::npos) << store.error().what;
  }
}

TEST_F(model_store_test, refuses_a_file_whose_columns_are_others_though_nobody_raised_the_version) {
  { open(); }
  auto spoiler = sqlite::open(file(), sqlite::access::write, never_ends);
  ASSERT_TRUE(spoiler && spoiler->run("UPDATE about SET shape = 'OrderRow customer:text'"));
  const auto store = model_store::open(file(), orders_model(), never_ends);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, errc::conflict);
}

TEST_F(model_store_test, a_file_of_another_version_can_still_be_listed_by_its_own_columns) {
  log.place("o-1", "c-1", 100);
  ASSERT_TRUE(open()->write(log.all(), true));
  ASSERT_TRUE(sqlite::open(file(), sqlite::access::write, never_ends).and_then([](sqlite spoiler) {
    return spoiler.run("UPDATE about SET version = 7");
  }));
  const auto old = read_outdated_file(file(), orders_model(), never_ends);
  ASSERT_TRUE(old) << old.error().what;
  EXPECT_EQ(old->model->version(), 7U);
  EXPECT_EQ(old->model->columns(), orders_model().columns());
  EXPECT_EQ(old->facts.position, 1U);
  const auto what = read_list_query(*old->model, asked{}.body());
  const auto page =
      row_lister::open(file(), *old->model, never_ends).and_then([&](row_lister l) { return l.list(*what); });
  ASSERT_TRUE(page);
  EXPECT_EQ(ids_of(*page), std::vector<std::string>{"o-1"});
}

TEST_F(model_store_test, a_file_of_another_version_that_was_never_complete_answers_nothing) {
  log.place("o-1", "c-1", 100);
  ASSERT_TRUE(open()->write(log.all(), false));
  EXPECT_FALSE(read_outdated_file(file(), orders_model(), never_ends));
}

TEST_F(model_store_test, shows_no_row_that_has_been_changed_behind_its_back) {
  const auto store = open();
  log.place("o-1", "c-1", 100);
  ASSERT_TRUE(store->write(log.all(), true));
  ASSERT_TRUE(sqlite::open(file(), sqlite::access::write, never_ends).and_then([](sqlite spoiler) {
    return spoiler.run("UPDATE list SET c_total = 99");
  }));
  const auto what = read_list_query(orders_model(), asked{}.body());
  const auto page =
      row_lister::open(file(), orders_model(), never_ends).and_then([&](row_lister l) { return l.list(*what); });
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, errc::invalid_input);
  const auto written = store->write({log.confirm("o-1")}, true);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, errc::invalid_input);
}

// One bit after the other would take long: many places, spread over the whole file.
TEST_F(model_store_test, with_any_bit_of_its_file_fallen_over_it_tells_the_truth_or_nothing) {
  {
    const auto store = open();
    for (int i = 0; i < 40; ++i)
      log.place("o-" + std::to_string(i), "c-1", 1'000 + i);
    ASSERT_TRUE(store->write(log.all(), true));
  }
  const auto truth = list({.limit = 200});
  std::string whole(std::filesystem::file_size(file()), '\0');
  std::ifstream{file(), std::ios::binary}.read(whole.data(), static_cast<std::streamsize>(whole.size()));
  int noticed = 0;
  for (std::size_t at = 7; at < whole.size(); at += 131) {
    auto spoiled = whole;
    spoiled[at] = static_cast<char>(spoiled[at] ^ (1 << (at % 8)));
    std::ofstream{file(), std::ios::binary}.write(spoiled.data(), static_cast<std::streamsize>(spoiled.size()));
    const auto what = read_list_query(orders_model(), asked{.limit = 200}.body());
    const auto store = model_store::open(file(), orders_model(), never_ends);
    const auto page =
        store
            ? row_lister::open(file(), orders_model(), never_ends).and_then([&](row_lister l) { return l.list(*what); })
            : result<list_page>{tl::unexpected{store.error()}};
    if (!page) {
      ++noticed;
      continue;
    }
    for (const auto& row : page->rows) {
      const auto same = std::ranges::find(truth.rows, row.id, &stored_row::id);
      ASSERT_NE(same, truth.rows.end()) << "at byte " << at;
      EXPECT_EQ(row.what.row, same->what.row) << "at byte " << at;
    }
  }
  EXPECT_GT(noticed, 20);
}

} // namespace
} // namespace sinew::test
