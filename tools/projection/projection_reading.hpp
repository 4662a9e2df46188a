// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/client.hpp"
#include "tools/transcode/payload_reader.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// One copy of a read model, as its node tells of it; see projection/projections.hpp.
struct copy_view {
  std::string service;
  std::string node;
  std::string model;
  std::uint64_t version = 0;
  std::uint64_t copy = 0;
  std::string state;
  std::uint64_t position = 0;
  std::uint64_t lag = 0;
  std::uint64_t bytes = 0;
  std::uint64_t passed_over = 0;
  std::string why;      // it is stalled or spoiled
  bool is_next = false; // being built beside the one that answers
  [[nodiscard]] auto is_there() const -> bool { return state == "live"; }
};

/// What one node answers.
struct node_copies {
  std::string node;
  std::vector<copy_view> copies;
  std::string error;      // what it says no to, or why nothing was heard of it
  bool is_silent = false; // nothing was heard of it
};

/// Asks these nodes at the same time on `ctl.<node>.<verb>`; each answers within two seconds, or is shown with an error.
auto ask_nodes(client& with, const std::vector<std::string>& nodes, std::string_view verb) -> std::vector<node_copies>;

/// Reads one answer. Nothing in it is taken for granted.
auto read_node_copies(const std::string& node, std::string_view json) -> node_copies;

} // namespace sinew
