// SPDX-License-Identifier: Apache-2.0
#pragma once

// Every message that the runtime's actors exchange, in one place. All of them stay within one process.

#include "actors/aggregate.hpp"
#include "actors/answer.hpp"
#include "actors/parking_lot.hpp"
#include "actors/ports.hpp"
#include "actors/reaction.hpp"

#include <caf/actor.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/type_id.hpp>
#include <memory>
#include <vector>

namespace sinew {

// -- to a shard, and on to an aggregate -------------------------------------------------------------------------------

/// Decide this and answer. The id in the envelope is the command's.
struct handle_command {
  handle_command(message asked, answer to) : command{std::move(asked)}, reply{std::move(to)} {}
  /// CAF wants every message type to have one; nobody ever gets to see it.
  handle_command();

  message command;
  answer reply;
};

// -- to an aggregate --------------------------------------------------------------------------------------------------

/// What was asked of the log has been read.
struct aggregate_loaded {
  result<std::shared_ptr<aggregate>> loaded;
};
/// The deadline's wake-up is durable, or not: then the append that needs it must not happen.
struct alarm_armed {
  result<void> done;
};
struct append_done {
  result<appended> done;
};
/// The newest message of the aggregate: tells whether an append of unknown outcome was stored.
struct last_read {
  result<std::optional<stored_message>> last;
};
/// Leave memory as soon as nothing is under way.
struct passivate {};

// -- to a shard -------------------------------------------------------------------------------------------------------

/// Time to look for idle aggregates.
struct sweep_idle {};

// -- to a reader ------------------------------------------------------------------------------------------------------

/// One message of the upstream.
struct handle_delivery {
  delivery what;
};
/// Which step of which delivery an outcome belongs to.
struct step_id {
  std::uint64_t position;
  std::size_t step;
};
/// An outside party has answered.
struct effect_done {
  step_id of;
  result<std::vector<addressed>> commands;
};
/// A command that a reaction sent was answered.
struct command_answered {
  step_id of;
  receipt given;
};
/// The pause is over: try this step again.
struct retry_step {
  step_id of;
};
/// Whether the key of a delivery is parked.
struct key_known {
  std::uint64_t position;
  result<parking_lot::standing> standing;
};
/// The pause is over: ask again.
struct retry_look_up {
  std::uint64_t position;
};
/// A delivery is in safe keeping, or not yet, or need not be.
struct delivery_parked {
  std::uint64_t position;
  result<parking_lot::queued> done;
};
/// The pause is over: try to park it again.
struct retry_parking {
  std::uint64_t position;
};
/// Tell the broker that slow deliveries are still being worked on.
struct renew_leases {};
/// Others may have taken over: forget everything, at once.
struct abandon_work {};

// -- to a reader or a shard -------------------------------------------------------------------------------------------

/// Take nothing new, finish what is here, end.
struct wind_down {};
/// That has taken long enough.
struct give_up {};

// -- to the courier ---------------------------------------------------------------------------------------------------

/// Another node has answered a command, or nobody has.
struct remote_answered {
  std::uint64_t ticket;
  result<bytes> answer;
};
/// The pause is over: ask again.
struct send_again {
  std::uint64_t ticket;
};

// -- to the guardian --------------------------------------------------------------------------------------------------

/// A subscription can never be opened.
struct lane_failed {
  error why;
};
/// Who is alive has changed.
struct view_changed {
  membership_view view;
};
/// An operator asks something of this node.
struct control_asked {
  std::string verb;
  responder respond;
};
/// Tell the others that this node lives.
struct heartbeat {};
/// Stop taking work, finish what has begun, then leave.
struct begin_drain {};
/// Nothing is under way any more.
struct all_idle {};
/// The drain has taken long enough.
struct drain_timed_out {};

} // namespace sinew

CAF_BEGIN_TYPE_ID_BLOCK(sinew_actors, caf::first_custom_type_id)
CAF_ADD_TYPE_ID(sinew_actors, (sinew::handle_command))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::aggregate_loaded))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::alarm_armed))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::append_done))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::last_read))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::passivate))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::sweep_idle))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::handle_delivery))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::effect_done))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::command_answered))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::retry_step))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::key_known))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::retry_look_up))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::delivery_parked))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::retry_parking))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::renew_leases))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::abandon_work))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::wind_down))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::give_up))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::remote_answered))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::send_again))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::lane_failed))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::view_changed))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::control_asked))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::heartbeat))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::begin_drain))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::all_idle))
CAF_ADD_TYPE_ID(sinew_actors, (sinew::drain_timed_out))
CAF_END_TYPE_ID_BLOCK(sinew_actors)

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::handle_command)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::aggregate_loaded)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::alarm_armed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::append_done)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::last_read)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::passivate)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::sweep_idle)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::handle_delivery)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::effect_done)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::command_answered)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::retry_step)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::key_known)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::retry_look_up)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::delivery_parked)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::retry_parking)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::renew_leases)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::abandon_work)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::wind_down)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::give_up)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::remote_answered)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::send_again)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::lane_failed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::view_changed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::control_asked)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::heartbeat)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::begin_drain)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::all_idle)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(sinew::drain_timed_out)
