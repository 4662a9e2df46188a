// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"

namespace sinew {

// A stray: a message in the queue of a parked key which no node has put there. Anybody may publish on the broker, and what a
// stranger writes must hold nobody up for longer than it takes to notice.

/// Whether a parked message is one that a node may have parked. invalid_input: it is not, and why.
auto check_parked(const parked_message& m) -> result<void>;

/// Sets the first message of a queue aside and takes it out of the queue, which goes on behind it. Logs it. Kept: its bytes
/// (at most the first 1,000,000: the broker takes little more), and `PARK` and its place there as where it came from. Done
/// twice, by two nodes or after a crash, it is kept once. Errors are the world's: try again later.
void move_aside(parking& where, const parked_entry& stray, const error& why, completion<void> done);

} // namespace sinew
