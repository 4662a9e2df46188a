// SPDX-License-Identifier: Apache-2.0
#include "actors/epoll_poller.hpp"
#include "tools/up/broker_plan.hpp"
#include "tools/up/data_directory.hpp"
#include "tools/up/free_port.hpp"
#include "tools/up/signals.hpp"
#include "tools/up/supervisor.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <set>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
namespace fs = std::filesystem;

TEST(a_data_directory, that_is_temporary_vanishes_with_its_owner) {
  fs::path path;
  {
    const auto data = data_directory::open({});
    ASSERT_TRUE(data) << data.error().what;
    path = data->path();
    EXPECT_TRUE(data->is_temporary());
    EXPECT_TRUE(data->write("a", "text"));
    EXPECT_TRUE(fs::exists(path / "a"));
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(a_data_directory, belongs_to_one_at_a_time) {
  const auto base = data_directory::open({}).value();
  const auto mine = base.path() / "new" / "folder";
  {
    const auto first = data_directory::open(mine);
    ASSERT_TRUE(first) << first.error().what;
    const auto second = data_directory::open(mine);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, errc::conflict);
    EXPECT_THAT(second.error().what, HasSubstr(std::to_string(getpid())));
  }
  EXPECT_TRUE(data_directory::open(mine));
  EXPECT_TRUE(fs::exists(mine));
}

TEST(a_broker_plan, is_one_server_or_with_quorum_three_with_stores_and_ports_of_their_own) {
  const auto data = data_directory::open({}).value();
  const auto one = broker_plan::make(topology::durability::file, 0, data).value();
  ASSERT_EQ(one.seats().size(), 1U);
  EXPECT_THAT(one.seats()[0].config.routes, IsEmpty());
  const auto three = broker_plan::make(topology::durability::quorum, 0, data).value();
  ASSERT_EQ(three.seats().size(), 3U);
  std::set<std::uint16_t> ports;
  std::set<fs::path> stores;
  for (const auto& seat : three.seats()) {
    ports.insert({seat.config.port, seat.config.routes.front()});
    stores.insert(seat.config.store);
    EXPECT_EQ(seat.config.routes.size(), 3U);
    EXPECT_THAT(three.url(), HasSubstr(std::to_string(seat.config.port)));
  }
  EXPECT_EQ(ports.size(), 6U);
  EXPECT_EQ(stores.size(), 3U);
}

TEST(a_broker_plan, does_not_take_the_data_of_one_server_for_those_of_three) {
  const auto data = data_directory::open({}).value();
  fs::create_directory(data.store());
  EXPECT_EQ(broker_plan::make(topology::durability::quorum, 0, data).error().code, errc::conflict);
  fs::remove(data.store());
  fs::create_directory(data.store(1));
  const auto refused = broker_plan::make(topology::durability::file, 0, data);
  EXPECT_THAT(refused.error().what, HasSubstr("--durability quorum"));
}

TEST(a_broker_plan, listens_once_all_its_servers_do_and_hides_how_they_look_for_one_another) {
  const auto data = data_directory::open({}).value();
  auto plan = broker_plan::make(topology::durability::quorum, 0, data).value();
  EXPECT_FALSE(plan.hear("nats-server-1", "[1] [INF] Server is ready"));
  EXPECT_FALSE(plan.hear("nats-server-1", "[1] [ERR] Error trying to connect to route (attempt 1)"));
  EXPECT_TRUE(plan.hear("nats-server-1", "[1] [ERR] no space left on device"));
  plan.hear("nats-server-2", "Server is ready");
  EXPECT_FALSE(plan.all_listen());
  plan.hear("nats-server-3", "Server is ready");
  EXPECT_TRUE(plan.all_listen());
}

TEST(a_broker_plan, gives_its_servers_memory_for_fewer_pauses_unless_ours_is_told_otherwise) {
  const auto data = data_directory::open({}).value();
  const auto plan = broker_plan::make(topology::durability::file, 0, data).value();
  unsetenv("GOGC");
  setenv("GOMEMLIMIT", "1GiB", 1);
  EXPECT_THAT(plan.environment(), ElementsAre("GOGC=400"));
  unsetenv("GOMEMLIMIT");
  EXPECT_THAT(plan.environment(), ElementsAre("GOGC=400", MatchesRegex("GOMEMLIMIT=[0-9]+MiB")));
}

TEST(a_data_directory, must_be_a_folder_that_can_be_written) {
  const auto base = data_directory::open({}).value();
  std::ofstream{base.path() / "file"} << "x";
  const auto wrong = data_directory::open(base.path() / "file" / "below");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().what, HasSubstr("--data-dir"));
}

