// SPDX-License-Identifier: Apache-2.0
#include "bench/target/query_target.hpp"
#include "bench/floor/query_server.hpp"
#include "schemas/message.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace sinew::bench {
namespace {

auto some_name(std::size_t number) -> std::string {
  return fmt::format("quiet-{:04}", number);
}

auto error_answer(const std::string& text) -> bytes {
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(wire::CreateStateAnswerDirect(builder, text.c_str()));
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

TEST(state_queries, ask_for_one_account_after_the_other) {
  state_queries source{"account", some_name, {.aggregates = 10, .skew = 0}};
  std::set<std::string> asked;
  for (int i = 0; i < 500; ++i) {
    const auto* query = verified_table<wire::StateQuery>(source.next());
    ASSERT_NE(query, nullptr);
    EXPECT_EQ(query->aggregate()->string_view(), "account");
    EXPECT_EQ(query->at_version(), 0U);
    asked.insert(query->aggregate_id()->str());
  }
  EXPECT_EQ(asked.size(), 10U);
  EXPECT_EQ(*asked.begin(), "quiet-0000");
  EXPECT_EQ(*asked.rbegin(), "quiet-0009");
}

TEST(state_queries, ask_for_a_version_when_told_to) {
  state_queries source{"account", some_name, {.aggregates = 10}, 101};
  for (int i = 0; i < 2; ++i) {
    const auto* query = verified_table<wire::StateQuery>(source.next());
    ASSERT_NE(query, nullptr);
    EXPECT_EQ(query->at_version(), 101U);
  }
}

TEST(query_target, tells_a_state_from_a_no_and_from_a_fault) {
  EXPECT_EQ(outcome_of_state(state_answer_of(300)), outcome::done);
  EXPECT_EQ(outcome_of_state(error_answer("not_found: there is no account a-1")), outcome::refused);
  EXPECT_EQ(outcome_of_state(error_answer("unavailable: the broker is away")), outcome::failed);
  EXPECT_EQ(outcome_of_state(as_bytes("no answer")), outcome::failed);
  EXPECT_EQ(outcome_of_query(fail(errc::unavailable, "nobody listens")), outcome::failed);
}

TEST(query_server, answers_with_as_many_bytes_as_it_is_told) {
  const auto least = state_answer_of(0).size();
  for (const std::size_t wanted : {least, least + 1, std::size_t{217}, std::size_t{5'000}}) {
    const auto size = state_answer_of(wanted).size();
    EXPECT_GE(size, wanted);
    EXPECT_LT(size, wanted + 8);
  }
}

} // namespace
} // namespace sinew::bench
