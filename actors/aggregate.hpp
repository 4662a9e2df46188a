// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/aggregate_kind.hpp"
#include "actors/inbox.hpp"
#include "actors/ports.hpp"

#include <cstdint>
#include <limits>
#include <memory>

namespace sinew {

/// One aggregate as its log tells it: the folded state, its version, where the log stands, which commands it has
/// answered. Pure: no I/O. One thread. Copies nothing it is given.
class aggregate {
 public:
  static constexpr auto every_version = std::numeric_limits<std::uint64_t>::max();

  aggregate(const aggregate_kind& kind, aggregate_key key, std::size_t remembered_commands);

  /// Folds in one stored message. invalid_input or unknown_type: the message is not one of ours (foreign, damaged, out
  /// of order); it is passed over, and only the position moves, for the guard counts it too. Entries beyond
  /// `last_version` are left out.
  auto apply(const stored_message& stored, std::uint64_t last_version = every_version) -> result<void>;

  /// Folds in an event that is about to be stored. The state is then ahead of the log until `stored_up_to`.
  auto anticipate(const encoded& event) -> result<void>;
  /// What was anticipated is stored now.
  void stored_up_to(std::uint64_t position) { position_ = position; }
  void remember(const uuid& command, inbox::answer given) { inbox_.remember(command, given); }

  /// The FlatBuffer of a `Snapshot`. `schema` tells later readers whether they can use it.
  [[nodiscard]] auto save(std::uint64_t schema) const -> bytes;
  /// invalid_input: damaged, or written with another schema; the aggregate is then unchanged. Fold the log instead.
  auto restore(bytes_view snapshot, std::uint64_t schema) -> result<void>;

  [[nodiscard]] auto key() const -> const aggregate_key& { return key_; }
  [[nodiscard]] auto state() const -> const folded_state& { return *state_; }
  /// Events so far.
  [[nodiscard]] auto version() const -> std::uint64_t { return version_; }
  /// Of the last message below the aggregate's subject, ours or not; 0 when there is none.
  [[nodiscard]] auto position() const -> std::uint64_t { return position_; }
  [[nodiscard]] auto answered(const uuid& command) const { return inbox_.find(command); }

 private:
  aggregate_key key_;
  std::unique_ptr<folded_state> state_;
  std::uint64_t version_ = 0;
  std::uint64_t position_ = 0;
  inbox inbox_;
};

} // namespace sinew
