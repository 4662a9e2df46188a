// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model.hpp"

#include <string>
#include <utility>

namespace sinew {

/// The usual row of a read model: what the aggregate's events add up to, by the aggregate's own rules, and when. So a list cannot
/// say anything else than the aggregate does. What a row must know besides, it inherits and adds.
template <class Domain>
struct dated_state {
  using domain = Domain;

  std::string id;
  typename Domain::state state;
  /// Of the first event, and of the newest.
  timestamp began{};
  timestamp changed{};
};

/// The row after one more event. For all whose rows are a `dated_state`, or inherit one.
template <class Row>
auto fold_dated(Row before, const typename Row::domain::event& e, const fold_context& at) -> Row {
  if (before.began == timestamp{})
    before.began = at.time;
  before.id = at.id;
  before.changed = at.time;
  before.state = Row::domain::evolve(std::move(before.state), e);
  return before;
}

} // namespace sinew
