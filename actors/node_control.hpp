// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"

#include <string>
#include <string_view>

namespace sinew {

// What an operator may ask of one node: a request on `ctl.<node>.<verb>`, without a body.
//
//   drain    lets go of everything it serves and reads, and stays alive as `drained`; the other nodes of its service take
//            over. Answered at once: watch the node's record (`nodes` bucket) for the state `drained`.
//   resume   takes its share again, as `ready`.
//   status, metrics   tell how it fares: actors/node_status.hpp. A node that is watched answers `readiness`, too
//            (actors/node_report.hpp).
//
// The answer to the first two is JSON. Done, or already so:  {"ok":true,"node":"order-1","state":"draining"}
// Not done:                                 {"ok":false,"node":"order-1","state":"starting","error":"order-1 is starting: …"}
// Asked of a node that is not there, the request ends with the broker's "no responders".

/// What somebody publishes by mistake has a body, or wants no answer: it must not empty a node.
auto is_control_request(const incoming_request& request) -> bool;

/// What a node that is in `state` does when asked for `verb`.
enum class control_step : std::uint8_t { nothing, drain, resume, refuse };
auto control_step_for(std::string_view verb, std::string_view state) -> control_step;

/// The answer: ok when `fault` is empty.
auto control_answer(const node_record& self, std::string_view fault) -> bytes;

} // namespace sinew
