// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/reaction.hpp"
#include "services/payment/card_provider.hpp"

#include <vector>

namespace shop {

/// What payments and accounts do when others, or they themselves, report. The table is in this folder's README.
///
/// Payments by card and from an account share their events: each such event has two rows, and the one whose method it is not
/// answers with an empty list. `cards` must outlive the reactions.
auto payment_reactions(card_provider& cards) -> std::vector<sinew::reaction>;

} // namespace shop
