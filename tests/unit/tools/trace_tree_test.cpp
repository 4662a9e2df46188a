// SPDX-License-Identifier: Apache-2.0
#include "tools/trace/trace_tree.hpp"

#include "actors/reaction.hpp"
#include "tests/unit/tools/shop_catalog.hpp"

#include <gtest/gtest.h>

namespace {

using namespace sinew;
using namespace std::chrono_literals;

/// An event of aggregate `id`; it has been stored so many milliseconds after the first.
auto step(const std::string& service, const std::string& aggregate, const std::string& id, const std::string& event,
          const uuid& own, const uuid& causation, int after) -> saga_step {
  saga_step s;
  s.service = service;
  s.aggregate = aggregate;
  s.id = id;
  s.event = event;
  s.stored = 1s + std::chrono::milliseconds{after};
  s.event_id = own;
  s.causation = causation;
  s.actor = "cli/ada";
  return s;
}

class trace_tree_test : public testing::Test {
 protected:
  const uuid placed{1, 1};
  const uuid opened{1, 2};
  const uuid held{1, 3};
  const uuid asked{9, 9};
  const catalog known = test::shop_catalog();

  auto saga() const -> saga_view {
    saga_view view;
    view.id = "o-1";
    view.steps = {
        step("order", "order", "o-1", "placed", placed, asked, 0),
        step("inventory", "reservation", "o-1", "opened", opened,
             reaction_command_id(placed, {"reservation", "o-1"}, "open"), 2),
        step("inventory", "stock", "S", "held", held, reaction_command_id(opened, {"stock", "S"}, "hold"), 5),
    };
    return view;
  }
};

TEST_F(trace_tree_test, hangs_each_event_below_the_one_that_led_to_it) {
  const auto tree = make_trace_tree(known, saga());
  EXPECT_EQ(tree.roots, (std::vector<std::size_t>{0}));
  EXPECT_EQ(tree.nodes[1].cause, 0U);
  EXPECT_EQ(tree.nodes[1].command, "open");
  EXPECT_EQ(tree.nodes[2].cause, 1U);
  EXPECT_EQ(tree.nodes[0].effects, (std::vector<std::size_t>{1}));
}

TEST_F(trace_tree_test, tells_when_and_how_long) {
  const auto tree = make_trace_tree(known, saga());
  EXPECT_EQ(tree.offset(2), 5ms);
  EXPECT_EQ(tree.took(2), 3ms);
  EXPECT_EQ(tree.took(0), std::nullopt);
}

TEST_F(trace_tree_test, finds_the_cause_wherever_it_stands) {
  auto view = saga();
  std::swap(view.steps[1], view.steps[2]);
  const auto tree = make_trace_tree(known, view);
  EXPECT_EQ(tree.nodes[1].cause, 2U);
  EXPECT_EQ(tree.nodes[2].cause, 0U);
}

TEST_F(trace_tree_test, has_a_root_for_all_that_nothing_led_to) {
  auto view = saga();
  view.steps[2].causation = {7, 7};
  EXPECT_EQ(make_trace_tree(known, view).roots, (std::vector<std::size_t>{0, 2}));
}

TEST_F(trace_tree_test, names_the_trace_that_collectors_know) {
  auto view = saga();
  EXPECT_EQ(trace_id_of(view), "");
  view.steps[1].trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  EXPECT_EQ(trace_id_of(view), "4bf92f3577b34da6a3ce929d0e0e4736");
  const auto told = trace_json(view, make_trace_tree(known, view));
  EXPECT_EQ(told["roots"][0]["effects"][0]["effects"][0]["event"], "held");
  EXPECT_EQ(told["roots"][0]["took_ms"], nullptr);
}

} // namespace
