// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/cluster/cluster_view.hpp"
#include "tools/terminal.hpp"

#include <string>

namespace sinew {

/// The view as a person reads it: what is wrong first, then nodes, outside parties and readers as tables. Several lines,
/// without the last newline.
auto cluster_text(const cluster_view& view, const terminal& where) -> std::string;

/// "10 % (7 of 64 partitions) to nodes of variant b"
auto canary_text(const canary_rule& rule) -> std::string;

/// "12 s", "3 min", "2 h 5 min", "4 d"
auto uptime_text(std::chrono::milliseconds uptime) -> std::string;

} // namespace sinew
