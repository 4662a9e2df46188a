// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/reaction.hpp"

#include <vector>

namespace shop {

/// What a cart makes of the catalog's answers, and of an order that it cannot become. The table is in this folder's README.
auto cart_reactions() -> std::vector<sinew::reaction>;

} // namespace shop
