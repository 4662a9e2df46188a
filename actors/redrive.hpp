// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/intake.hpp"
#include "actors/service.hpp"

#include <memory>

namespace sinew {

/// Answers `qry.<service>.redrive`: handles the first message parked for a key the way a reader handles a live one (plan,
/// commands, effects), and takes it out of `PARK` once all of it was accepted or refused. If it fails it stays the first,
/// with one more attempt, and so its key stays parked. What no node has parked is set aside instead (actors/stray.hpp).
///
/// Any instance can. It reads the message itself, so that nobody can slip in another, and handles one per request, so
/// that whoever asks sets the pace. Asked twice, after a crash, or by two operators at once it repeats work that is
/// idempotent by the event's id; a message is taken out once. Live messages of the key queue behind meanwhile. The node
/// does not try again by itself: what the world is to blame for is answered `later`.
void redrive(const node_context& node, const service& served, const std::shared_ptr<intake>& work,
             const incoming_request& request);

/// What goes into such a request, and what comes back.
auto write_redrive_request(const aggregate_key& key) -> bytes;

struct redrive_answer {
  wire::Redriven outcome = wire::Redriven::later;
  std::uint64_t place = 0;
  std::uint64_t attempts = 0;
  std::string reason;
};
/// invalid_input: the bytes are none.
auto read_redrive_answer(bytes_view from_outside) -> result<redrive_answer>;

} // namespace sinew
