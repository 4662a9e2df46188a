// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"

namespace sinew::bench {

/// `tap`: an event, from the moment it is to be appended until a plain subscriber has it.
auto tap_scenario_card() -> scenario_card;

} // namespace sinew::bench
