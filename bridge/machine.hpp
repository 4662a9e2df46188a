// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace sinew {

/// Names the place in which a process id means one process: this start of this kernel, and this namespace of processes (a
/// container has its own). Two processes with the same text see each other under the same ids. Empty: it cannot be told.
auto this_machine() -> std::string;

} // namespace sinew
