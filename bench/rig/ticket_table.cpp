// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/ticket_table.hpp"

#include "kernel/assertion.hpp"

#include <bit>

namespace sinew::bench {

ticket_table::ticket_table(std::size_t limit) : limit_{limit}, slots_{std::bit_ceil(2 * limit)} {
  SINEW_ASSERT(limit >= 1);
}

// Fibonacci hashing (Knuth, volume 3, 6.4): tickets come in a row, and a straggler among them must not make long runs.
auto ticket_table::home(ticket which) const -> std::size_t {
  const auto bits = std::countr_zero(slots_.size());
  return static_cast<std::size_t>((which * 0x9e3779b97f4a7c15U) >> (64 - bits));
}

void ticket_table::put(ticket which, time intended) {
  SINEW_ASSERT(!is_full() && which != nobody);
  auto at = home(which);
  while (slots_[at].key != nobody)
    at = next(at);
  slots_[at] = {which, intended};
  ++size_;
}

auto ticket_table::take(ticket which) -> std::optional<time> {
  for (auto at = home(which); slots_[at].key != nobody; at = next(at)) {
    if (slots_[at].key != which)
      continue;
    const auto intended = slots_[at].intended;
    close_gap(at);
    --size_;
    return intended;
  }
  return std::nullopt;
}

// What follows without a hole moves up, unless that would bring it before its home.
void ticket_table::close_gap(std::size_t gap) {
  const auto mask = slots_.size() - 1;
  for (auto at = next(gap); slots_[at].key != nobody; at = next(at)) {
    const auto from_home = (at - home(slots_[at].key)) & mask;
    if (from_home < ((at - gap) & mask))
      continue;
    slots_[gap] = slots_[at];
    gap = at;
  }
  slots_[gap] = {};
}

} // namespace sinew::bench
