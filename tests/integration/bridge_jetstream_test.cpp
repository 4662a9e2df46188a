// SPDX-License-Identifier: Apache-2.0
#include "actors/ports.hpp"
#include "bridge/api.hpp"
#include "bridge/jetstream.hpp"
#include "bridge/registry.hpp"
#include "bridge/subjects.hpp"
#include "tests/integration/bridge_fixture.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

class item_kind final : public aggregate_kind {
 public:
  auto name() const -> std::string_view override { return "item"; }
  auto birth() const -> std::unique_ptr<folded_state> override { return nullptr; }
  auto commands() const -> std::vector<std::string_view> override { return {}; }
  auto events() const -> std::vector<std::string_view> override { return {}; }
};

auto item(std::string id) -> aggregate_key {
  return {"item", std::move(id)};
}

/// The broker through its restarts, and what is there before us.
struct bridge_jetstream : test::bridge_fixture {
  auto open(std::string node, std::string_view durability = "file") -> std::unique_ptr<jetstream> {
    auto opened =
        jetstream::open(where(), poller(), {.url = server().url(), .node = std::move(node)}, "shop", durability);
    if (!opened)
      throw std::runtime_error{to_string(opened.error())};
    return std::move(*opened);
  }
  auto start(jetstream& broker) -> result<void> {
    std::optional<result<void>> started;
    broker.start(shop, into(started));
    EXPECT_TRUE(answered(started));
    return started.value_or(fail(errc::system_failure, "no answer"));
  }

  static auto written(const aggregate_key& key, std::string_view type, std::uint64_t number) -> message {
    const new_entry entry{
        .head = {.id = {0x7000, number}, .causation = {}, .correlation = key.id, .time = {}, .actor = "", .trace = ""},
        .payload = bytes(100)};
    return message::write({.aggregate = key.aggregate, .aggregate_id = key.id, .type = type}, {entry});
  }
  auto append(jetstream& broker, const aggregate_key& key, std::uint64_t expected, std::vector<message> what)
      -> result<appended> {
    std::optional<result<appended>> done;
    broker.outside().log.append(key, expected, std::move(what), into(done));
    EXPECT_TRUE(answered(done));
    return *done;
  }
  auto read(jetstream& broker, const aggregate_key& key) -> history_page {
    std::optional<result<history_page>> page;
    broker.outside().log.read(key, 0, 1'000, into(page));
    EXPECT_TRUE(answered(page));
    EXPECT_TRUE(*page) << to_string(page->error());
    return page->value_or(history_page{});
  }
  auto call(connection& with, std::string_view subject, const nlohmann::json& body) -> api_answer {
    std::optional<result<api_answer>> answer;
    call_api(with, subject, body, into(answer));
    EXPECT_TRUE(answered(answer) && answer->has_value());
    return **answer;
  }
  /// For what was published without asking for an answer: the server has read it long before it has stored it.
  auto holds(connection& with, std::string_view stream, std::size_t messages) -> bool {
    const auto subject = fmt::format("$JS.API.STREAM.INFO.{}", stream);
    return run_until([&] { return call(with, subject, nullptr).body["state"]["messages"] == messages; });
  }

  item_kind kind;
  service shop{.name = "shop", .aggregates = {&kind}, .reactions = {}, .schema = as_bytes("a schema")};
};

TEST_F(bridge_jetstream, starts_again_on_what_it_has_made) {
  auto broker = open("a");
  ASSERT_TRUE(start(*broker));
  const auto again = start(*broker);
  EXPECT_TRUE(again) << to_string(again.error());
}

TEST_F(bridge_jetstream, two_nodes_may_start_at_the_same_time) {
  auto a = open("a");
  auto b = open("b");
  std::optional<result<void>> first;
  std::optional<result<void>> second;
  a->start(shop, into(first));
  b->start(shop, into(second));
  ASSERT_TRUE(answered(first) && answered(second));
  EXPECT_TRUE(*first) << to_string(first->error());
  EXPECT_TRUE(*second) << to_string(second->error());
}

TEST_F(bridge_jetstream, refuses_a_system_of_another_durability) {
  auto file = open("a");
  ASSERT_TRUE(start(*file));
  auto memory = open("b", "memory");
  const auto started = start(*memory);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, errc::rejected_by_broker);
  EXPECT_THAT(started.error().what, AllOf(HasSubstr("file"), HasSubstr("memory")));
  auto fsync = open("c", "fsync"); // the same streams, another promise
  EXPECT_THAT(start(*fsync).error().what, AllOf(HasSubstr("durability"), HasSubstr("'file'"), HasSubstr("'fsync'")));
}

