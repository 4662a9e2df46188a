// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/api.hpp"
#include "bridge/broker_message.hpp"

#include <optional>
#include <vector>

// What the broker answers to whoever reads an aggregate's history. The bodies of the messages stay unverified.
namespace sinew {

/// A stored message, read directly, has its sequence in a header; a status line has none.
auto is_stored_message(const broker_message& m) -> bool;

/// The answers to one question for a page, of which the last is the status line. rejected_by_broker: it says something else
/// than that all was sent.
auto read_history_page(const std::vector<broker_message>& answers) -> result<history_page>;

/// The answer to a question for one stored message; none: there is none. rejected_by_broker and friends: see
/// `api_answer::as_error`. invalid_input: the answer holds no message.
auto read_found_message(const api_answer& answer) -> result<std::optional<stored_message>>;

} // namespace sinew
