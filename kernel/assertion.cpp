// SPDX-License-Identifier: Apache-2.0
#include "kernel/assertion.hpp"

#include <cstdio>
#include <cstdlib>

namespace sinew {

void assertion_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: bug: '%s' does not hold\n", file, line, expression);
  std::abort();
}

} // namespace sinew
