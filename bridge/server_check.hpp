// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <string_view>

namespace sinew {

class connection;

/// The JetStream API level from which guards on wildcards, atomic batches and schedules work (nats-server 2.14). Older
/// servers ignore these headers silently, so that writes would be unguarded: we refuse them.
inline constexpr int needed_api_level = 4;

/// Reads the answer to `$JS.API.INFO` (JSON). rejected_by_broker: JetStream is off or too old; the sentence names what
/// was found, what is needed and what to do. unavailable: a cluster without a leader, just now. invalid_input: no such
/// answer.
auto check_api_level(std::string_view account_info) -> result<void>;

/// Asks the server and checks its answer. outcome_unknown: none within a second, as from a cluster that is choosing its
/// leader; ask again.
void check_server(connection& with, completion<void> done);

} // namespace sinew