TEST_F(bridge_jetstream, reports_a_stream_that_somebody_else_has_made_differently) {
  auto broker = open("a");
  const nlohmann::json foreign = {{"name", "EVT_SHOP"}, {"subjects", {"evt.item.>"}}, {"storage", "file"}};
  ASSERT_FALSE(call(broker->broker(), "$JS.API.STREAM.CREATE.EVT_SHOP", foreign).is_error());
  const auto started = start(*broker);
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().what, HasSubstr("EVT_SHOP"));
  EXPECT_EQ(call(broker->broker(), "$JS.API.STREAM.INFO.EVT_SHOP", nullptr).body["config"].value("deny_delete", false),
            false);
}

TEST_F(bridge_jetstream, registers_the_service) {
  auto broker = open("a");
  ASSERT_TRUE(start(*broker));
  std::optional<result<std::vector<registry::entry>>> found;
  registry::read_all(broker->broker(), subject::system_bucket, into(found));
  ASSERT_TRUE(answered(found) && found->has_value());
  const auto value = [&](std::string_view key) -> std::string {
    const auto at = std::find_if((**found).begin(), (**found).end(), [&](const auto& e) { return e.key == key; });
    return at == (**found).end() ? "nothing" : std::string{as_text(at->value)};
  };
  EXPECT_EQ(value("schema.shop"), "a schema");
  EXPECT_EQ(value("service.shop"), describe(shop));
  EXPECT_EQ(value("durability"), "file");
  EXPECT_EQ(value("partitions"), "64");
}

/// By the label that says how appends are sent.
struct bridge_kills : bridge_jetstream, testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(label, bridge_kills, testing::Values("file", "fsync"),
                         [](const auto& which) { return std::string{which.param}; });

