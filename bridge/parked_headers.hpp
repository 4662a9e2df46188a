// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/broker_message.hpp"
#include "bridge/connection.hpp"

#include <string>
#include <utility>
#include <vector>

namespace sinew {

/// The circumstances of a parked message as headers: `Sinew-Upstream`, `-Type`, `-Kind`, `-Position`, `-Reason`, `-Causes`,
/// `-Attempts`, `-First-Failure`, `-Last-Failure`. Owns their texts.
class parked_headers {
 public:
  explicit parked_headers(const parked_message& what);

  void add(std::string_view name, std::string value) { all_.emplace_back(name, std::move(value)); }
  /// Views into this.
  [[nodiscard]] auto view() const -> std::vector<header>;

 private:
  std::vector<std::pair<std::string_view, std::string>> all_; // names are literals
};

/// A message of `PARK` read back, from its subject and headers. invalid_input: its subject is none of ours. Headers that
/// are missing leave their fields empty: a stranger may have stored it.
auto read_parked(std::string_view subject, const broker_message& m) -> result<parked_message>;

/// Overlays what a note says (reason, causes, attempts, times).
void overlay_note(parked_message& what, const broker_message& note);

} // namespace sinew
