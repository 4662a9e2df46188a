// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace sinew::bench {

/// A command of the user's own, as typed: which one, and templates (see `text_template`) of whom it asks and with what.
struct own_command {
  std::string aggregate;
  std::string command;
  /// Becomes the aggregate's id.
  std::string id;
  /// Becomes the command's fields: JSON.
  std::string fields;
  /// How many will be asked for, warm-up included; 0: not known.
  std::uint64_t operations = 0;
};

} // namespace sinew::bench
