// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"

#include <cstdint>
#include <cstdio>
#include <string>

namespace simulation {

/// What happened in a run: a hash of everything, the same whenever the same seed runs again, and on demand a line for a
/// person.
class trace {
 public:
  explicit trace(bool is_printed) : is_printed_{is_printed} {}

  /// FNV-1a, 64 bits, by words.
  void mix(std::uint64_t word) { hash_ = (hash_ ^ word) * 0x100000001b3ULL; }
  void mix(sinew::bytes_view bytes) {
    for (const auto b : bytes)
      mix(static_cast<std::uint64_t>(b));
  }
  [[nodiscard]] auto hash() const -> std::uint64_t { return hash_; }

  [[nodiscard]] auto is_printed() const -> bool { return is_printed_; }
  void print(double seconds, const std::string& line) const {
    if (is_printed_)
      std::printf("%12.6f  %s\n", seconds, line.c_str());
  }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
  bool is_printed_;
};

} // namespace simulation
