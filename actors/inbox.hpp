// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/uuid.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>

namespace sinew {

/// The commands an aggregate accepted lately and what it answered, so that a repetition gets the same answer instead of
/// a second effect. Bounded: the oldest are forgotten. Rebuilt from the log (each event names its command).
class inbox {
 public:
  struct answer {
    std::uint64_t version;
    std::uint64_t position;
  };

  explicit inbox(std::size_t capacity) : capacity_{capacity} {}

  /// A command with several events is remembered with its last answer.
  void remember(const uuid& command, answer given);
  [[nodiscard]] auto find(const uuid& command) const -> std::optional<answer>;
  /// Oldest first.
  [[nodiscard]] auto entries() const -> const std::deque<uuid>& { return order_; }

 private:
  std::size_t capacity_;
  std::unordered_map<uuid, answer> answers_;
  std::deque<uuid> order_;
};

} // namespace sinew
