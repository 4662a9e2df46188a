// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/time.hpp"

namespace sinew {

/// The port through which the runtime sees the time of day.
class wall_clock {
 public:
  virtual ~wall_clock() = default;
  virtual auto now() const -> timestamp = 0;
};

} // namespace sinew
