// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace sinew {

/// Chance that is the same for the same seed, on every machine: xoshiro256** 1.0, its state filled by splitmix64
/// (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018; prng.di.unimi.it, public domain).
class seeded_randomness final : public randomness {
 public:
  explicit seeded_randomness(std::uint64_t seed) {
    for (auto& word : state_)
      word = split_mix(seed);
  }

  auto next() -> std::uint64_t override {
    const auto result = std::rotl(state_[1] * 5, 7) * 9;
    const auto shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

 private:
  static auto split_mix(std::uint64_t& seed) -> std::uint64_t {
    auto z = (seed += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  std::array<std::uint64_t, 4> state_{};
};

} // namespace sinew
