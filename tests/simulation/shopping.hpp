// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/draft.hpp"

namespace simulation {

/// What customers do who come by the front door: they register and leave, fill carts, change their minds, check out; and what the
/// shop does meanwhile: lists products, changes prices, withdraws. The carts mean to become `orders` orders, most of new ids.
/// Precondition: the draft has articles and accounts.
void draw_shopping(draft& all, unsigned orders);

} // namespace simulation
