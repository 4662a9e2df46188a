// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/error.hpp"
#include "tools/exit_code.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sinew {

/// What `--color` says.
enum class color_choice : std::uint8_t { automatic, always, never };

/// The colours of a terminal, by what they are for.
enum class ink : std::uint8_t { plain, bold, faint, good, bad, warning, accent, second_accent };

/// Where a verb writes: results to stdout, everything else to stderr. A reader that has gone away (`… | head`) ends the
/// program quietly.
class terminal {
 public:
  explicit terminal(color_choice choice);

  /// One line of result; flushed, because whoever reads a pipe wants it now.
  void line(std::string_view text) const;
  /// One line for the person, not for the pipe.
  void note(std::string_view text) const;
  /// Replaces the current line of stderr; nothing unless stderr is a terminal. Empty text erases it.
  void progress(std::string_view text) const;
  /// `sinew: <what is wrong>; <what to do>`. Returns the exit code which tells of it.
  auto failed(const error& e) const -> exit_code;
  auto failed(std::string_view what, exit_code code) const -> exit_code;

  /// `text` in colour, if stdout (or, for notes, stderr) shows colours.
  [[nodiscard]] auto on_out(ink color, std::string_view text) const -> std::string {
    return painted(out_, color, text);
  }
  [[nodiscard]] auto on_err(ink color, std::string_view text) const -> std::string {
    return painted(err_, color, text);
  }

 private:
  static auto painted(bool colors, ink color, std::string_view text) -> std::string;

  bool out_;
  bool err_;
};

} // namespace sinew
