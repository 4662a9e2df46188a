// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sinew {

/// Prints the broken promise and aborts. Stays on in release builds: a wrong program must not write to the log.
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);

} // namespace sinew

/// States what can only be false through a bug of ours; never used for input.
#define SINEW_ASSERT(expression) \
  (static_cast<bool>(expression) ? void(0) : ::sinew::assertion_failed(#expression, __FILE__, __LINE__))
