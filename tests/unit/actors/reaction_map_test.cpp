// SPDX-License-Identifier: Apache-2.0
#include "actors/reaction_map.hpp"

#include "tests/support/counter_codec.hpp"

#include <gtest/gtest.h>

namespace {

using sinew::errc;
using sinew::seen_event;
using test::counter;
using test::wire::CounterAdded;

auto seen(std::string_view type, sinew::bytes_view payload) -> seen_event {
  return {.key = {"counter", "c-1"}, .type = type, .payload = payload, .id = {1, 1}, .correlation = "o-1", .time = {}};
}

/// "Whenever a counter grows, its twin grows by as much."
const auto grow_twin = sinew::from<CounterAdded>([](const auto& event, const seen_event& s) {
  return sinew::one(sinew::address<counter>(s.key.id + "-twin", counter::add{event.amount()}));
});

TEST(reaction_map, maps_an_event_to_an_addressed_command) {
  const auto payload = sinew::encode(counter::added{5});
  const auto commands = grow_twin(seen("added", payload));
  ASSERT_TRUE(commands) << commands.error().what;
  ASSERT_EQ(commands->size(), 1U);
  EXPECT_EQ(commands->front().to, (sinew::aggregate_key{"counter", "c-1-twin"}));
  EXPECT_EQ(commands->front().command.type, "add");
  const auto command =
      sinew::decode<counter::add>(commands->front().command.payload, sinew::command_context{"c-1-twin", {}});
  ASSERT_TRUE(command);
  EXPECT_EQ(command->amount, 5U);
}

TEST(reaction_map, is_the_same_each_time) {
  const auto payload = sinew::encode(counter::added{5});
  EXPECT_EQ(grow_twin(seen("added", payload))->front().command.payload,
            grow_twin(seen("added", payload))->front().command.payload);
}

TEST(reaction_map, an_event_that_is_not_what_it_claims_is_invalid_and_named) {
  const auto commands = grow_twin(seen("added", sinew::as_bytes("something else entirely")));
  ASSERT_FALSE(commands);
  EXPECT_EQ(commands.error().code, errc::invalid_input);
  EXPECT_NE(commands.error().what.find("counter c-1"), std::string::npos);
  EXPECT_NE(commands.error().what.find("added"), std::string::npos);
}

TEST(reaction_map, a_mapping_may_say_no_itself) {
  const auto never = sinew::from<CounterAdded>([](const auto&, const seen_event&) -> sinew::reaction_result {
    return sinew::fail(errc::invalid_input, "never");
  });
  EXPECT_FALSE(never(seen("added", sinew::encode(counter::added{5}))));
}

TEST(reaction_map, a_call_gets_the_table_and_answers_later) {
  std::uint32_t amount = 0;
  sinew::completion<std::vector<sinew::addressed>> later;
  const auto call = sinew::calling<CounterAdded>([&](const auto& event, const seen_event&, auto done) {
    amount = event.amount();
    later = std::move(done);
  });
  std::size_t answered = 0;
  call(seen("added", sinew::encode(counter::added{5})), [&](const auto& commands) { answered = commands->size(); });
  EXPECT_EQ(amount, 5U);
  EXPECT_EQ(answered, 0U);
  later(sinew::one(sinew::address<counter>("c-1", counter::reset{})));
  EXPECT_EQ(answered, 1U);
}

TEST(reaction_map, a_call_is_not_made_for_an_event_that_is_not_what_it_claims) {
  const auto call = sinew::calling<CounterAdded>([](const auto&, const seen_event&, const auto&) { FAIL(); });
  errc code{};
  call(seen("added", sinew::as_bytes("garbage")), [&](const auto& answer) { code = answer.error().code; });
  EXPECT_EQ(code, errc::invalid_input);
}

} // namespace
