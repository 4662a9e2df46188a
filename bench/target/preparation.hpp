// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"
#include "schemas/message.hpp"

#include <functional>
#include <string_view>

namespace sinew::bench {

/// How long one command of a preparation is tried.
inline constexpr std::chrono::milliseconds preparation_patience{30'000};

/// Sends `count` commands made by `make`, a few hundred at once, and waits for all of them. Refused is as good as accepted:
/// what was prepared before is so still. Those that are accepted are added to `in.prepared`. `what` names them for the progress: "accounts". The error is that of the first command that
/// could not be made, or that nobody answered.
auto prepare_all(const surroundings& in, std::string_view what, std::size_t count,
                 const std::function<result<message>(std::size_t)>& make) -> result<void>;

} // namespace sinew::bench
