// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/reaction.hpp"

#include <vector>

namespace shop {

/// How a reservation talks with its stocks, and what orders and payments make of it. The table is in this folder's
/// README.
auto inventory_reactions() -> std::vector<sinew::reaction>;

} // namespace shop
