// SPDX-License-Identifier: Apache-2.0
#include "gateway/idempotency.hpp"

#include "kernel/names.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

auto json(std::string_view text) -> nlohmann::ordered_json {
  return nlohmann::ordered_json::parse(text);
}

} // namespace

TEST(idempotency_key, is_bare_or_quoted) {
  EXPECT_EQ(*read_idempotency_key("k-1"), "k-1");
  EXPECT_EQ(*read_idempotency_key("\"k-1\""), "k-1");
}

TEST(idempotency_key, is_one_short_word) {
  for (const auto& header : {std::string{}, std::string{"\"\""}, std::string{"a, b"}, std::string{"a b"},
                             std::string{"a\"b"}, std::string{"k\xc3\xa9y"}, std::string(201, 'k')})
    EXPECT_FALSE(read_idempotency_key(header)) << header;
  EXPECT_TRUE(read_idempotency_key(std::string(200, 'k')));
}

TEST(idempotency_key, leads_to_one_valid_id) {
  const auto id = id_for_key("alice", "k-1");
  EXPECT_TRUE(is_valid_id(id));
  EXPECT_EQ(id, id_for_key("alice", "k-1"));
}

TEST(idempotency_key, leads_to_another_id_for_another_caller_or_key) {
  EXPECT_NE(id_for_key("alice", "k-1"), id_for_key("bob", "k-1"));
  EXPECT_NE(id_for_key("alice", "k-1"), id_for_key("alice", "k-2"));
  EXPECT_NE(id_for_key("alice1", "k"), id_for_key("alice", "1k")) << "where one part ends matters";
}

TEST(idempotency_key, makes_the_same_command_of_the_same_body_however_it_is_written) {
  EXPECT_EQ(command_id_for_key("place", "o-1", "k", json(R"({"a":1,"b":{"c":2,"d":[3,4]}})")),
            command_id_for_key("place", "o-1", "k", json(R"({ "b": {"d": [3, 4], "c": 2}, "a": 1 })")));
}

TEST(idempotency_key, makes_another_command_of_another_body) {
  const auto first = command_id_for_key("place", "o-1", "k", json(R"({"a":1})"));
  EXPECT_NE(first, command_id_for_key("place", "o-1", "k", json(R"({"a":2})")));
  EXPECT_NE(first, command_id_for_key("cancel", "o-1", "k", json(R"({"a":1})")));
  EXPECT_NE(first, command_id_for_key("place", "o-2", "k", json(R"({"a":1})")));
  EXPECT_FALSE(first.is_nil());
}

} // namespace sinew::gateway
