// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/reaction.hpp"

#include <vector>

namespace shop {

/// What an order does when others report: begins with a cart that is checked out; ends, well or with all undone. The table is in this folder's README.
auto order_reactions() -> std::vector<sinew::reaction>;

} // namespace shop
