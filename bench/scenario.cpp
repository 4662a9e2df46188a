// SPDX-License-Identifier: Apache-2.0
#include "bench/scenario.hpp"

#include "bench/null_scenario.hpp"

namespace sinew::bench {

auto all_scenarios() -> const std::vector<scenario_card>& {
  static const std::vector<scenario_card> all{null_scenario_card()};
  return all;
}

} // namespace sinew::bench
