// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"

namespace sinew::bench {

/// `failover`: the load of `command` while a node that serves accounts is killed in the middle of the run. Only with
/// `load::may_kill`, only where another node takes over, only a process of this machine, and only once.
auto failover_scenario_card() -> scenario_card;

} // namespace sinew::bench