TEST(a_port, is_free_or_the_error_says_what_to_do) {
  const auto port = free_port(0);
  ASSERT_TRUE(port) << port.error().what;
  EXPECT_EQ(free_port(*port), *port);
}

TEST(a_program, that_prints_and_ends_is_heard) {
  EXPECT_EQ(output_of({"/bin/echo", "hello"}, 10s).value(), "hello\n");
  EXPECT_THAT(output_of({"/no/such/program"}, 10s).error().what, HasSubstr("No such file"));
  EXPECT_THAT(output_of({"/bin/sh", "-c", "exit 3"}, 10s).error().what, HasSubstr("exit code 3"));
  EXPECT_THAT(output_of({"/bin/sleep", "60"}, 50ms).error().what, HasSubstr("did not end"));
}

class a_supervisor : public testing::Test {
 protected:
  auto child(const std::string& name, const std::string& script, bool vital = false) -> child_spec {
    return {.name = name,
            .arguments = {"/bin/sh", "-c", script},
            .on_line =
                [this](std::string_view line) {
                  heard.emplace_back(line);
                  return false;
                },
            .vital = vital,
            .farewell = 300ms};
  }
  auto until(const std::function<bool()>& done) -> bool { return here.run_until(done, 20s); }

  epoll_poller poller;
  loop here{poller};
  terminal quiet{color_choice::never};
  log_printer log{quiet};
  std::optional<supervisor> children{std::in_place, here, poller, log};
  signals handled{poller, [] {}, [this] { children->reap(); }};
  std::vector<std::string> heard;
};

TEST_F(a_supervisor, starts_again_what_dies) {
  ASSERT_TRUE(children->start(child("c", "echo born; exit 1")));
  children->system_is_up();
  EXPECT_TRUE(until([&] { return heard.size() >= 3; }));
  EXPECT_FALSE(children->failed());
}

TEST_F(a_supervisor, gives_a_child_what_its_environment_shall_have_on_top_of_ours) {
  setenv("SINEW_TEST_OURS", "ours", 1);
  setenv("SINEW_TEST_BOTH", "ours", 1);
  auto c = child("c", "echo $SINEW_TEST_OURS $SINEW_TEST_BOTH; exec sleep 600");
  c.environment = {"SINEW_TEST_BOTH=theirs"};
  ASSERT_TRUE(children->start(c));
  ASSERT_TRUE(until([&] { return !heard.empty(); }));
  EXPECT_EQ(heard[0], "ours theirs");
}

TEST_F(a_supervisor, reports_a_failed_start_with_the_last_words) {
  ASSERT_TRUE(children->start(child("broker", "echo no disk; exit 1", true)));
  ASSERT_TRUE(until([&] { return children->failed().has_value(); }));
  EXPECT_TRUE(children->failed()->environment_at_fault);
  EXPECT_EQ(children->failed()->what, "broker did not start (exit code 1): no disk");
}

TEST_F(a_supervisor, believes_a_child_that_blames_the_environment) {
  ASSERT_TRUE(children->start(child("order-1", "echo too old a broker; exit 2")));
  ASSERT_TRUE(until([&] { return children->failed().has_value(); }));
  EXPECT_THAT(children->failed()->what, HasSubstr("too old a broker"));
}

TEST_F(a_supervisor, stops_even_those_that_do_not_want_to) {
  ASSERT_TRUE(children->start(child("deaf", "trap '' TERM; echo up; while :; do sleep 1; done")));
  ASSERT_TRUE(until([&] { return !heard.empty(); }));
  children->stop([](std::string_view) { return true; });
  EXPECT_FALSE(children->failed());
  EXPECT_EQ(heard.size(), 1U); // and it was not started again
}

TEST_F(a_supervisor, leaves_nobody_behind) {
  ASSERT_TRUE(children->start(child("c", "echo $$; exec sleep 600")));
  ASSERT_TRUE(until([&] { return !heard.empty(); }));
  const auto pid = std::stoi(heard[0]);
  EXPECT_EQ(kill(pid, 0), 0);
  children.reset();
  EXPECT_EQ(kill(pid, 0), -1);
}

} // namespace
} // namespace sinew
