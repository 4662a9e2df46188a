// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "kernel/result.hpp"

#include <string_view>

namespace sinew {

/// RFC 4648 section 4, with padding: how the broker writes bodies in JSON. invalid_input: it is not that.
auto from_base64(std::string_view text) -> result<bytes>;

} // namespace sinew
