// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "kernel/uuid.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace sinew::gateway {

// A client that repeats a request with its Idempotency-Key gets one effect and one answer, from whichever gateway.
//
// No gateway remembers anything for that: the log does. The id of what is made is derived from caller and key, so all repetitions
// meet at one aggregate. The command's id is derived from the body, too: the same body is the same command, which the aggregate
// answers as the first time; another body is another command, which it refuses, for it exists already.

/// The key of an `Idempotency-Key` header: bare, or a string in quotes as the IETF's draft has it. 1 to 200 printable ASCII
/// characters. invalid_input: missing, or none.
auto read_idempotency_key(std::string_view header) -> result<std::string>;

/// The id of what is made by a caller's wish of that key: a valid aggregate id, and not to be found for another pair of them.
auto id_for_key(std::string_view caller, std::string_view key) -> std::string;

/// The id of the command `name` on the aggregate `id`, with that key and those fields, whatever the order they were written in.
auto command_id_for_key(std::string_view name, std::string_view id, std::string_view key,
                        const nlohmann::ordered_json& fields) -> uuid;

} // namespace sinew::gateway
