// SPDX-License-Identifier: Apache-2.0
#include "tools/up/line_splitter.hpp"
#include "tools/up/nats_config.hpp"
#include "tools/up/node_board.hpp"
#include "tools/up/programs.hpp"
#include "tools/up/restart_budget.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(a_restart_budget, doubles_the_delay_and_gives_up) {
  restart_budget budget{{.first_delay = 100ms, .longest_delay = 350ms, .long_life = 10s, .forgiven = 3}};
  EXPECT_EQ(budget.after_death(1s), 100ms);
  EXPECT_EQ(budget.after_death(1s), 200ms);
  EXPECT_EQ(budget.after_death(1s), 350ms);
  EXPECT_EQ(budget.after_death(1s), std::nullopt);
}

TEST(a_restart_budget, forgives_whoever_lived_long) {
  restart_budget budget{{.forgiven = 1}};
  EXPECT_EQ(budget.after_death(1s), 200ms);
  EXPECT_EQ(budget.after_death(1h), 200ms);
  EXPECT_EQ(budget.after_death(1s), std::nullopt);
}

TEST(lines, are_cut_at_newlines_and_at_the_limit) {
  std::vector<std::string> lines;
  line_splitter splitter{[&](std::string_view line) { lines.emplace_back(line); }, 4};
  splitter.take("ab\nc");
  splitter.take("d\n\nefghij");
  splitter.finish();
  EXPECT_THAT(lines, ElementsAre("ab", "cd", "", "efgh", "ij"));
}

TEST(a_node_board, waits_until_every_node_is_ready) {
  node_board board;
  board.await("order", "order-1");
  board.await("payment", "payment-1");
  board.take("order.order-1", as_bytes(R"({"state":"starting"})"));
  EXPECT_EQ(board.missing(), "order-1, payment-1");
  board.take("order.order-1", as_bytes(R"({"state":"ready"})"));
  board.take("order.order-9", as_bytes(R"({"state":"ready"})"));
  board.take("payment.payment-1", as_bytes("ready"));
  board.take("payment.payment-1", {});
  EXPECT_EQ(board.missing(), "payment-1");
  board.take("payment.payment-1", as_bytes(R"({"state":"ready"})"));
  EXPECT_TRUE(board.all_ready());
}

TEST(the_brokers_configuration, syncs_always_only_where_that_is_promised) {
  const nats_config file{.port = 4222, .store = "/data/a \"b\""};
  EXPECT_THAT(config_text(file), HasSubstr("listen: \"127.0.0.1:4222\""));
  EXPECT_THAT(config_text(file), HasSubstr(R"(store_dir: "/data/a \"b\"")"));
  EXPECT_THAT(config_text(file), Not(HasSubstr("always")));
  const nats_config fsync{.port = 1, .store = "/d", .durability = topology::durability::fsync};
  EXPECT_THAT(config_text(fsync), HasSubstr("sync_interval: always"));
}

TEST(the_brokers_configuration, joins_a_cluster_only_where_there_are_others) {
  EXPECT_THAT(config_text({.port = 1, .store = "/d"}), Not(HasSubstr("cluster")));
  const auto text = config_text({.port = 1, .store = "/d", .name = "nats-2", .routes = {12, 13, 11}});
  EXPECT_THAT(text, HasSubstr("server_name: \"nats-2\""));
  EXPECT_THAT(text, HasSubstr("listen: \"127.0.0.1:12\""));
  for (const auto* route : {"nats://127.0.0.1:11", "nats://127.0.0.1:12", "nats://127.0.0.1:13"})
    EXPECT_THAT(text, HasSubstr(route));
}

TEST(a_version, is_read_from_what_the_broker_prints) {
  EXPECT_EQ(*parse_version("nats-server: v2.15.1\n"), (version{2, 15, 1}));
  EXPECT_EQ(*parse_version("nats-server: v2.16.0-RC.1"), (version{2, 16, 0}));
  EXPECT_FALSE(parse_version("true (GNU coreutils) 9.1"));
  EXPECT_FALSE(parse_version(""));
  EXPECT_LT((version{2, 9, 10}), oldest_nats_server);
  EXPECT_GE((version{2, 14, 0}), oldest_nats_server);
}

} // namespace
} // namespace sinew
