// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"

namespace sinew::bench {

/// `saga`: an order, from the moment it is to be placed until the event that confirms it. It takes order, inventory, payment
/// and shipping.
auto saga_scenario_card() -> scenario_card;

} // namespace sinew::bench
