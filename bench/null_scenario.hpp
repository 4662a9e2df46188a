// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"

namespace sinew::bench {

/// `null`: nothing at all, to measure the rig itself.
auto null_scenario_card() -> scenario_card;

} // namespace sinew::bench
