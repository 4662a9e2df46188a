// SPDX-License-Identifier: Apache-2.0
#include "tools/up/log_printer.hpp"

#include "kernel/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sinew {

namespace {

constexpr std::array inks{ink::accent, ink::good, ink::second_accent, ink::warning, ink::bold};

/// All instances of a service share a colour: the name up to its last '-'.
auto ink_of(std::string_view speaker) -> ink {
  return inks.at(fnv1a32(speaker.substr(0, speaker.rfind('-'))) % inks.size());
}

} // namespace

void log_printer::make_room_for(std::string_view name) {
  width_ = std::max(width_, name.size());
}

void log_printer::say(std::string_view speaker, std::string_view line) const {
  where_.note(where_.on_err(ink_of(speaker), fmt::format("{:<{}} |", speaker, width_)) + " " + std::string{line});
}

void log_printer::warn(std::string_view line) const {
  say("up", where_.on_err(ink::bad, line));
}

} // namespace sinew
