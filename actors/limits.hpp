// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace sinew {

/// The bounds within which a node works. The defaults suit a laptop.
struct limits {
  /// Commands one aggregate may have waiting; the next is answered "overloaded". 1 … 100,000.
  std::size_t waiting_commands = 1024;
  /// Commands of one aggregate that may be committed in one append. 1 … 10,000.
  std::size_t commands_per_append = 256;
  /// Payload bytes after which an append is closed. Well below the broker's message limit (1 MiB).
  std::size_t bytes_per_append = 256 * 1024;
  /// Command ids an aggregate remembers, in order to answer a repetition as it did the first time. 16 … 100,000.
  std::size_t remembered_commands = 1024;
  /// How often an append may meet a conflict before its commands are answered "retry". 1 … 100.
  int conflicts_in_a_row = 8;
  /// A snapshot is worth its write after so many events. 1 … 1,000,000.
  std::uint64_t events_per_snapshot = 200;
  /// Messages read at once when a history is folded. 1 … 1000.
  std::size_t messages_per_page = 256;
  /// Aggregates that may live in memory; beyond it the longest idle leave. Split evenly over the partitions. 64 …
  std::size_t live_aggregates = 100'000;
  /// An aggregate that nobody asked anything for so long leaves memory.
  std::chrono::milliseconds idle{60'000};
  /// How long a drain may take before the node leaves anyway; what it had begun is taken up by others.
  std::chrono::milliseconds drain{10'000};
  /// How long a reader may finish what it has begun before another node reads its lane.
  std::chrono::milliseconds lane_handover{2'000};
  /// Commands that may be on their way to other nodes of the service; the next is answered "overloaded". 1 … 1,000,000.
  std::size_t remote_commands = 4096;
  /// How long a command is tried with the other nodes before its sender is told to retry.
  std::chrono::milliseconds remote_patience{5'000};
  /// First and longest pause between two tries of the same thing.
  std::chrono::milliseconds first_backoff{20};
  std::chrono::milliseconds longest_backoff{5'000};
  /// How often a message may fail, for reasons of its own, before it and its key are parked (actors/failure_record.hpp says
  /// which reasons count). With the pauses above the default takes one to two minutes. 1 … 1000.
  std::uint64_t attempts_before_parking = 30;
  /// Parked keys a node remembers; beyond it, keys it does not know are looked up in the broker. 1 … 10,000,000.
  std::size_t parked_keys = 100'000;

  /// All faults at once, each naming the field and its range; empty when there is none.
  [[nodiscard]] auto validate() const -> std::vector<std::string>;
};

} // namespace sinew
