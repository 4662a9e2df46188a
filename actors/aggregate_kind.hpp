// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "kernel/result.hpp"
#include "kernel/time.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sinew {

/// An event or command of some domain, encoded: its wire name and the FlatBuffer of its table.
struct encoded {
  std::string_view type; // static: a name from the codec
  bytes payload;
  /// Of an event that begins a saga: by when that is to be over. Else the epoch: as long as the command had.
  timestamp saga_deadline{};
};

/// A domain's no, by name: `already_shipped`.
struct refused {
  std::string reason;
};

/// What an aggregate answers to a command: events (none: already so), or a refusal.
using verdict = std::variant<std::vector<encoded>, refused>;

/// The command an aggregate wants to get at a point in time; see `alarm` in kernel/decision.hpp.
struct encoded_alarm {
  encoded command;
  timestamp at;
};

/// What a domain may know of the circumstances of a command.
struct command_context {
  std::string_view aggregate_id;
  timestamp now;
};

/// The state of one aggregate, its domain's types hidden. Pure: no I/O, no clock. One thread.
class folded_state {
 public:
  virtual ~folded_state() = default;

  /// unknown_type: no such command. invalid_input: the payload does not say what it must.
  [[nodiscard]] virtual auto decide(std::string_view command, bytes_view payload, const command_context& context) const
      -> result<verdict> = 0;
  /// unknown_type, invalid_input likewise; the state is then unchanged.
  virtual auto evolve(std::string_view event, bytes_view payload) -> result<void> = 0;
  [[nodiscard]] virtual auto alarm() const -> std::optional<encoded_alarm> = 0;
  /// The FlatBuffer of the table `<Aggregate>State`: for snapshots and for people.
  [[nodiscard]] virtual auto save() const -> bytes = 0;
  /// invalid_input when the bytes are no such table; the state is then unchanged.
  virtual auto restore(bytes_view saved) -> result<void> = 0;
};

/// A kind of aggregate as the runtime sees it. Immutable, lives as long as the program.
class aggregate_kind {
 public:
  virtual ~aggregate_kind() = default;
  [[nodiscard]] virtual auto name() const -> std::string_view = 0;
  /// The state before the first event.
  [[nodiscard]] virtual auto birth() const -> std::unique_ptr<folded_state> = 0;
  /// Wire names, in the order of declaration: for `describe` and for checks.
  [[nodiscard]] virtual auto commands() const -> std::vector<std::string_view> = 0;
  [[nodiscard]] virtual auto events() const -> std::vector<std::string_view> = 0;
};

} // namespace sinew
