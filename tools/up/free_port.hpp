// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <cstdint>
#include <vector>

namespace sinew {

/// A port of 127.0.0.1 which nobody listens on: `wanted`, or any when that is 0. Nothing keeps it free until it is
/// used; whoever comes first gets it. conflict: `wanted` is taken; says what to do.
auto free_port(std::uint16_t wanted) -> result<std::uint16_t>;

/// Several at once, which differ: one for each of `wanted`.
auto free_ports(const std::vector<std::uint16_t>& wanted) -> result<std::vector<std::uint16_t>>;

} // namespace sinew
