// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/broker_message.hpp"
#include "kernel/result.hpp"

#include <cstdint>
#include <string_view>

namespace sinew {

/// Where the broker has stored a message (the last one, for a batch). Reads the few fields by hand: this is on the path of
/// every append, and the broker writes them always in the same form.
///
/// conflict: the guard refused, someone else wrote first. overloaded, unavailable: nothing was stored, try later.
/// invalid_input: too large. rejected_by_broker: anything else; the text is the broker's.
auto read_stored_ack(std::string_view json) -> result<std::uint64_t>;

/// The same for a request's outcome.
auto read_stored_ack(const result<broker_message>& answer) -> result<std::uint64_t>;

} // namespace sinew
