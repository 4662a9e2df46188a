// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/pending_table.hpp"
#include "bridge/session.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sinew {

/// The inbox that answers come to: one wildcard subscription, and a table of who waits, by the last token of the
/// subject.
///
/// nats.c swallows the broker's "nobody listens" and tells only that one came, not for which request. The broker sends
/// it while it handles the request, in order; so a message to ourselves, sent right after the request, arrives right
/// after it and names whom it was for: the echo. A lane without echoes blames the only one that waits, if it is the
/// only one.
class reply_lane {
 public:
  /// `prefix` must be unique among all lanes of all nodes and end with a dot.
  reply_lane(std::string prefix, bool with_echo, std::size_t limit);

  /// On a new session.
  auto listen(session& on) -> result<void>;
  /// Forgets the subscription of a lost session.
  void forget_feed() { feed_.reset(); }

  /// Hands all answers that have been read to those who wait. Returns how many there were.
  auto drain() -> std::uint64_t;

  [[nodiscard]] auto table() -> pending_table& { return table_; }
  [[nodiscard]] auto with_echo() const -> bool { return with_echo_; }
  [[nodiscard]] auto reply_subject(pending_table::token t) const -> std::string;
  [[nodiscard]] auto echo_subject(pending_table::token t) const -> std::string;

 private:
  void take(broker_message m);
  void take_refusal();

  std::string prefix_;
  bool with_echo_;
  pending_table table_;
  std::optional<feed> feed_;
  bool refusal_seen_ = false; // and not yet known whose
};

} // namespace sinew
