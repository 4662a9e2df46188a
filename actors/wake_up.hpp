// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/aggregate_kind.hpp"
#include "schemas/message.hpp"

#include <string>
#include <string_view>

namespace sinew {

/// The command with which a deadline reaches its aggregate when its time has come. The same deadline always makes the same
/// command, so that a wake-up that fires twice is answered once. Its time is the deadline. `actor` and `schema` as in every
/// envelope that the node writes; `trace` is the traceparent of what led to the deadline, as far as it is known.
auto wake_up(const aggregate_key& key, const encoded_alarm& wanted, std::string_view actor, std::uint64_t schema,
             std::string trace = {}) -> message;

/// Whether the two make the same wake-up, for the same aggregate.
auto is_same(const encoded_alarm& a, const encoded_alarm& b) -> bool;

/// Whether a command is one of those, and not somebody's who asks the same: its id tells.
auto is_wake_up(const message& command) -> bool;

} // namespace sinew
