// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/saga_table.hpp"

#include <array>
#include <functional>
#include <string_view>

namespace sinew::gateway {

/// How an order stands to operators: as `name_of` tells it, or parked, whatever it is else.
inline constexpr std::array<std::string_view, 4> saga_states{"running", "completed", "compensated", "parked"};
using saga_state_of = std::function<std::string_view(const saga_row&)>;

/// {"id":…,"state":…,"customer":…,"code":…,"placed_at":…,"ended_at":…,"duration_ms":…}, without what is not known.
auto saga_row_json(const saga_row& row, std::string_view state) -> ordered_json;

/// How many of the table's orders are in which state, and percentiles of how long those took that have ended; and of how many orders
/// that is, since when. `is_complete`: there are no others.
auto saga_figures_json(const saga_table& table, bool is_complete, const saga_state_of& state_of) -> ordered_json;

} // namespace sinew::gateway
