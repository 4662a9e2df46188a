// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "kernel/result.hpp"

#include <functional>

namespace sinew {

/// Something asked of the broker that may be asked again.
using repeatable_step = std::function<void(completion<void>)>;

/// Repeats `what`, with growing pauses, while it ends with `unavailable`, `overloaded` or `outcome_unknown`: a cluster that
/// has just been started, or has lost a server, takes some seconds to choose its leaders. `done` gets the first other
/// outcome, or the last of these once `until` has passed. Loop's thread; `where` must outlive it.
void insist(loop& where, loop::time_point until, repeatable_step what, completion<void> done);

} // namespace sinew
