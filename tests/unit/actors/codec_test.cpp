// SPDX-License-Identifier: Apache-2.0
#include "actors/codec.hpp"

#include "tests/support/counter_codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using sinew::encode;
using sinew::errc;
using test::counter;
using ::testing::ElementsAre;

const sinew::command_context context{.aggregate_id = "c-1", .now = sinew::timestamp{100s}};

class codec_test : public ::testing::Test {
 protected:
  /// The events that follow, as type names; they are folded in.
  template <class Command>
  auto decide(const Command& command) -> std::vector<std::string> {
    const auto asked = sinew::encode_named(command);
    const auto verdict = state->decide(asked.type, asked.payload, context);
    if (!verdict)
      return {sinew::to_string(verdict.error())};
    if (const auto* no = std::get_if<sinew::refused>(&*verdict))
      return {"refused: " + no->reason};
    std::vector<std::string> types;
    for (const auto& event : std::get<0>(*verdict)) {
      types.emplace_back(event.type);
      EXPECT_TRUE(state->evolve(event.type, event.payload));
    }
    return types;
  }
  auto saved() -> counter::state { return *sinew::decode<counter::state>(state->save()); }

  std::unique_ptr<sinew::folded_state> state = sinew::kind_of<counter>().birth();
};

TEST_F(codec_test, a_kind_knows_its_words_in_the_order_of_declaration) {
  const auto& kind = sinew::kind_of<counter>();
  EXPECT_EQ(kind.name(), "counter");
  EXPECT_THAT(kind.commands(), ElementsAre("add", "reset", "remind", "ring"));
  EXPECT_THAT(kind.events(), ElementsAre("added", "was_reset", "reminded", "rang"));
  EXPECT_EQ(&kind, &sinew::kind_of<counter>());
}

TEST_F(codec_test, a_command_becomes_events_that_are_folded_in) {
  EXPECT_THAT(decide(counter::add{5}), ElementsAre("added"));
  EXPECT_THAT(decide(counter::add{7}), ElementsAre("added"));
  EXPECT_EQ(saved().total, 12U);
  EXPECT_THAT(decide(counter::reset{}), ElementsAre("was_reset"));
  EXPECT_EQ(saved().total, 0U);
}

TEST_F(codec_test, a_command_that_changes_nothing_has_no_events) {
  EXPECT_THAT(decide(counter::add{0}), ElementsAre());
  EXPECT_THAT(decide(counter::reset{}), ElementsAre());
}

TEST_F(codec_test, a_refusal_travels_by_name) {
  EXPECT_THAT(decide(counter::add{counter::largest_amount + 1}), ElementsAre("refused: too_large"));
}

TEST_F(codec_test, the_context_tells_a_command_what_time_it_is) {
  EXPECT_THAT(decide(counter::remind{context.now + 1s}), ElementsAre("reminded"));
  EXPECT_THAT(decide(counter::ring{context.now + 2s}), ElementsAre()) << "the sender's time does not count";
  EXPECT_THAT(decide(counter::remind{context.now}), ElementsAre("reminded"));
  EXPECT_THAT(decide(counter::ring{}), ElementsAre("rang"));
}

TEST_F(codec_test, a_state_asks_for_its_alarm_as_a_command) {
  EXPECT_EQ(state->alarm(), std::nullopt);
  decide(counter::remind{context.now + 1s});
  const auto alarm = state->alarm();
  ASSERT_TRUE(alarm);
  EXPECT_EQ(alarm->command.type, "ring");
  EXPECT_EQ(alarm->at, context.now + 1s);
  EXPECT_TRUE(state->decide(alarm->command.type, alarm->command.payload, context));
}

TEST_F(codec_test, words_that_do_not_exist_are_unknown) {
  EXPECT_EQ(state->decide("explode", {}, context).error().code, errc::unknown_type);
  EXPECT_EQ(state->decide("", {}, context).error().code, errc::unknown_type);
  EXPECT_EQ(state->evolve("exploded", {}).error().code, errc::unknown_type);
  EXPECT_EQ(state->evolve("add", encode(counter::add{1})).error().code, errc::unknown_type) << "a command is no event";
}

TEST_F(codec_test, a_payload_that_is_something_else_is_invalid_and_changes_nothing) {
  decide(counter::add{5});
  const auto garbage = sinew::copy_of(sinew::as_bytes("this is no table at all"));
  EXPECT_EQ(state->decide("add", garbage, context).error().code, errc::invalid_input);
  EXPECT_EQ(state->decide("add", {}, context).error().code, errc::invalid_input);
  EXPECT_EQ(state->evolve("added", garbage).error().code, errc::invalid_input);
  EXPECT_EQ(state->restore(garbage).error().code, errc::invalid_input);
  EXPECT_EQ(saved().total, 5U);
}

TEST_F(codec_test, what_the_codec_finds_wrong_with_a_table_is_the_answer) {
  EXPECT_THAT(decide(counter::remind{}), ElementsAre("invalid_input: remind: 'at' must be after 1970"));
}

TEST_F(codec_test, a_saved_state_is_restored_complete) {
  decide(counter::add{5});
  decide(counter::remind{context.now});
  decide(counter::ring{});
  decide(counter::remind{context.now + 9s});
  const auto snapshot = state->save();
  state = sinew::kind_of<counter>().birth();
  ASSERT_TRUE(state->restore(snapshot));
  EXPECT_EQ(saved().total, 5U);
  EXPECT_EQ(saved().rings, 1U);
  EXPECT_EQ(state->alarm()->at, context.now + 9s);
}

} // namespace
