// SPDX-License-Identifier: Apache-2.0
#include "telemetry/json_log.hpp"

#include "telemetry/work_scope.hpp"

#include <gtest/gtest.h>
#include <spdlog/details/log_msg.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

/// The one line that is made of a message.
auto line_of(std::string_view message) -> std::string {
  spdlog::memory_buf_t written;
  sinew::json_log{}.format({"order-1", spdlog::level::warn, spdlog::string_view_t{message.data(), message.size()}},
                           written);
  return {written.data(), written.size()};
}

TEST(json_log, is_one_object_a_line_whatever_is_said) {
  for (const std::string_view said : {"plain", "a \"quote\" and a \\", "two\nlines\r", "no \xff text", ""}) {
    const auto line = line_of(said);
    EXPECT_EQ(line.find('\n'), line.size() - 1) << line;
    const auto told = json::parse(line);
    EXPECT_EQ(told["level"], "warning");
    EXPECT_EQ(told["node"], "order-1");
    EXPECT_FALSE(told.contains("trace_id"));
  }
  EXPECT_EQ(json::parse(line_of("two\nlines"))["message"], "two\nlines");
}

TEST(json_log, tells_what_is_being_worked_on) {
  const sinew::work_scope outer{"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "o-1"};
  {
    const sinew::work_scope inner{"garbage", "o-2"};
    const auto told = json::parse(line_of("x"));
    EXPECT_EQ(told["correlation"], "o-2");
    EXPECT_FALSE(told.contains("trace_id"));
  }
  const auto told = json::parse(line_of("x"));
  EXPECT_EQ(told["correlation"], "o-1");
  EXPECT_EQ(told["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(told["span_id"], "00f067aa0ba902b7");
}

} // namespace
