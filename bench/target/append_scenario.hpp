// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"

namespace sinew::bench {

/// `append`: an event, stored under its guard by a node's journal, in this process and in a stream of the bench's own.
auto append_scenario_card() -> scenario_card;

} // namespace sinew::bench
