// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/aggregate_kind.hpp"
#include "kernel/result.hpp"
#include "schemas/message.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// One event of an upstream, as a reaction sees it.
struct seen_event {
  aggregate_key key;
  std::string_view type;
  bytes_view payload; // unverified: `reaction::map` verifies
  uuid id;
  std::string_view correlation;
  timestamp time;
  /// By when the saga it belongs to is to be over; the epoch: no limit.
  timestamp saga_deadline{};
};

/// The id of the command that an event leads to. It follows from the event, so that a redelivered event asks with the same
/// command, which is answered as before; and so that a command tells which event it came from.
inline auto reaction_command_id(const uuid& event, const aggregate_key& to, std::string_view command) -> uuid {
  return derived_uuid(event, to.aggregate + "." + to.id + "." + std::string{command});
}

/// A command for one of the service's own aggregates.
struct addressed {
  aggregate_key to;
  encoded command;
};

/// What a reaction wants done. invalid_input: the event is not what it claims; it is parked.
using reaction_result = result<std::vector<addressed>>;

/// One row of a service's table: whenever this event is seen, these commands follow. Data, so that tools can draw it,
/// and pure, so that it can be repeated: a command's id is derived from the event's, which makes redelivery harmless.
struct reaction {
  // -- whenever
  std::string_view upstream;  // service
  std::string_view aggregate; // of the upstream
  std::string_view event;
  // -- then
  std::string_view target;  // own aggregate
  std::string_view command; // what it is asked; effects: what they answer with, joined by '|'
  /// Set when this row undoes an earlier step: the name of the command whose work it undoes, e.g. "reserve".
  std::string_view compensates = {};

  /// Pure mapping. Empty for an effect.
  std::function<reaction_result(const seen_event&)> map = {};
  /// A call to an outside party, which answers with commands, later, on the loop's thread. Must be idempotent by the
  /// event's id. An error means "try again later" (unavailable, outcome_unknown, overloaded) or "park" (all others).
  std::function<void(const seen_event&, completion<std::vector<addressed>>)> effect = {};
  /// The outside party an effect talks to: "card provider".
  std::string_view party = {};
  /// This row begins something that the end of its saga would have to undo again: after the saga's deadline it is left
  /// out, for the undoing is on its way. Never on a row that undoes, or that reports what has been done.
  bool expires = false;
  /// With this row one conversation ends and a saga begins: what it asks is correlated with its target's id, as if a client had
  /// asked it, and no deadline is handed on. The causation still says what led to it.
  bool begins_saga = false;
};

} // namespace sinew
