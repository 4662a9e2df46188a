// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/saga/saga_view.hpp"

namespace sinew {

/// Reads the saga of one order from the logs of all services: first the aggregates that bear the order's id, then, in the
/// time between its first and its last event, those with ids of their own (stock, account) by correlation.
/// unavailable, rejected_by_broker: the broker's no. An unknown order has no steps.
auto read_saga(client& with, const catalog& known, const std::string& id) -> result<saga_view>;

} // namespace sinew
