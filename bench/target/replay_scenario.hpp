// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"

namespace sinew::bench {

/// `replay`: the state of an account at its newest version, folded from all of its events as `sinew state … --at` does.
auto replay_scenario_card() -> scenario_card;

} // namespace sinew::bench
