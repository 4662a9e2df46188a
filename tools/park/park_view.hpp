// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/catalog.hpp"
#include "tools/park/parked_reading.hpp"
#include "tools/park/redrive_run.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sinew {

/// Parked messages that have the same reason, ids aside. Those that only wait count for the one they wait behind.
struct parked_group {
  std::string service;
  std::string reason;
  /// False: set aside, it holds no key up.
  bool holds_keys = true;
  std::uint64_t keys = 0;
  std::uint64_t messages = 0;
  std::string oldest; // RFC 3339
  /// Some of its keys, for a start.
  std::vector<aggregate_key> examples;
};

/// Sorts parked messages into groups as they are read. Pure; keeps no message.
class park_view {
 public:
  static constexpr std::size_t most_examples = 20;

  void add(const parked_row& row);

  /// The largest first; with `text`, only those whose reason contains it.
  [[nodiscard]] auto groups(std::string_view text = {}) const -> std::vector<parked_group>;

 private:
  std::map<std::string, parked_group> groups_;
  std::map<std::string, parked_group*> queues_; // by service and key: the group of its first message
};

auto groups_json(const std::vector<parked_group>& groups) -> ordered_json;

/// A parked message for reading: its circumstances, and the message itself as `sinew tap` shows it.
auto parked_json(const catalog& known, const parked_row& row) -> ordered_json;

/// How the redrive of a key went.
auto redrive_json(const parked_queue& of, const redrive_outcome& told) -> ordered_json;

} // namespace sinew
