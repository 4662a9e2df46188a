// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"

#include <random>

namespace sinew {

/// The machine's clock.
class system_wall_clock final : public wall_clock {
 public:
  auto now() const -> timestamp override {
    return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
  }
};

/// Chance from the machine: a Mersenne twister with a full random seed. Good for ids, not for secrets. One thread.
class system_randomness final : public randomness {
 public:
  system_randomness() {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device(), device(), device(), device(), device()};
    engine_.seed(seed);
  }
  auto next() -> std::uint64_t override { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

} // namespace sinew
