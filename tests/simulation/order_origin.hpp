// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/auditor.hpp"

#include <optional>

namespace simulation {

/// What an order wants, by whoever placed it: a client, or a cart that was checked out for exactly that. Nothing when nobody has asked for it.
auto wanted_of(const evidence& seen, const logged& placed) -> std::optional<wanted_order>;

} // namespace simulation
