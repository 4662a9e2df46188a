// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/floor/plain_aggregates.hpp"
#include "schemas/message.hpp"

#include <string>

namespace sinew::bench {

/// The floor of a command: request -> guarded append -> reply, without actors, rules, state or supervision.
///
/// What it does is what the broker makes necessary (plain_aggregates.hpp); the receipt goes out when the append is acknowledged.
/// It reads from a command only whose it is, its name and its id; the bytes are stored as they came, as an event whose name is
/// the command's with "ed" behind it.
class command_server {
 public:
  /// Answers commands for `aggregate`; stores below `evt.<aggregate>.`, which a stream must hold.
  command_server(plain_link& on, plain_journal& log, std::string aggregate);

  auto serve() -> result<void>;

 private:
  void take(plain_message command);

  plain_link& link_;
  std::string aggregate_;
  plain_aggregates aggregates_;
};

/// The envelope of a command, verified in place, for whoever answers requests must not trust them. Null: it is none, or it is
/// not fit to be stored under its names.
auto command_in(const plain_message& m) -> const wire::Envelope*;

/// Answers a command whose event is stored at `position`; 0: it is not. Precondition: `command_in` has found it good.
void answer(plain_link& on, const plain_message& command, std::uint64_t position);

} // namespace sinew::bench
