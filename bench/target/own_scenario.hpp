// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"

namespace sinew::bench {

/// `--target`: a command of the user's own, as `load::own` says. In no list, for its name is what is asked.
auto own_scenario_card() -> scenario_card;

} // namespace sinew::bench
