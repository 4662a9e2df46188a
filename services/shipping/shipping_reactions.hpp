// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/reaction.hpp"
#include "services/shipping/carrier.hpp"

#include <vector>

namespace shop {

/// What shipments do when others, or they themselves, report. The table is in this folder's README. `parcels` must outlive
/// the reactions.
auto shipping_reactions(carrier& parcels) -> std::vector<sinew::reaction>;

} // namespace shop
