// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projection/log_feed.hpp"
#include "projection/stored_row.hpp"

namespace sinew {

/// Folds one message of the log into the row of its aggregate, by the rules by which the aggregate itself reads its history: what
/// is no message of its subject, or does not follow on the version before, is passed over. So a row never says anything that the
/// aggregate would not, and a message that is told twice counts once. Pure.
/// invalid_input: passed over, and why; unknown_type: an event that this version of the service does not know. What of `row` had been
/// folded by then stays.
auto fold_message(const read_model& model, const log_event& from, stored_row& row) -> result<void>;

} // namespace sinew
