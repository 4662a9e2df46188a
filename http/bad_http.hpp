// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/system/error_code.hpp>

namespace sinew {

/// Whether a message could not be read because what was heard is no HTTP, as opposed to: nothing was heard, or only a beginning.
auto is_bad_http(const boost::system::error_code& why) -> bool;

} // namespace sinew
