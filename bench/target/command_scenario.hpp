// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"

namespace sinew::bench {

/// `command`: a command, decided and stored by the service that owns the account, until its receipt.
auto command_scenario_card() -> scenario_card;

} // namespace sinew::bench
