// SPDX-License-Identifier: Apache-2.0
#include "gateway/request_times.hpp"

#include <gmock/gmock.h>

namespace sinew::gateway {

namespace {

using testing::HasSubstr;
using testing::Not;

auto at(std::int64_t microseconds) -> timestamp {
  return from_unix_ns(microseconds * 1'000);
}

/// "gateway-in 0.0500, request 0.0100": without what is for people.
auto told(const request_times& of, timestamp now) -> std::string {
  auto text = server_timing(of, now).value;
  for (auto start = text.find(";desc=\""); start != std::string::npos; start = text.find(";desc=\""))
    text.erase(start, text.find('"', start + 7) + 1 - start);
  for (auto start = text.find(";dur="); start != std::string::npos; start = text.find(";dur="))
    text.replace(start, 5, " ");
  return text;
}

auto node_times() -> hop_times {
  return {.received = at(160), .handled = at(170), .decided = at(171), .stored = at(371), .answered = at(373)};
}

} // namespace

TEST(server_timing, tells_each_step_since_the_one_before) {
  const request_times times{
      .asked = at(100), .sent = at(150), .received = at(400), .node = std::make_shared<hop_times>(node_times())};
  EXPECT_EQ(server_timing(times, at(412)).name, "Server-Timing");
  EXPECT_EQ(
      told(times, at(412)),
      "gateway-in 0.0500, request 0.0100, mailbox 0.0100, decide 0.0010, append 0.2000, answer 0.0020, reply 0.0270, "
      "gateway-out 0.0120");
  EXPECT_THAT(server_timing(times, at(412)).value, HasSubstr(R"(append;dur=0.2000;desc="until it is stored)"));
}

TEST(server_timing, leaves_out_steps_that_were_not_come_to) {
  auto refused = node_times();
  refused.stored = {};
  const request_times times{
      .asked = at(100), .sent = at(150), .received = at(400), .node = std::make_shared<hop_times>(refused)};
  EXPECT_THAT(told(times, at(412)), Not(HasSubstr("append")));
  EXPECT_THAT(told(times, at(412)), HasSubstr("decide 0.0010, answer 0.2020, reply"));
}

TEST(server_timing, of_a_service_that_told_nothing_is_its_time_as_a_whole) {
  EXPECT_EQ(told({.asked = at(100), .sent = at(150), .received = at(400)}, at(412)),
            "gateway-in 0.0500, service 0.2500, gateway-out 0.0120");
}

TEST(server_timing, of_what_led_to_no_command_is_one_time) {
  EXPECT_EQ(told({.asked = at(100)}, at(412)), "gateway 0.3120");
}

TEST(server_timing, is_never_below_zero) {
  auto ahead = node_times();
  ahead.received = at(90);
  const request_times times{
      .asked = at(100), .sent = at(150), .received = at(400), .node = std::make_shared<hop_times>(ahead)};
  EXPECT_THAT(told(times, at(412)), HasSubstr("request 0.0000, mailbox 0.0800"));
}

TEST(times, are_wanted_by_who_says_so_in_one_word) {
  http_request asked;
  EXPECT_FALSE(wants_times(asked));
  for (const auto* value : {"", "0", "yes", "1, 1"}) {
    asked.headers = {{"Sinew-Time-Hops", value}};
    EXPECT_FALSE(wants_times(asked)) << value;
  }
  asked.headers = {{"sinew-time-hops", "1"}};
  EXPECT_TRUE(wants_times(asked));
}

} // namespace sinew::gateway
