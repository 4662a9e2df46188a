// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

namespace sinew::bench {

/// One metric of a `Server-Timing` header (W3C) that tells a duration.
struct timed_metric {
  std::string_view name;
  std::chrono::nanoseconds took{};
};

/// Those of a header's value, in its order; what is no metric, or one without a duration, is left out. Views of it.
auto read_server_timing(std::string_view value) -> std::vector<timed_metric>;

} // namespace sinew::bench
