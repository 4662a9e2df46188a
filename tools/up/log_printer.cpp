// SPDX-License-Identifier: Apache-2.0
#include "tools/up/log_printer.hpp"

#include "kernel/names.hpp"

#include "kernel/time.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace sinew {

namespace {

constexpr std::array inks{ink::accent, ink::good, ink::second_accent, ink::warning, ink::bold};

/// All instances of a service share a colour: the name up to its last '-'.
auto ink_of(std::string_view speaker) -> ink {
  return inks.at(fnv1a32(speaker.substr(0, speaker.rfind('-'))) % inks.size());
}

/// As our own processes print when they are told to.
auto is_json_line(std::string_view line) -> bool {
  return line.starts_with("{\"time\":") && line.ends_with('}');
}

auto wrapped(std::string_view speaker, std::string_view line, std::string_view level) -> std::string {
  const auto now = std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
  return nlohmann::ordered_json{{"time", to_rfc3339(now)}, {"level", level}, {"node", speaker}, {"message", line}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace

void log_printer::make_room_for(std::string_view name) {
  width_ = std::max(width_, name.size());
}

void log_printer::say(std::string_view speaker, std::string_view line) const {
  if (json_)
    return where_.note(is_json_line(line) ? std::string{line} : wrapped(speaker, line, "info"));
  where_.note(where_.on_err(ink_of(speaker), fmt::format("{:<{}} |", speaker, width_)) + " " + std::string{line});
}

void log_printer::warn(std::string_view line) const {
  if (json_)
    return where_.note(wrapped("up", line, "warning"));
  say("up", where_.on_err(ink::bad, line));
}

} // namespace sinew
