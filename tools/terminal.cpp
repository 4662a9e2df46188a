// SPDX-License-Identifier: Apache-2.0
#include "tools/terminal.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace sinew {

namespace {

constexpr std::array<std::string_view, 8> codes{"", "1", "2", "32", "31", "33", "36", "35"};

auto shows_colors(color_choice choice, int fd) -> bool {
  if (choice != color_choice::automatic)
    return choice == color_choice::always;
  const auto* term = std::getenv("TERM");
  return isatty(fd) == 1 && std::getenv("NO_COLOR") == nullptr && term != nullptr && std::string_view{term} != "dumb";
}

auto write_all(std::FILE* to, std::string_view text) -> bool {
  return std::fwrite(text.data(), 1, text.size(), to) == text.size() && std::fflush(to) == 0;
}

} // namespace

terminal::terminal(color_choice choice)
    : out_{shows_colors(choice, STDOUT_FILENO)}, err_{shows_colors(choice, STDERR_FILENO)} {}

void terminal::line(std::string_view text) const {
  // Nobody reads any more: there is nothing left to do, nor anyone to tell.
  if (!write_all(stdout, std::string{text} + "\n"))
    std::_Exit(static_cast<int>(exit_code::done));
}

void terminal::note(std::string_view text) const {
  (void)write_all(stderr, std::string{text} + "\n");
}

void terminal::progress(std::string_view text) const {
  if (isatty(STDERR_FILENO) == 1)
    (void)write_all(stderr, "\r" + std::string{text} + "\x1b[K");
}

auto terminal::failed(const error& e) const -> exit_code {
  return failed(e.what, exit_code_of(e.code));
}

auto terminal::failed(std::string_view what, exit_code code) const -> exit_code {
  note(on_err(ink::bad, "sinew:") + " " + std::string{what});
  return code;
}

auto terminal::painted(bool colors, ink color, std::string_view text) -> std::string {
  if (!colors || color == ink::plain)
    return std::string{text};
  return "\x1b[" + std::string{codes.at(static_cast<std::size_t>(color))} + "m" + std::string{text} + "\x1b[0m";
}

} // namespace sinew
