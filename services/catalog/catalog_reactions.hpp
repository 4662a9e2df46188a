// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/reaction.hpp"

#include <vector>

namespace shop {

/// What a product does when a cart wants it: says what it costs. The table is in this folder's README.
auto catalog_reactions() -> std::vector<sinew::reaction>;

} // namespace shop
