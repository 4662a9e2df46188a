// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/aggregate.hpp"
#include "actors/limits.hpp"

#include <memory>

namespace sinew {

/// What is loaded, from where.
struct load_request {
  const aggregate_kind& kind;
  aggregate_key key;
  /// Snapshots of another schema are not used.
  std::uint64_t schema;
  /// Stop after this version; the whole log by default.
  std::uint64_t at_version = aggregate::every_version;
};

/// Folds one aggregate from its snapshot and its log, page by page, so that a long history does not hold the loop.
/// Foreign messages are passed over, counted and logged. Fails with what the journal fails with.
void load_aggregate(journal& log, const limits& bounds, load_request what, completion<std::shared_ptr<aggregate>> done);

} // namespace sinew
