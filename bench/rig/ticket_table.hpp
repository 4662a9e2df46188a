// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/target.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace sinew::bench {

/// The operations under way and when each was intended. Bounded; allocates once. A few nanoseconds per call: a hash table
/// with open addressing, at most half full, without tombstones.
class ticket_table {
 public:
  using time = std::chrono::nanoseconds;

  /// For so many at once, 1 … 1,000,000.
  explicit ticket_table(std::size_t limit);

  [[nodiscard]] auto size() const -> std::size_t { return size_; }
  [[nodiscard]] auto is_full() const -> bool { return size_ == limit_; }

  /// Precondition: not full, and `which` is not in it.
  void put(ticket which, time intended);
  /// Takes `which` out; empty when it is not in it.
  auto take(ticket which) -> std::optional<time>;

  /// The intended times of all that are in it, in no order.
  template <class Visit>
  void each(Visit visit) const {
    for (const auto& s : slots_)
      if (s.key != nobody)
        visit(s.intended);
  }

 private:
  static constexpr ticket nobody = ~ticket{0};
  struct slot {
    ticket key = nobody;
    time intended{};
  };

  [[nodiscard]] auto home(ticket which) const -> std::size_t;
  [[nodiscard]] auto next(std::size_t at) const -> std::size_t { return (at + 1) & (slots_.size() - 1); }
  void close_gap(std::size_t gap);

  std::size_t limit_;
  std::size_t size_ = 0;
  std::vector<slot> slots_; // a power of two of them
};

} // namespace sinew::bench