TEST_P(bridge_kills, keep_every_acknowledged_append) {
  auto broker = open("a", GetParam());
  ASSERT_TRUE(start(*broker));
  constexpr int keys = 50;
  std::vector<std::uint64_t> acknowledged(keys, 0);
  std::vector<int> counts(keys, 0);
  std::uint64_t number = 0;
  int under_way = 0;
  bool go_on = true;
  // Each key appends one after the other; an append of unknown outcome ends its key for this round.
  std::function<void(int)> next = [&](int k) {
    const auto key = item("k-" + std::to_string(k));
    const auto expected = acknowledged[k];
    ++under_way;
    broker->outside().log.append(key, expected, {written(key, "sold", ++number)}, [&, k](result<appended> done) {
      --under_way;
      if (!done)
        return;
      acknowledged[k] = done->position;
      ++counts[k];
      if (go_on)
        next(k);
    });
  };
  for (int round = 0; round < 3; ++round) {
    go_on = true;
    const auto before = number;
    for (int k = 0; k < keys; ++k)
      next(k);
    ASSERT_TRUE(run_until([&] { return number > before + 1'000; }));
    go_on = false;
    server().kill9();
    ASSERT_TRUE(run_until([&] { return under_way == 0 && !broker->broker().is_connected(); }));
    server().restart();
    ASSERT_TRUE(run_until([&] { return broker->broker().is_connected(); }));
    for (int k = 0; k < keys; ++k) {
      const auto page = read(*broker, item("k-" + std::to_string(k)));
      const auto stored = static_cast<int>(page.messages.size());
      EXPECT_GE(stored, counts[k]);
      EXPECT_LE(stored, counts[k] + 1); // the one whose answer was lost
      acknowledged[k] = page.messages.empty() ? 0 : page.messages.back().position;
      counts[k] = stored;
    }
  }
}

TEST_F(bridge_jetstream, an_append_without_a_broker_is_unavailable) {
  auto broker = open("a");
  ASSERT_TRUE(start(*broker));
  server().kill9();
  ASSERT_TRUE(run_until([&] { return !broker->broker().is_connected(); }));
  EXPECT_EQ(append(*broker, item("a"), 0, {written(item("a"), "sold", 1)}).error().code, errc::unavailable);
  EXPECT_EQ(
      append(*broker, item("a"), 0, {written(item("a"), "sold", 2), written(item("a"), "opened", 3)}).error().code,
      errc::unavailable);
}

TEST_F(bridge_jetstream, a_reader_goes_on_after_the_broker_was_killed) {
  auto broker = open("a");
  ASSERT_TRUE(start(*broker));
  auto ports = broker->outside();
  std::vector<std::uint64_t> seen;
  std::optional<result<void>> opened;
  ports.feeds.open(
      {.reader = "shop", .upstream = "shop", .filters = {{"item", "sold"}}, .ack_wait = 1s},
      [&](const delivery& d) {
        seen.push_back(d.position);
        ports.feeds.ack(d);
      },
      into(opened));
  ASSERT_TRUE(answered(opened) && opened->has_value());
  const auto first = append(*broker, item("a"), 0, {written(item("a"), "sold", 1)});
  ASSERT_TRUE(first);
  ASSERT_TRUE(run_until([&] { return !seen.empty(); }));
  server().kill9();
  ASSERT_TRUE(run_until([&] { return !broker->broker().is_connected(); }));
  server().restart();
  ASSERT_TRUE(run_until([&] { return broker->broker().is_connected(); }));
  const auto second = append(*broker, item("a"), first->position, {written(item("a"), "sold", 2)});
  ASSERT_TRUE(second) << to_string(second.error());
  EXPECT_TRUE(run_until([&] { return std::find(seen.begin(), seen.end(), second->position) != seen.end(); }));
}

TEST_F(bridge_jetstream, a_reader_waits_for_an_upstream_that_does_not_exist_yet) {
  auto broker = open("a");
  auto ports = broker->outside();
  std::optional<result<void>> opened;
  std::vector<std::string> seen;
  ports.feeds.open(
      {.reader = "till", .upstream = "shop", .filters = {{"item", "sold"}}},
      [&](const delivery& d) { seen.push_back(d.key.id); }, into(opened));
  EXPECT_FALSE(run_until([&] { return opened.has_value(); }, 300ms));
  ASSERT_TRUE(start(*broker));
  ASSERT_TRUE(append(*broker, item("a"), 0, {written(item("a"), "sold", 1)}));
  ASSERT_TRUE(answered(opened));
  EXPECT_TRUE(*opened) << to_string(opened->error());
  EXPECT_TRUE(run_until([&] { return seen == std::vector<std::string>{"a"}; }));
}

TEST_F(bridge_jetstream, a_reader_that_wants_more_than_before_keeps_its_place) {
  auto broker = open("a");
  ASSERT_TRUE(start(*broker));
  const auto key = item("a");
  const auto first = append(*broker, key, 0, {written(key, "sold", 1)});
  ASSERT_TRUE(first);
  {
    auto reader = open("old");
    std::optional<result<void>> opened;
    bool seen = false;
    reader->outside().feeds.open(
        {.reader = "till", .upstream = "shop", .filters = {{"item", "sold"}}},
        [&](const delivery& d) {
          reader->outside().feeds.ack(d);
          seen = true;
        },
        into(opened));
    ASSERT_TRUE(run_until([&] { return seen; }));
    reader->close();
  }
  auto upgraded = open("new");
  std::optional<result<void>> opened;
  std::vector<std::string> seen;
  upgraded->outside().feeds.open(
      {.reader = "till", .upstream = "shop", .filters = {{"item", "sold"}, {"item", "returned"}}},
      [&](const delivery& d) { seen.push_back(d.type); }, into(opened));
  ASSERT_TRUE(answered(opened));
  ASSERT_TRUE(*opened) << to_string(opened->error());
  ASSERT_TRUE(append(*broker, key, first->position, {written(key, "returned", 2)}));
  ASSERT_TRUE(run_until([&] { return !seen.empty(); }));
  EXPECT_EQ(seen, std::vector<std::string>{"returned"});
}

TEST_F(bridge_jetstream, passes_over_messages_of_foreign_making) {
  auto broker = open("a");
  ASSERT_TRUE(start(*broker));
  auto& foreigner = broker->broker();
  for (const auto* subject : {"evt.item.99.a.sold", "evt.item.x.a.sold", "evt.item.17.b!c.sold"})
    ASSERT_TRUE(foreigner.publish(subject, as_bytes("garbage")));
  std::vector<std::string> seen;
  std::optional<result<void>> opened;
  broker->outside().feeds.open(
      {.reader = "shop", .upstream = "shop", .filters = {{"item", "sold"}}, .ack_wait = 200ms},
      [&](const delivery& d) {
        broker->outside().feeds.ack(d);
        seen.push_back(d.key.id);
      },
      into(opened));
  ASSERT_TRUE(append(*broker, item("a"), 0, {written(item("a"), "sold", 1)}));
  ASSERT_TRUE(run_until([&] { return !seen.empty(); }));
  const auto info = [&] { return call(foreigner, "$JS.API.CONSUMER.INFO.EVT_SHOP.shop", nullptr).body; };
  EXPECT_TRUE(run_until([&] { return info()["num_ack_pending"] == 0; }));
  EXPECT_EQ(seen, std::vector<std::string>{"a"});
}

TEST_F(bridge_jetstream, a_history_is_not_fooled_by_stored_status_lines) {
  auto broker = open("a");
  ASSERT_TRUE(start(*broker));
  const auto to = subject::event(item("a"), "sold");
  const header fake[] = {{"Status", "404"}};
  ASSERT_TRUE(broker->broker().publish(to, fake, {}));
  ASSERT_TRUE(broker->broker().publish(to, as_bytes("x")));
  ASSERT_TRUE(holds(broker->broker(), "EVT_SHOP", 2));
  EXPECT_EQ(read(*broker, item("a")).messages.size(), 2U);
}

TEST_F(bridge_jetstream, is_seen_again_after_the_broker_was_killed) {
  auto broker = open("a");
  ASSERT_TRUE(start(*broker));
  server().kill9();
  ASSERT_TRUE(run_until([&] { return !broker->broker().is_connected(); }));
  server().restart();
  ASSERT_TRUE(run_until([&] { return broker->broker().is_connected(); }));
  broker->outside().members.announce({.service = "shop", .node = "a", .version = "1", .state = "ready"});
  ASSERT_TRUE(holds(broker->broker(), "KV_nodes", 1));
  std::optional<result<std::vector<registry::entry>>> found;
  registry::read_all(broker->broker(), subject::nodes_bucket, into(found));
  ASSERT_TRUE(answered(found));
  ASSERT_TRUE(*found) << to_string(found->error());
  ASSERT_EQ((**found).size(), 1U);
  EXPECT_EQ((**found).front().key, "shop.a");
}

TEST_F(bridge_jetstream, a_timer_that_fell_due_while_the_broker_was_away_fires_afterwards) {
  auto broker = open("a");
  ASSERT_TRUE(start(*broker));
  auto ports = broker->outside();
  std::optional<result<void>> armed;
  ports.alarms.arm(item("a"), ports.clock.now() + 500ms, written(item("a"), "expire", 1), into(armed));
  ASSERT_TRUE(answered(armed) && armed->has_value());
  server().kill9();
  EXPECT_FALSE(run_until([] { return false; }, 700ms));
  server().restart();
  std::vector<std::string> seen;
  std::optional<result<void>> opened;
  ports.feeds.open(
      {.reader = "shop", .upstream = "shop", .filters = {}}, [&](const delivery& d) { seen.push_back(d.type); },
      into(opened));
  EXPECT_TRUE(run_until([&] { return seen == std::vector<std::string>{"expire"}; }));
}

TEST_F(bridge_jetstream, closes_with_everything_said) {
  auto broker = open("a");
  ASSERT_TRUE(start(*broker));
  auto listener = connect("listener");
  std::size_t heard = 0;
  listener->subscribe("bye", {}, [&](const broker_message&) { ++heard; });
  flush(*listener);
  for (int i = 0; i < 1'000; ++i)
    ASSERT_TRUE(broker->broker().publish("bye", as_bytes("bye")));
  broker->close();
  EXPECT_TRUE(run_until([&] { return heard == 1'000; }));
  EXPECT_EQ(broker->broker().publish("bye", {}).error().code, errc::unavailable);
}

} // namespace
} // namespace sinew
