// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/connection.hpp"
#include "kernel/result.hpp"

#include <cstdint>
#include <string>

namespace sinew::gateway {

/// Which messages a stream has just now.
struct stream_bounds {
  std::uint64_t first = 0;
  /// 0: there was never one.
  std::uint64_t last = 0;
};

/// Asks the broker. Loop's thread; `with` must outlive the answer. not_found: there is no such stream; unavailable: nobody can tell just now.
void ask_stream_bounds(connection& with, const std::string& stream, completion<stream_bounds> done);

} // namespace sinew::gateway
