// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/reaction.hpp"
#include "services/notification/mail.hpp"

#include <vector>

namespace shop {

/// What is told to customers when an order ends. The table is in this folder's README. `post` must outlive the reactions.
auto notification_reactions(mail& post) -> std::vector<sinew::reaction>;

} // namespace shop
