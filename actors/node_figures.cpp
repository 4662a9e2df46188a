// SPDX-License-Identifier: Apache-2.0
#include "actors/node_figures.hpp"

namespace sinew {

void node_figures::answered(const message& command, const receipt& given) {
  const auto aggregate = command.aggregate();
  commands.at({aggregate, command.type(), wire::EnumNameOutcome(given.outcome)}).add();
  if (given.outcome == wire::Outcome::refused)
    refusals.at({aggregate, given.reason}).add();
}

void node_figures::write(metric_page& to) const {
  commands.write(to);
  refusals.write(to);
  events.write(to);
  append_time.write(to);
  append_failures.write(to);
  deliveries.write(to);
  critical_time.write(to);
  saga_time.write(to);
  to.add_single("sinew_loop_turn_seconds", "How long the loop was busy in one turn: nothing else happened meanwhile",
                turn_time);
}

} // namespace sinew
