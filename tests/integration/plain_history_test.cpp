// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/plain_history.hpp"

#include "bridge/api.hpp"
#include "bridge/subjects.hpp"
#include "tests/integration/bridge_fixture.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <vector>

namespace sinew::bench {
namespace {

using std::chrono::milliseconds;

class plain_history_test : public test::bridge_fixture {
 public:
  void SetUp() override { with_ = connect("maker"); }

  void make_stream() {
    std::optional<result<api_answer>> made;
    call_api(*with_, subject::api("STREAM.CREATE.", "EVT_THING"),
             {{"name", "EVT_THING"}, {"subjects", nlohmann::json::array({"evt.thing.>"})}, {"allow_direct", true}},
             into(made));
    ASSERT_TRUE(answered(made) && *made && !(*made)->is_error());
  }
  void store(const std::string& id, int messages) {
    for (int number = 0; number < messages; ++number) {
      const auto body = fmt::format("body {} of {}", number, id);
      std::optional<result<broker_message>> stored;
      with_->store(subject::event({"thing", id}, "moved"), {}, as_bytes(body), milliseconds{5'000}, into(stored));
      ASSERT_TRUE(answered(stored) && *stored);
    }
  }
  /// On a link of its own, as it has to be.
  auto history_with(std::size_t messages_per_page, milliseconds patience = milliseconds{5'000}) -> plain_history& {
    auto link = plain_link::open(where(), poller(), server().url(), [] {});
    EXPECT_TRUE(link);
    auto opened = plain_history::open(**link, messages_per_page, patience);
    EXPECT_TRUE(opened);
    links_.push_back(std::move(*link));
    opened_.push_back(std::move(*opened));
    return *opened_.back();
  }
  auto read(plain_history& of, const std::string& id) -> std::optional<history_sum> {
    std::optional<std::optional<history_sum>> told;
    of.read("EVT_THING", subject::events_of({"thing", id}), [&](std::optional<history_sum> sum) { told = sum; });
    EXPECT_FALSE(told) << "it must not call back from inside";
    EXPECT_TRUE(run_until([&] { return told.has_value(); }));
    return told.value_or(std::nullopt);
  }

 private:
  std::vector<std::unique_ptr<plain_link>> links_;
  std::vector<std::unique_ptr<plain_history>> opened_; // before their links
  std::unique_ptr<connection> with_;
};

TEST_F(plain_history_test, reads_all_of_one_aggregate_and_nothing_of_others) {
  make_stream();
  store("t-1", 3);
  store("t-2", 5);
  store("t-1", 4);
  const auto sum = read(history_with(100), "t-1");
  ASSERT_TRUE(sum);
  EXPECT_EQ(sum->messages, 7U);
}

TEST_F(plain_history_test, reads_the_same_whatever_the_size_of_its_pages) {
  make_stream();
  store("t-1", 7);
  const auto whole = read(history_with(100), "t-1");
  ASSERT_TRUE(whole);
  for (const std::size_t page : {1U, 2U, 3U, 7U}) {
    const auto sum = read(history_with(page), "t-1");
    ASSERT_TRUE(sum) << page;
    EXPECT_EQ(sum->messages, 7U) << page;
    EXPECT_EQ(sum->checksum, whole->checksum) << page;
  }
}

TEST_F(plain_history_test, looks_at_every_body) {
  make_stream();
  store("t-1", 7);
  store("t-2", 7); // as many messages, of as many bytes
  auto& of = history_with(3);
  const auto one = read(of, "t-1");
  const auto other = read(of, "t-2");
  ASSERT_TRUE(one && other);
  EXPECT_NE(one->checksum, other->checksum);
}

TEST_F(plain_history_test, reads_nothing_where_nothing_is) {
  make_stream();
  const auto sum = read(history_with(3), "t-1");
  ASSERT_TRUE(sum);
  EXPECT_EQ(sum->messages, 0U);
}

TEST_F(plain_history_test, gives_up_what_nobody_answers) {
  EXPECT_FALSE(read(history_with(3, milliseconds{100}), "t-1")); // no stream
}

} // namespace
} // namespace sinew::bench
