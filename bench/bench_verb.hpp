// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/verb.hpp"

namespace sinew::bench {

/// `sinew bench`.
auto bench_verb() -> verb;

} // namespace sinew::bench
