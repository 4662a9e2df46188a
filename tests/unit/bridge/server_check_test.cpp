// SPDX-License-Identifier: Apache-2.0
#include "bridge/server_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sinew {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(server_check, accepts_a_server_that_is_new_enough) {
  EXPECT_TRUE(
      check_api_level(R"({"type":"io.nats.jetstream.api.v1.account_info_response","api":{"level":4,"total":1}})"));
  EXPECT_TRUE(check_api_level(R"({"api":{"level":5}})"));
}

TEST(server_check, refuses_an_old_server_with_what_was_found_what_is_needed_and_what_to_do) {
  const auto checked = check_api_level(R"({"api":{"level":2,"total":7,"errors":0}})");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, errc::rejected_by_broker);
  EXPECT_THAT(checked.error().what, AllOf(HasSubstr("level 2"), HasSubstr("2.12"), HasSubstr("level 4"),
                                          HasSubstr("2.14"), HasSubstr("setup")));
}

TEST(server_check, does_not_take_a_cluster_that_chooses_its_leader_for_one_without_jetstream) {
  const auto checked = check_api_level(
      R"({"error":{"code":503,"err_code":10008,"description":"JetStream system temporarily unavailable"}})");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, errc::unavailable);
}

TEST(server_check, takes_a_server_that_knows_no_levels_for_a_very_old_one) {
  const auto checked = check_api_level(R"({"api":{"total":7,"errors":0}})");
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().what, HasSubstr("2.10 or older"));
}

TEST(server_check, passes_on_why_the_server_has_no_jetstream) {
  const auto checked =
      check_api_level(R"({"error":{"code":503,"err_code":10039,"description":"JetStream not enabled for account"}})");
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().what, AllOf(HasSubstr("not enabled for account"), HasSubstr("--jetstream")));
}

TEST(server_check, does_not_choke_on_nonsense) {
  for (const auto* text : {"", "{", "[]", "17", R"({"api":17})", R"({"api":{"level":"four"}})", R"({"error":17})"})
    EXPECT_FALSE(check_api_level(text)) << text;
}

} // namespace
} // namespace sinew
