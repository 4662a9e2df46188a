// SPDX-License-Identifier: Apache-2.0
#include "bridge/api.hpp"

#include "bridge/history_answer.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using testing::HasSubstr;

TEST(an_api_answer, tells_the_brokers_reason) {
  const auto answer =
      read_api_answer(R"({"error":{"code":404,"err_code":10059,"description":"stream not found"}})").value();
  EXPECT_EQ(answer.code, api_code::stream_not_found);
  EXPECT_EQ(answer.as_error("stream A").value().code, errc::not_found);
  EXPECT_THAT(answer.as_error("stream A").value().what, HasSubstr("stream A: stream not found"));
}

TEST(an_api_answer, has_the_coarse_code_where_there_is_no_other) {
  EXPECT_EQ(read_api_answer(R"({"error":{"code":503}})")->code, 503);
}

TEST(an_api_answer, of_a_broker_whose_disk_is_full_is_no_refusal) {
  const auto answer = read_api_answer(
      R"({"error":{"code":500,"err_code":10012,"description":"write meta.inf.tmp: no space left on device"}})");
  EXPECT_EQ(answer->as_error("consumer inventory").value().code, errc::unavailable);
}

TEST(an_api_answer, is_an_error_whatever_its_fields_are) {
  for (const auto* text : {R"({"error":{}})", R"({"error":{"err_code":"x","description":7}})",
                           R"({"error":{"err_code":0,"code":{}}})", R"({"error":{"code":1e99}})"}) {
    const auto answer = read_api_answer(text);
    ASSERT_TRUE(answer && answer->is_error()) << text;
    EXPECT_EQ(answer->as_error("it").value().code, errc::rejected_by_broker) << text;
  }
}

TEST(an_api_answer, is_a_json_object) {
  for (const auto* text : {"", "[]", "7", "{", "null"})
    EXPECT_EQ(read_api_answer(text).error().code, errc::invalid_input) << text;
}

TEST(a_last_message, is_read_from_the_answer) {
  const auto last = read_found_message(
      read_api_answer(R"({"message":{"subject":"evt.order.1.o-1.placed","seq":7,"data":"U05XMQ=="}})").value());
  ASSERT_TRUE(last && *last);
  EXPECT_EQ((*last)->position, 7U);
  EXPECT_EQ((*last)->type, "placed");
  EXPECT_EQ(as_text((*last)->body), "SNW1");
}

TEST(a_last_message, may_be_none) {
  const auto answer = read_api_answer(R"({"error":{"code":404,"err_code":10037,"description":"no message found"}})");
  const auto last = read_found_message(*answer);
  EXPECT_TRUE(last && !*last);
}

TEST(a_last_message, is_never_made_up) {
  for (const auto* text : {"{}", R"({"message":7})", R"({"message":{"seq":"7","data":""}})",
                           R"({"message":{"seq":7,"data":"no base64"}})", R"({"message":{"seq":-1}})"})
    EXPECT_EQ(read_found_message(read_api_answer(text).value()).error().code, errc::invalid_input) << text;
}

} // namespace
} // namespace sinew
