// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"

namespace sinew::bench {

/// `rpc`: a query for the state of an account, answered by the service that owns it.
auto rpc_scenario_card() -> scenario_card;

} // namespace sinew::bench
