// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"

namespace sinew::bench {

/// `http`: a command through the gateway, beside the same command sent to its service, and HTTP alone.
auto http_scenario_card() -> scenario_card;

} // namespace sinew::bench
