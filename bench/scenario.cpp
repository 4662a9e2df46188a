// SPDX-License-Identifier: Apache-2.0
#include "bench/scenario.hpp"

#include "bench/null_scenario.hpp"
#include "bench/target/append_scenario.hpp"
#include "bench/target/command_scenario.hpp"
#include "bench/target/failover_scenario.hpp"
#include "bench/target/http_scenario.hpp"
#include "bench/target/replay_scenario.hpp"
#include "bench/target/rpc_scenario.hpp"
#include "bench/target/saga_scenario.hpp"
#include "bench/target/tap_scenario.hpp"

namespace sinew::bench {

auto all_scenarios() -> const std::vector<scenario_card>& {
  static const std::vector<scenario_card> all{
      command_scenario_card(), append_scenario_card(),   tap_scenario_card(),
      rpc_scenario_card(),     replay_scenario_card(),   saga_scenario_card(),
      http_scenario_card(),    failover_scenario_card(), null_scenario_card(),
  };
  return all;
}

} // namespace sinew::bench
