// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

/// One stored message with its subject taken apart.
struct memory_record {
  std::uint64_t position;
  aggregate_key key;
  std::string type;
  bytes body;
};

/// An append-only log with a guard per aggregate, as JetStream keeps it: positions count from 1 without gaps.
class memory_stream {
 public:
  /// All of `messages` if the aggregate's last position is `expected`; else conflict.
  auto append(const aggregate_key& key, std::uint64_t expected, const std::vector<message>& messages)
      -> result<appended>;
  /// Stores without a guard, as a foreign client could. The position of what was stored.
  auto store(const aggregate_key& key, std::string type, bytes body) -> std::uint64_t;

  [[nodiscard]] auto read(const aggregate_key& key, std::uint64_t after, std::size_t at_most) const -> history_page;
  [[nodiscard]] auto last(const aggregate_key& key) const -> std::optional<stored_message>;
  /// The last position of the aggregate; 0: it has none.
  [[nodiscard]] auto last_position(const aggregate_key& key) const -> std::uint64_t;

  /// Everything, in order: the record at position p has index p - 1.
  [[nodiscard]] auto records() const -> const std::vector<memory_record>& { return records_; }

 private:
  [[nodiscard]] auto stored(std::uint64_t position) const -> stored_message;

  std::vector<memory_record> records_;
  std::map<aggregate_key, std::vector<std::uint64_t>> positions_;
};

} // namespace sinew
