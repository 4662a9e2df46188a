// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

struct bulkhead_options {
  /// Calls under way at once. 1 … 10,000.
  std::size_t places = 64;
  /// Calls that may wait for a place; one more is turned away. 0 … 100,000.
  std::size_t waiting = 1'024;

  /// All faults at once, each naming the field and its range; empty when there is none.
  [[nodiscard]] auto validate() const -> std::vector<std::string>;
};

/// Bounds what one party may cost this node: when it gets slow, its own places fill up and nobody else's. Waiting calls
/// get a place in the order they came.
///
/// Pure. (M. Nygard, Release It!, 2007, "Bulkheads".)
class bulkhead {
 public:
  using call_id = std::uint64_t;
  enum class entry : std::uint8_t { inside, waiting, turned_away };

  explicit bulkhead(bulkhead_options options) : options_{options} {}

  auto enter(call_id call) -> entry {
    if (inside_ < options_.places && waiting_.empty()) {
      ++inside_;
      return entry::inside;
    }
    if (waiting_.size() >= options_.waiting)
      return entry::turned_away;
    waiting_.push_back(call);
    return entry::waiting;
  }
  /// A call that was inside is over. The one that has its place now, if somebody waited.
  auto leave() -> std::optional<call_id> {
    --inside_;
    if (waiting_.empty())
      return std::nullopt;
    const auto next = waiting_.front();
    waiting_.pop_front();
    ++inside_;
    return next;
  }
  /// A call waits no longer. One that does not wait is ignored.
  void give_up(call_id call) { std::erase(waiting_, call); }

  [[nodiscard]] auto inside() const -> std::size_t { return inside_; }
  [[nodiscard]] auto waiting() const -> std::size_t { return waiting_.size(); }

 private:
  bulkhead_options options_;
  std::size_t inside_ = 0;
  std::deque<call_id> waiting_;
};

} // namespace sinew
