// SPDX-License-Identifier: Apache-2.0
#include "bridge/stored_ack.hpp"

#include <gtest/gtest.h>

namespace sinew {
namespace {

auto error_of(int err_code, int code) -> std::string {
  return R"({"error":{"code":)" + std::to_string(code) + R"(,"err_code":)" + std::to_string(err_code) +
         R"(,"description":"wrong last sequence: 7"},"stream":"EVT_ORDER","seq":0})";
}

TEST(stored_ack, tells_the_position) {
  EXPECT_EQ(read_stored_ack(R"({"stream":"EVT_ORDER", "seq":4711})"), 4711U);
}

TEST(stored_ack, tells_the_last_position_of_a_batch) {
  EXPECT_EQ(read_stored_ack(R"({"stream":"EVT_ORDER","seq":12,"batch":"b-1","count":3})"), 12U);
}

TEST(stored_ack, takes_a_repetition_for_a_success) {
  EXPECT_EQ(read_stored_ack(R"({"stream":"EVT_ORDER","seq":5,"duplicate":true})"), 5U);
}

TEST(stored_ack, gives_each_refusal_its_meaning) {
  EXPECT_EQ(read_stored_ack(error_of(10071, 400)).error().code, errc::conflict);
  EXPECT_EQ(read_stored_ack(error_of(10164, 400)).error().code, errc::conflict);
  EXPECT_EQ(read_stored_ack(error_of(10054, 400)).error().code, errc::invalid_input);
  EXPECT_EQ(read_stored_ack(error_of(10167, 429)).error().code, errc::overloaded);
  EXPECT_EQ(read_stored_ack(error_of(10210, 429)).error().code, errc::overloaded);
  EXPECT_EQ(read_stored_ack(error_of(10176, 400)).error().code, errc::unavailable);
  EXPECT_EQ(read_stored_ack(error_of(10008, 503)).error().code, errc::unavailable);
  EXPECT_EQ(read_stored_ack(error_of(10060, 400)).error().code, errc::rejected_by_broker);
}

TEST(stored_ack, does_not_know_what_an_answer_of_somebody_else_means) {
  for (const auto* text : {"", "+OK", "{}", R"({"seq":})", R"({"stream":"S"})"})
    EXPECT_EQ(read_stored_ack(text).error().code, errc::outcome_unknown) << text;
}

} // namespace
} // namespace sinew
