// SPDX-License-Identifier: Apache-2.0
#include "tests/support/counting_world.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;
using sinew::wire::Outcome;
using test::counter;

/// A counter with a bug: it throws when it is set back, as no domain should.
class faulty_state final : public sinew::folded_state {
 public:
  auto decide(std::string_view command, sinew::bytes_view payload, const sinew::command_context& context) const
      -> sinew::result<sinew::verdict> override {
    if (command == "reset")
      throw std::logic_error{"a bug in the domain"};
    return sound_->decide(command, payload, context);
  }
  auto evolve(std::string_view event, sinew::bytes_view payload) -> sinew::result<void> override {
    return sound_->evolve(event, payload);
  }
  auto alarm() const -> std::optional<sinew::encoded_alarm> override { return sound_->alarm(); }
  auto save() const -> sinew::bytes override { return sound_->save(); }
  auto restore(sinew::bytes_view saved) -> sinew::result<void> override { return sound_->restore(saved); }

 private:
  std::unique_ptr<sinew::folded_state> sound_ = sinew::kind_of<counter>().birth();
};

class faulty_kind final : public sinew::aggregate_kind {
 public:
  auto name() const -> std::string_view override { return counter::name; }
  auto birth() const -> std::unique_ptr<sinew::folded_state> override { return std::make_unique<faulty_state>(); }
  auto commands() const -> std::vector<std::string_view> override { return sinew::kind_of<counter>().commands(); }
  auto events() const -> std::vector<std::string_view> override { return sinew::kind_of<counter>().events(); }
};

auto faulty_service() -> sinew::service {
  static const faulty_kind kind;
  auto s = test::counting_service();
  s.aggregates = {&kind};
  return s;
}

class supervision_test : public testing::Test {
 protected:
  test::counting_world world{faulty_service()};
  std::unique_ptr<test::counting_world::instance> node = world.start("n1");
};

TEST_F(supervision_test, tells_the_sender_to_retry_when_an_aggregate_crashes) {
  EXPECT_EQ(world.ask("c-1", counter::reset{}).outcome, Outcome::retry);
}

TEST_F(supervision_test, lets_a_crashed_aggregate_rest_and_come_back_with_its_state) {
  world.ask("c-1", counter::add{5});
  world.ask("c-1", counter::reset{});
  EXPECT_EQ(world.ask("c-1", counter::add{1}).outcome, Outcome::retry) << "it rests";
  world.time.advance(1s);
  const auto back = world.ask("c-1", counter::add{1});
  EXPECT_EQ(back.outcome, Outcome::accepted);
  EXPECT_EQ(back.version, 2U);
}

TEST_F(supervision_test, rests_longer_the_more_often_it_crashes) {
  for (int crash = 0; crash < 6; ++crash) {
    world.ask("c-1", counter::reset{});
    world.time.advance(1s);
  }
  world.ask("c-1", counter::reset{});
  world.time.advance(200ms);
  EXPECT_EQ(world.ask("c-1", counter::add{1}).outcome, Outcome::retry);
}

TEST_F(supervision_test, keeps_the_others_working) {
  world.ask("c-1", counter::reset{});
  EXPECT_EQ(world.ask("c-2", counter::add{1}).outcome, Outcome::accepted);
  EXPECT_FALSE(node->failure) << "one bad aggregate must not take the node down";
}

} // namespace
