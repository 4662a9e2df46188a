// SPDX-License-Identifier: Apache-2.0
#include "bridge/api.hpp"
#include "bridge/jetstream.hpp"
#include "bridge/pull_feed.hpp"
#include "bridge/subjects.hpp"
#include "tests/integration/bridge_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::ElementsAre;

class counter_kind final : public aggregate_kind {
 public:
  auto name() const -> std::string_view override { return "counter"; }
  auto birth() const -> std::unique_ptr<folded_state> override { return nullptr; }
  auto commands() const -> std::vector<std::string_view> override { return {}; }
  auto events() const -> std::vector<std::string_view> override { return {}; }
};

/// A feed of the counting service's log, whose broker is tampered with behind its back.
struct feed_watch_test : test::bridge_fixture {
  feed_watch_test() {
    std::optional<result<void>> started;
    broker->start(served, into(started));
    EXPECT_TRUE(answered(started) && started->has_value());
    feed.emplace(
        broker->broker(), subscription{.reader = "till", .upstream = "counting", .filters = {{"counter", "added"}}},
        [this](const delivery& d) { take(d); }, into(opened), 300ms);
    EXPECT_TRUE(answered(opened) && opened->has_value());
  }
  ~feed_watch_test() override { feed.reset(); }

  void take(const delivery& d) {
    if (d.is_probe) {
      ++probes;
      if (reader_is_awake)
        feed->acknowledge_probe(d.token);
      return;
    }
    got.push_back(d.position);
    (void)broker->broker().publish(d.token, as_bytes("+ACK"));
  }

  void store(connection& by) {
    const aggregate_key key{"counter", "c-" + std::to_string(++stored)};
    std::optional<result<broker_message>> done;
    by.store(subject::event(key, "added"), {}, as_bytes("x"), 5s, into(done));
    EXPECT_TRUE(run_on(by.where(), [&] { return done.has_value(); }));
  }
  void store() { store(broker->broker()); }

  auto ask(connection& by, std::string_view verb, const json& body = nullptr) -> json {
    std::optional<result<api_answer>> answer;
    call_api(by, subject::api(verb, "EVT_COUNTING", "till"), body, into(answer));
    EXPECT_TRUE(run_on(by.where(), [&] { return answer.has_value(); }));
    return answer && *answer ? (*answer)->body : json{};
  }

  static auto run_on(loop& where, const std::function<bool()>& done) -> bool {
    return done() || where.run_until(done, 20s);
  }

  counter_kind kind;
  service served{.name = "counting", .aggregates = {&kind}, .reactions = {}, .schema = as_bytes("a schema")};
  std::unique_ptr<jetstream> broker = [this] {
    auto made = jetstream::open(where(), poller(), {.url = server().url(), .node = "till-1"}, "counting", "file");
    if (!made)
      throw std::runtime_error{to_string(made.error())};
    return std::move(*made);
  }();
  std::optional<result<void>> opened;
  std::vector<std::uint64_t> got;
  int probes = 0;
  int stored = 0;
  bool reader_is_awake = true;
  std::optional<pull_feed> feed;
};

TEST_F(feed_watch_test, an_idle_feed_is_silent_for_good_reason) {
  store();
  ASSERT_TRUE(run_until([&] { return got.size() == 1 && probes > 5; }));
  EXPECT_EQ(feed->alerts(), 0U);
  EXPECT_EQ(ask(broker->broker(), "CONSUMER.INFO.")["ack_floor"]["stream_seq"], 1) << "probes are in no stream";
}

TEST_F(feed_watch_test, a_consumer_that_delivers_nothing_is_made_anew_from_its_floor) {
  store();
  store();
  ASSERT_TRUE(run_until([&] { return got.size() == 2 && probes > 2; }));
  const auto paused = ask(broker->broker(), "CONSUMER.PAUSE.", {{"pause_until", "2099-01-01T00:00:00Z"}});
  ASSERT_TRUE(paused.value("paused", false)) << paused.dump();
  store();
  ASSERT_TRUE(run_until([&] { return got.size() == 3; })) << "it stays silent";
  EXPECT_THAT(got, ElementsAre(1, 2, 3)) << "and nothing comes twice";
  EXPECT_GE(feed->alerts(), 2U) << "first it pulls again, then the consumer is made anew";
  store();
  EXPECT_TRUE(run_until([&] { return got.size() == 4; }));
}

TEST_F(feed_watch_test, a_consumer_that_vanished_unnoticed_is_made_anew_from_its_floor) {
  store();
  store();
  ASSERT_TRUE(run_until([&] { return got.size() == 2 && probes > 2; }));
  // While the feed is away, so that the broker has no order of its to refuse.
  server().stop();
  server().restart();
  epoll_poller own_poller;
  loop own_loop{own_poller};
  const auto visitor = connection::open(own_loop, own_poller, {.url = server().url(), .node = "visitor"});
  ASSERT_TRUE(visitor);
  ASSERT_TRUE(ask(**visitor, "CONSUMER.DELETE.").value("success", false));
  store(**visitor);
  ASSERT_TRUE(run_until([&] { return got.size() >= 3; })) << "it stays silent";
  EXPECT_THAT(got, ElementsAre(1, 2, 3)) << "what was acknowledged does not come again";
  EXPECT_GE(feed->alerts(), 1U);
}

TEST_F(feed_watch_test, a_reader_that_does_not_take_what_is_delivered_is_told_of) {
  reader_is_awake = false;
  EXPECT_TRUE(run_until([&] { return feed->alerts() > 0; }));
  reader_is_awake = true;
  ASSERT_TRUE(run_until([&, before = probes] { return probes > before + 2; }));
  const auto alerts = feed->alerts();
  ASSERT_TRUE(run_until([&, before = probes] { return probes > before + 3; }));
  EXPECT_EQ(feed->alerts(), alerts);
}

} // namespace
} // namespace sinew
