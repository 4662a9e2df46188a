// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/verb.hpp"

namespace sinew {

/// What `sinew --help` shows: the verbs by group, one line each.
auto front_page(const std::vector<verb>& verbs) -> std::string;

/// The whole of `main`: finds the verb, reads its options, runs it. An unknown verb is answered with the nearest one.
auto run_command_line(const std::vector<verb>& verbs, int argc, const char* const* argv) -> exit_code;

} // namespace sinew
