// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/aggregate_actor.hpp"
#include "actors/service.hpp"

namespace sinew {

/// Answers `qry.<service>.state`: the state of one aggregate, folded from the log. Any instance of the service can; it
/// touches no live actor. Bad requests are answered with what is wrong.
void answer_state_query(const node_context& node, const service& served, const incoming_request& request);

} // namespace sinew
