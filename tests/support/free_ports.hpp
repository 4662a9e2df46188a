// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace sinew::test {

/// So many different ports of 127.0.0.1 on which nobody listens. Nothing keeps them free until they are used. Throws
/// std::runtime_error when there are none.
auto free_ports(std::size_t count) -> std::vector<int>;

} // namespace sinew::test
