// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/plain_journal.hpp"

#include "bridge/api.hpp"
#include "bridge/subjects.hpp"
#include "tests/integration/bridge_fixture.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace sinew::bench {
namespace {

using std::chrono::milliseconds;

class plain_journal_test : public test::bridge_fixture {
 public:
  void SetUp() override {
    auto opened = plain_link::open(where(), poller(), server().url(), [] {});
    ASSERT_TRUE(opened);
    link_ = std::move(*opened);
  }

  void make_stream() {
    const auto with = connect("maker");
    std::optional<result<api_answer>> made;
    call_api(*with, subject::api("STREAM.CREATE.", "EVT_THING"),
             {{"name", "EVT_THING"}, {"subjects", nlohmann::json::array({"evt.thing.>"})}}, into(made));
    ASSERT_TRUE(answered(made) && *made && !(*made)->is_error());
  }
  auto journal_with(milliseconds patience) -> std::unique_ptr<plain_journal> {
    auto opened = plain_journal::open(*link_, patience);
    EXPECT_TRUE(opened);
    return std::move(*opened);
  }
  auto append_to(plain_journal& log, std::uint64_t expected) -> std::uint64_t {
    return place([&](plain_journal::placed done) {
      log.append(subject::event(key_, "moved"), subject::events_of(key_), expected, std::to_string(++ids_),
                 as_bytes("a body"), std::move(done));
    });
  }
  auto last_of(plain_journal& log) -> std::uint64_t {
    return place([&](plain_journal::placed done) { log.last("EVT_THING", subject::events_of(key_), std::move(done)); });
  }

 private:
  auto place(const std::function<void(plain_journal::placed)>& start) -> std::uint64_t {
    std::optional<std::uint64_t> told;
    start([&](std::uint64_t position) { told = position; });
    EXPECT_FALSE(told) << "it must not call back from inside";
    EXPECT_TRUE(run_until([&] { return told.has_value(); }));
    return told.value_or(0);
  }

  std::unique_ptr<plain_link> link_;
  aggregate_key key_{"thing", "t-1"};
  int ids_ = 0;
};

TEST_F(plain_journal_test, stores_under_the_guard_alone) {
  make_stream();
  const auto log = journal_with(milliseconds{5'000});
  EXPECT_EQ(append_to(*log, 0), 1U);
  EXPECT_EQ(append_to(*log, 0), 0U) << "refused";
  EXPECT_EQ(append_to(*log, 1), 2U);
}

TEST_F(plain_journal_test, finds_where_an_aggregate_stands) {
  make_stream();
  const auto log = journal_with(milliseconds{5'000});
  EXPECT_EQ(last_of(*log), 0U);
  append_to(*log, 0);
  append_to(*log, 1);
  EXPECT_EQ(last_of(*log), 2U);
}

TEST_F(plain_journal_test, gives_up_what_nobody_answers) {
  const auto log = journal_with(milliseconds{100}); // no stream: nobody stores it
  EXPECT_EQ(append_to(*log, 0), 0U);
  EXPECT_EQ(last_of(*log), 0U);
}

TEST_F(plain_journal_test, has_many_under_way_at_once) {
  make_stream();
  const auto log = journal_with(milliseconds{5'000});
  std::vector<std::uint64_t> positions;
  for (int number = 0; number < 1'000; ++number) {
    const aggregate_key key{"thing", "t-" + std::to_string(number)};
    log->append(subject::event(key, "moved"), subject::events_of(key), 0, key.id, as_bytes("a body"),
                [&](std::uint64_t position) { positions.push_back(position); });
  }
  EXPECT_TRUE(run_until([&] { return positions.size() == 1'000; }));
  for (std::size_t i = 0; i < positions.size(); ++i)
    EXPECT_EQ(positions[i], i + 1);
}

} // namespace
} // namespace sinew::bench
