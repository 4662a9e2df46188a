// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/terminal.hpp"

#include <cstddef>
#include <string_view>

namespace sinew {

/// Prints what the children say, each line behind its speaker's name, aligned and in the speaker's colour.
class log_printer {
 public:
  /// With `json`, one JSON object a line: what a child prints as one is left as it is, all else is wrapped like it
  /// (telemetry/json_log.hpp).
  explicit log_printer(const terminal& where, bool json = false) : where_{where}, json_{json} {}

  /// A speaker will have a name this long; call before the first line for a straight column.
  void make_room_for(std::string_view name);
  void say(std::string_view speaker, std::string_view line) const;
  /// What `up` itself has to tell.
  void report(std::string_view line) const { say("up", line); }
  void warn(std::string_view line) const;

 private:
  const terminal& where_;
  std::size_t width_ = 2;
  bool json_;
};

} // namespace sinew
