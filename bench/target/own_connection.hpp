// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"
#include "bridge/connection.hpp"

#include <memory>

namespace sinew::bench {

/// Another connection on the rig's loop, with room for as many open requests as a run may have in flight. `with` and its
/// loop outlive it. Errors as for `connection::open`.
auto own_connection(const surroundings& in) -> result<std::unique_ptr<connection>>;

} // namespace sinew::bench
