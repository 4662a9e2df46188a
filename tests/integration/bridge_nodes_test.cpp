// SPDX-License-Identifier: Apache-2.0
#include "bridge/api.hpp"
#include "bridge/jetstream.hpp"
#include "bridge/name_check.hpp"
#include "bridge/subjects.hpp"
#include "tests/integration/bridge_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

class bill_kind final : public aggregate_kind {
 public:
  auto name() const -> std::string_view override { return "bill"; }
  auto birth() const -> std::unique_ptr<folded_state> override { return nullptr; }
  auto commands() const -> std::vector<std::string_view> override { return {}; }
  auto events() const -> std::vector<std::string_view> override { return {}; }
};

auto till() -> const service& {
  static const bill_kind bill;
  static const service all{.name = "till", .aggregates = {&bill}, .reactions = {}, .schema = {}};
  return all;
}

/// What nodes of one service agree on and tell each other, over a broker that may go away.
struct bridge_nodes : test::bridge_fixture {
  auto open(std::string node) -> std::unique_ptr<jetstream> {
    auto opened = jetstream::open(where(), poller(), {.url = server().url(), .node = std::move(node)}, "till", "file");
    if (!opened)
      throw std::runtime_error{to_string(opened.error())};
    return std::move(*opened);
  }
  auto start(jetstream& broker, std::uint32_t lanes = 1) -> result<void> {
    std::optional<result<void>> started;
    broker.start(till(), lanes, into(started));
    EXPECT_TRUE(answered(started));
    return started.value_or(fail(errc::system_failure, "no answer"));
  }
  void read_due(jetstream& broker) {
    std::optional<result<void>> opened;
    broker.outside().feeds.open(
        {.reader = "till", .upstream = "till", .filters = {}}, [](const auto&) {}, into(opened));
    ASSERT_TRUE(answered(opened) && opened->has_value());
  }
};

/// A node of which only the heartbeats are real.
class beating_node {
 public:
  beating_node(bridge_nodes& world, std::string name)
      : where_{world.where()},
        broker_{world.open(name)},
        record_{.service = "till", .node = std::move(name), .pid = 4711} {
    EXPECT_TRUE(world.start(*broker_));
    beat();
  }
  ~beating_node() { where_.cancel(next_); }
  beating_node(const beating_node&) = delete;
  auto operator=(const beating_node&) -> beating_node& = delete;

  void fall_silent() { where_.cancel(next_); }
  auto broker() -> jetstream& { return *broker_; }

 private:
  void beat() {
    broker_->outside().members.announce(record_);
    next_ = where_.after(heartbeat_interval, [this] { beat(); });
  }

  loop& where_;
  std::unique_ptr<jetstream> broker_;
  node_record record_;
  loop::timer_id next_{};
};

struct bridge_node_names : bridge_nodes {
  auto check(std::string_view name) -> result<void> {
    auto asking = connect("asking");
    std::optional<result<void>> outcome;
    check_name(*asking, "till", name, into(outcome));
    EXPECT_TRUE(answered(outcome));
    return outcome.value_or(fail(errc::system_failure, "no answer"));
  }
};

TEST_F(bridge_node_names, the_name_of_a_living_node_is_taken_and_any_other_is_free) {
  beating_node first{*this, "till-1"};
  flush(first.broker().broker());
  const auto taken = check("till-1");
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, errc::conflict);
  EXPECT_THAT(taken.error().what, AllOf(HasSubstr("till-1"), HasSubstr("4711"), HasSubstr("--node")));
  EXPECT_TRUE(check("till-2"));
}

TEST_F(bridge_node_names, the_name_of_a_dead_node_is_free_before_its_record_ends) {
  beating_node first{*this, "till-1"};
  flush(first.broker().broker());
  first.fall_silent();
  const auto begun = where().now();
  EXPECT_TRUE(check("till-1"));
  EXPECT_LT(where().now() - begun, 4s) << "the record is kept for five seconds";
}

TEST_F(bridge_node_names, the_name_of_a_node_that_has_left_is_free_at_once) {
  beating_node first{*this, "till-1"};
  first.fall_silent();
  first.broker().outside().members.leave({.service = "till", .node = "till-1"});
  flush(first.broker().broker());
  const auto begun = where().now();
  EXPECT_TRUE(check("till-1"));
  EXPECT_LT(where().now() - begun, silence_limit);
}

TEST_F(bridge_nodes, the_first_node_decides_how_many_lanes_there_are) {
  auto first = open("a");
  auto second = open("b");
  auto third = open("c");
  ASSERT_TRUE(start(*first, 2));
  EXPECT_TRUE(start(*second, 2));
  const auto refused = start(*third, 3);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc::rejected_by_broker);
  EXPECT_THAT(refused.error().what, AllOf(HasSubstr("lanes.till"), HasSubstr("'2'"), HasSubstr("'3'")));
}

TEST_F(bridge_nodes, a_service_that_ran_before_lanes_were_counted_has_one) {
  auto before = open("a");
  ASSERT_TRUE(start(*before));
  read_due(*before);
  // As an older version left it: the consumer is there, the number is not.
  const auto number = subject::bucket_key(subject::system_bucket, subject::lanes_key("till"));
  std::optional<result<api_answer>> purged;
  call_api(before->broker(), subject::api("STREAM.PURGE.", subject::bucket_stream(subject::system_bucket)),
           {{"filter", number}}, into(purged));
  ASSERT_TRUE(answered(purged) && purged->has_value() && !(**purged).is_error());
  auto after = open("b");
  const auto refused = start(*after, 2);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, AllOf(HasSubstr("1 lane, not 2"), HasSubstr("--lanes 1")));
  EXPECT_TRUE(start(*after, 1));
}

TEST_F(bridge_nodes, a_node_that_was_cut_off_learns_it_and_takes_nobody_for_dead) {
  auto watcher = open("a");
  auto other = open("b");
  ASSERT_TRUE(start(*watcher));
  ASSERT_TRUE(start(*other));
  const node_record b{.service = "till", .node = "b", .version = "1", .state = "ready"};
  std::vector<membership_view> views;
  watcher->outside().members.watch([&](const auto& view) { views.push_back(view); });
  ASSERT_TRUE(run_until([&] { return !views.empty(); }));
  other->outside().members.announce(b);
  ASSERT_TRUE(run_until([&] { return views.back().nodes.size() == 1; }));
  server().kill9();
  EXPECT_FALSE(run_until([] { return false; }, 2'500ms)) << "longer than anybody may be silent";
  EXPECT_EQ(views.back().nodes.size(), 1U);
  server().restart();
  ASSERT_TRUE(run_until([&] { return views.back().was_away; }));
  EXPECT_EQ(views.back().nodes.size(), 1U);
  EXPECT_TRUE(run_until([&] { return views.back().nodes.empty(); })) << "b says nothing more";
  EXPECT_FALSE(views.back().was_away);
}

} // namespace
} // namespace sinew
