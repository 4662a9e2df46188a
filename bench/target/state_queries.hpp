// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/zipf.hpp"
#include "bench/scenario.hpp"
#include "kernel/bytes.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sinew::bench {

/// Queries for the state of accounts drawn by Zipf's law. Built once; the next differs in the account's name alone, which is
/// written over the one before. Never ends, never blocks, never allocates but for the name.
class state_queries {
 public:
  /// All names are of one length.
  using naming = std::function<std::string(std::size_t)>;

  /// `at_version`: the state after that version, folded from the whole history; 0: the newest.
  state_queries(std::string_view aggregate, naming name, const load& what, std::uint64_t at_version = 0);

  /// Good until the next is asked for.
  auto next() -> bytes_view;

 private:
  naming name_;
  zipf account_;
  bytes query_;
  std::size_t id_at_; // offset of the name in it
  std::size_t id_size_;
};

} // namespace sinew::bench
