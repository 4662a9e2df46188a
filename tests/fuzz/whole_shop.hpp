// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"
#include "tools/client/catalog.hpp"

#include <vector>

namespace sinew::fuzz {

/// Every service of the shop. Its outside parties answer at once, and yes. Made once, lives as long as the program.
auto whole_shop() -> const std::vector<service>&;

/// Every kind of aggregate in it, in the same order always: seeds name them by their place.
auto all_kinds() -> const std::vector<const aggregate_kind*>&;

/// As the tools see it, read from the services' own descriptions.
auto shop_catalog() -> const catalog&;

} // namespace sinew::fuzz
