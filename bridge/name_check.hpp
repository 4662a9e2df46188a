// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/connection.hpp"

#include <string>
#include <string_view>

namespace sinew {

/// Makes sure that no living node of `service` has the name `node`: two of a name would each hold what the other is given,
/// and hear the other's words for their own.
///
/// When the bucket knows no such node, it answers at once. Otherwise it listens for as long as a node may be silent
/// (`silence_limit`): the record of one that was killed stays for seconds, and its name must be free for the one that
/// replaces it. conflict: a node of this name is alive; the text says which. Other errors are the broker's. Loop's thread;
/// `with` must outlive it. Two that start at the same moment do not see each other.
void check_name(connection& with, std::string_view service, std::string_view node, completion<void> done);

} // namespace sinew
