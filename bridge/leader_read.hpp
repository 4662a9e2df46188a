// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"

#include <optional>
#include <string_view>

// Reads of which only the leader of a stream gives the answer (`STREAM.MSG.GET`). A direct get is answered by any of the
// stream's servers, and one that lags behind does not know what has been acknowledged long ago. The leader does; dearer
// (one message at a time, in JSON), so for the few reads on which a decision rests.
namespace sinew::leader_read {

/// A message, or none on such a subject. Errors: those of `call_api`; unavailable: the stream has no leader just now.
using found = std::optional<stored_message>;

/// The last message on `subjects` (wildcards allowed). Everything acknowledged before the call is taken into account.
void last(connection& with, std::string_view stream, std::string_view subjects, completion<found> done);

/// The first message on `subjects` at `from` or later.
void next(connection& with, std::string_view stream, std::string_view subjects, std::uint64_t from,
          completion<found> done);

} // namespace sinew::leader_read
