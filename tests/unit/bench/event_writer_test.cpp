// SPDX-License-Identifier: Apache-2.0
#include "bench/target/event_writer.hpp"

#include "bench/target/bench_event.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <set>
#include <vector>

namespace sinew::bench {
namespace {

/// Holds what it is asked for until the test lets it answer, and keeps the guard as a broker does.
class held_store final : public event_store {
 public:
  struct asked {
    aggregate_key key;
    std::uint64_t expected;
    message event;
    completion<appended> done;
  };

  void append(const aggregate_key& key, std::uint64_t expected, message event, completion<appended> done) override {
    EXPECT_TRUE(under_way.insert(key).second) << "two appends of " << key.id << " at once";
    held.push_back({key, expected, std::move(event), std::move(done)});
  }
  void last(const aggregate_key& key, completion<std::uint64_t> done) override {
    ++looks;
    done(positions[key]);
  }

  /// Answers the oldest as a broker would.
  void store_one() {
    const auto one = take();
    if (one.expected != positions[one.key])
      return one.done(fail(errc::conflict, "somebody else wrote first"));
    stored.push_back(one.event);
    one.done(appended{positions[one.key] = ++last_position});
  }
  /// Stores the oldest, and its answer is lost.
  void lose_one() {
    const auto one = take();
    positions[one.key] = ++last_position;
    one.done(fail(errc::outcome_unknown, "no answer"));
  }

  std::deque<asked> held;
  std::set<aggregate_key> under_way;
  std::map<aggregate_key, std::uint64_t> positions;
  std::vector<message> stored;
  std::uint64_t last_position = 0;
  int looks = 0;

 private:
  auto take() -> asked {
    auto one = std::move(held.front());
    held.pop_front();
    under_way.erase(one.key);
    return one;
  }
};

struct event_writer_test : ::testing::Test {
  auto writer_over(std::size_t aggregates) -> event_writer {
    return {store, "bench_1", {.aggregates = aggregates}, [this](ticket which, bool is_stored) {
              ended.emplace_back(which, is_stored);
            }};
  }
  void store_all() {
    while (!store.held.empty())
      store.store_one();
  }

  held_store store;
  std::vector<std::pair<ticket, bool>> ended;
};

TEST_F(event_writer_test, writes_one_event_of_an_aggregate_after_the_other) {
  auto writer = writer_over(1);
  for (ticket which = 0; which < 3; ++which)
    writer.write(which);
  EXPECT_EQ(store.held.size(), 1U) << "the others wait their turn";
  store_all();
  EXPECT_EQ(ended, (std::vector<std::pair<ticket, bool>>{{0, true}, {1, true}, {2, true}}));
  ASSERT_EQ(store.stored.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(store.stored[i].version(), i + 1);
    EXPECT_EQ(operation_of(store.stored[i].raw()), i);
  }
}

TEST_F(event_writer_test, writes_many_aggregates_at_once) {
  auto writer = writer_over(1'000);
  for (ticket which = 0; which < 500; ++which)
    writer.write(which);
  EXPECT_GT(store.held.size(), 100U);
  store_all();
  EXPECT_EQ(ended.size(), 500U);
  for (const auto& [which, is_stored] : ended)
    EXPECT_TRUE(is_stored) << which;
}

TEST_F(event_writer_test, asks_the_log_after_an_append_of_which_it_does_not_know) {
  auto writer = writer_over(1);
  writer.write(0);
  writer.write(1);
  store.lose_one();
  EXPECT_EQ(store.looks, 1);
  store_all();
  EXPECT_EQ(ended, (std::vector<std::pair<ticket, bool>>{{0, false}, {1, true}}));
}

TEST_F(event_writer_test, goes_on_behind_what_somebody_else_wrote) {
  auto writer = writer_over(1);
  store.positions[{"bench_1", "bench-0000000"}] = store.last_position = 9;
  for (ticket which = 0; which < 3; ++which)
    writer.write(which);
  store_all();
  EXPECT_EQ(ended, (std::vector<std::pair<ticket, bool>>{{0, false}, {1, true}, {2, true}}));
}

} // namespace
} // namespace sinew::bench
