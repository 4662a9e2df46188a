// SPDX-License-Identifier: Apache-2.0
#include "actors/epoll_poller.hpp"
#include "tests/unit/tools/shop_catalog.hpp"
#include "tools/send/command_batch.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class commands_from_json : public testing::Test {
 protected:
  auto writer(std::string command) -> result<command_writer> {
    return command_writer::open(**known.need("stock"), {"stock", std::move(command), "cli/test"});
  }

  catalog known = test::shop_catalog();
  timestamp now = from_unix_ns(1'700'000'000'000'000'000);
};

TEST_F(commands_from_json, become_messages_that_verify) {
  const auto command = writer("receive")->write("SKU-1", {{"quantity", 3}}, {7, 8}, now, now + 10s);
  ASSERT_TRUE(command) << command.error().what;
  const auto seen = message::verify(command->raw());
  ASSERT_TRUE(seen) << seen.error().what;
  EXPECT_EQ(seen->key(), (aggregate_key{"stock", "SKU-1"}));
  EXPECT_EQ(seen->type(), "receive");
  EXPECT_EQ(seen->id(), (uuid{7, 8}));
  EXPECT_EQ(seen->correlation(), "SKU-1");
  EXPECT_EQ(seen->actor(), "cli/test");
  EXPECT_EQ(seen->deadline(), now + 10s);
  EXPECT_EQ(known.decode("stock", "receive", seen->payload())->at("quantity"), 3);
}

TEST_F(commands_from_json, need_a_command_that_exists_and_an_id_that_is_one) {
  EXPECT_THAT(writer("recieve").error().what, HasSubstr("did you mean 'receive'?"));
  for (const auto* id : {"", "a b", "a.b", "*", ">", "ä"})
    EXPECT_FALSE(writer("receive")->write(id, {{"quantity", 3}}, {7, 8}, now, now)) << id;
}

TEST_F(commands_from_json, are_limited_in_size) {
  const auto huge = writer("hold")->write("SKU-1", {{"reservation", std::string(600'000, 'x')}}, {7, 8}, now, now);
  ASSERT_FALSE(huge);
  EXPECT_THAT(huge.error().what, HasSubstr("a message may have 524288"));
}

TEST_F(commands_from_json, are_answered_by_receipts_in_json_and_exit_codes) {
  const auto command = writer("receive")->write("SKU-1", {{"quantity", 3}}, {0, 1}, now, now).value();
  const receipt accepted{.command = {0, 1}, .version = 4, .position = 9, .reason = {}};
  EXPECT_EQ(
      one_line(receipt_json(command, accepted)),
      R"({"id":"SKU-1","outcome":"accepted","version":4,"position":9,"command_id":"00000000-0000-0000-0000-000000000001"})");
  EXPECT_EQ(exit_code_of(result<receipt>{accepted}), exit_code::done);

  const receipt refused{.outcome = wire::Outcome::refused, .reason = "already_placed"};
  EXPECT_EQ(receipt_json(command, refused).at("reason"), "already_placed");
  EXPECT_EQ(exit_code_of(result<receipt>{refused}), exit_code::refused);
  EXPECT_EQ(exit_code_of(result<receipt>{receipt{.outcome = wire::Outcome::invalid, .reason = {}}}),
            exit_code::bad_input);

  const result<receipt> lost = fail(errc::unavailable, "nobody is there");
  EXPECT_EQ(receipt_json(command, lost).at("outcome"), "failed");
  EXPECT_EQ(exit_code_of(lost), exit_code::unavailable);
}

TEST(a_tally, counts_and_keeps_the_worst) {
  tally counted;
  EXPECT_EQ(counted.worst(), exit_code::done);
  for (int i = 1; i <= 98; ++i)
    counted.count(exit_code::done, 1ms * i);
  counted.count(exit_code::refused, 99ms);
  counted.count(exit_code::unavailable, 10s);
  counted.count(exit_code::bad_input, 0ms);
  EXPECT_EQ(counted.worst(), exit_code::unavailable);
  EXPECT_EQ(counted.summary(1s),
            "101 sent: 98 accepted, 1 refused, 2 failed in 1.00 s (99/s), p50 50.0 ms, p99 99.0 ms");
}

TEST(a_line_source, hands_over_every_line_and_then_ends) {
  epoll_poller poller;
  loop here{poller};
  std::ostringstream text;
  for (int i = 1; i <= 5000; ++i)
    text << i << "\n";
  text << "last without a newline";
  std::istringstream from{text.str()};
  std::vector<line_source::numbered_line> lines;
  line_source source{from, here, [] {}};
  const auto ended = here.run_until(
      [&] {
        while (auto line = source.next())
          lines.push_back(std::move(*line));
        return source.has_ended();
      },
      10s);
  ASSERT_TRUE(ended);
  ASSERT_EQ(lines.size(), 5001U);
  EXPECT_EQ(lines[41].text, "42");
  EXPECT_EQ(lines.back().number, 5001U);
}

} // namespace
} // namespace sinew
