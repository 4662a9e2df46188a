// SPDX-License-Identifier: Apache-2.0
#include "tools/describe/saga_graph.hpp"

#include "tests/unit/tools/shop_catalog.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(the_saga_graph, lists_what_nobody_handles_undoes_or_ends) {
  const auto findings = find_in(test::shop_catalog());
  EXPECT_THAT(findings.unhandled,
              ElementsAre("order.cancel_requested", "order.confirmed", "order.cancelled", "stock.received"));
  EXPECT_THAT(findings.uncompensated,
              ElementsAre("order confirm", "reservation note_held", "reservation open", "stock hold"));
  EXPECT_THAT(findings.cycles, ElementsAre("order -> reservation -> order", "stock -> reservation -> stock"));
  EXPECT_TRUE(findings.broken.empty());
}

TEST(the_saga_graph, calls_a_reaction_to_something_unknown_a_mistake) {
  auto known = test::shop_catalog();
  known.add(parse_service_card(R"({"service":"mail","stream":"EVT_MAIL","aggregates":[],"reactions":[
      {"upstream":"order","aggregate":"order","event":"vanished","target":"letter","command":"send"}]})")
                .value());
  EXPECT_THAT(find_in(known).broken, ElementsAre(HasSubstr("order.vanished"), HasSubstr("'letter'")));
}

TEST(the_saga_graph, takes_a_party_that_is_told_to_undo_as_compensated) {
  catalog known;
  known.add(parse_service_card(R"({"service":"pay","stream":"EVT_PAY",
    "aggregates":[{"name":"payment","commands":[],"events":["started","refunding"]}],"reactions":[
    {"upstream":"pay","aggregate":"payment","event":"started","target":"payment","command":"approve|decline","party":"bank"},
    {"upstream":"pay","aggregate":"payment","event":"refunding","target":"payment","command":"note_voided","party":"bank",
     "compensates":"charge"}]})")
                .value());
  EXPECT_THAT(find_in(known).uncompensated, ElementsAre());
}

TEST(the_saga_graph, is_drawn_for_people_and_for_machines) {
  const auto known = test::shop_catalog();
  EXPECT_THAT(describe_as_text(known, find_in(known)), HasSubstr("order.placed       -> reservation open"));
  const auto chart = describe_as_mermaid(known);
  EXPECT_THAT(chart, HasSubstr("flowchart LR"));
  EXPECT_THAT(chart, HasSubstr("order_ -->|\"placed → open\"| reservation_"));
  EXPECT_THAT(chart, HasSubstr("reservation_ -.->|\"rejected → close\"| order_"));
  EXPECT_EQ(describe_as_json(known, find_in(known)).at("services").size(), 2U);
}

} // namespace
} // namespace sinew
