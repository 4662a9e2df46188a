// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/catalog.hpp"
#include "tools/client/log_reading.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// Drops from the messages that bear an order's id what was stored before the order was: a stock or an account may happen to
/// have the same name.
void drop_earlier_than_order(std::vector<log_message>& own);

/// The kinds of which a saga has one aggregate, with the order's own id: the order, and what a reaction to one of its events
/// has brought into being. Of other kinds aggregates with ids of their own may take part, though one of them bear the
/// order's id. `own`: all messages about aggregates with that id.
auto own_kinds(const catalog& known, std::string_view id, const std::vector<log_message>& own) -> std::set<std::string>;

} // namespace sinew
