// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/saga/saga_view.hpp"

#include <cstddef>
#include <limits>
#include <memory>

namespace sinew {

/// Which saga, and how much may be read for it.
struct saga_question {
  std::string id;
  /// Messages of others that may be looked at; a busy system stores much besides while a slow saga runs. When there are more,
  /// only what bears the order's id is told.
  std::size_t most_messages = std::numeric_limits<std::size_t>::max();
};

/// Reads the saga of one order from the logs of all services: first the aggregates that bear the order's id, then, in the
/// time between its first and its last event, those with ids of their own (stock, account) by correlation. Loop's thread;
/// `with` must outlive the answer.
/// unavailable, rejected_by_broker: the broker's no. An unknown order has no steps.
void ask_saga(connection& with, std::shared_ptr<const catalog> known, saga_question what, completion<saga_view> done);
/// The same, waited for, however much has to be read.
auto read_saga(client& with, const catalog& known, const std::string& id) -> result<saga_view>;

} // namespace sinew
