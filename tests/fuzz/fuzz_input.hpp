// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/assertion.hpp"
#include "kernel/bytes.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace sinew::fuzz {

/// What libFuzzer made, taken apart from its front: choices of one byte each, pieces of some length, and the rest. Never
/// fails: at its end it gives zeros and nothing. What it hands out lies in a block of exactly its size, so that the address
/// sanitizer sees a read beyond it.
class fuzz_input {
 public:
  fuzz_input(const std::uint8_t* data, std::size_t size) : left_{std::as_bytes(std::span{data, size})} {}

  [[nodiscard]] auto is_empty() const -> bool { return left_.empty(); }

  auto byte() -> std::uint8_t {
    const auto taken = take(1);
    return taken.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(taken.front());
  }

  /// One of `all`, which is not empty.
  template <class List>
  auto one_of(const List& all) -> decltype(auto) {
    return all[byte() % all.size()];
  }

  /// Two bytes of length (little end first), then so many, or what is left.
  auto piece() -> bytes {
    const std::size_t low = byte();
    return copy_of(take(low + 256 * std::size_t{byte()}));
  }

  auto rest() -> bytes { return copy_of(take(left_.size())); }
  auto text() -> std::string { return std::string{as_text(take(left_.size()))}; }

 private:
  auto take(std::size_t size) -> bytes_view {
    const auto taken = left_.first(std::min(size, left_.size()));
    left_ = left_.subspan(taken.size());
    return taken;
  }

  bytes_view left_;
};

/// Writes what `fuzz_input` reads: for the seeds.
class fuzz_output {
 public:
  auto byte(std::size_t value) -> fuzz_output& {
    written_.push_back(static_cast<std::byte>(value));
    return *this;
  }
  auto piece(bytes_view value) -> fuzz_output& { return byte(value.size() % 256).byte(value.size() / 256).rest(value); }
  auto rest(bytes_view value) -> fuzz_output& {
    written_.insert(written_.end(), value.begin(), value.end());
    return *this;
  }
  [[nodiscard]] auto written() const -> const bytes& { return written_; }

 private:
  bytes written_;
};

/// Touches every byte, so that a view which leaves its block is seen.
inline auto touched(bytes_view all) -> std::size_t {
  std::size_t sum = 0;
  for (const auto b : all)
    sum += static_cast<std::size_t>(b);
  return sum;
}
inline auto touched(std::string_view text) -> std::size_t {
  return touched(as_bytes(text));
}

/// Keeps the compiler from leaving out what leads to `value`.
inline void keep(std::size_t value) {
  asm volatile("" : : "r"(value)); // NOLINT(hicpp-no-assembler): nothing is read, nothing is written
}

} // namespace sinew::fuzz

/// Declares the entry that libFuzzer calls, without its warning.
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int;
