// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/uuid.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sinew {

/// The commands an aggregate accepted lately and what it answered, so that a repetition gets the same answer instead of
/// a second effect. Bounded: the oldest are forgotten. Rebuilt from the log (each event names its command).
///
/// Most aggregates are asked a few times, some without end, and all of them stay in memory: a few entries are a plain
/// list, many get an index beside it (open addressing with linear probing; Knuth, The Art of Computer Programming,
/// vol. 3, 6.4, algorithms L and R).
class inbox {
 public:
  struct answer {
    std::uint64_t version;
    std::uint64_t position;
  };
  struct entry {
    uuid command;
    answer given;
  };

  /// 1 … 2^31.
  explicit inbox(std::size_t capacity) : capacity_{capacity} {}

  /// A command with several events is remembered with its last answer, in the place of its first.
  void remember(const uuid& command, answer given);
  [[nodiscard]] auto find(const uuid& command) const -> std::optional<answer>;

  [[nodiscard]] auto size() const -> std::size_t { return ring_.size(); }
  /// The entries, oldest first: those of the first span, then those of the second. Until the next `remember`.
  [[nodiscard]] auto older() const -> std::span<const entry> { return std::span{ring_}.subspan(oldest_); }
  [[nodiscard]] auto newer() const -> std::span<const entry> { return std::span{ring_}.first(oldest_); }

 private:
  // Places of ring_, plus one; 0: free.
  using place = std::uint32_t;

  [[nodiscard]] auto capacity() const -> std::size_t;
  [[nodiscard]] auto place_of(const uuid& command) const -> std::optional<std::size_t>;
  [[nodiscard]] auto home(const uuid& command) const -> std::size_t;
  [[nodiscard]] auto after(std::size_t slot) const -> std::size_t { return (slot + 1) & (index_.size() - 1); }
  void add(const entry& e);
  void enter(std::size_t at);
  void leave(std::size_t at);
  void make_index(std::size_t slots);

  std::size_t capacity_;
  std::vector<entry> ring_;
  std::size_t oldest_ = 0;   // 0 until the ring is full
  std::vector<place> index_; // a power of two, at most half full; empty: there is none yet
};

} // namespace sinew
