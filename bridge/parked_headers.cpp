// SPDX-License-Identifier: Apache-2.0
#include "bridge/parked_headers.hpp"

#include "bridge/subjects.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

namespace sinew {

namespace {

// A reason is a sentence; the broker takes 64 KiB of headers in all.
constexpr std::size_t longest_reason = 1'000;

/// A header is one line: control characters and '%' become %XX, as in a URL.
auto as_header(std::string_view text) -> std::string {
  std::string line;
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '%')
      line += fmt::format("%{:02X}", static_cast<unsigned>(c));
    else
      line += c;
  return line;
}

auto from_header(std::string_view line) -> std::string {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    unsigned value = 0;
    const auto* digits = line.data() + i + 1;
    if (line[i] == '%' && i + 2 < line.size() && std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      text += static_cast<char>(value);
      i += 2;
    } else {
      text += line[i];
    }
  }
  return text;
}

/// One line each.
auto joined(const std::vector<std::string>& causes) -> std::string {
  std::string all;
  for (auto cause : causes) {
    std::ranges::replace(cause, '\n', ' ');
    all += (all.empty() ? "" : "\n") + cause;
  }
  return all;
}

auto split_lines(std::string_view text) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

auto time_of(const broker_message& m, std::string_view name) -> timestamp {
  return from_unix_ns(static_cast<std::int64_t>(m.number(name)));
}

constexpr std::string_view timer_kind = "timer";

} // namespace

parked_headers::parked_headers(const parked_message& what) {
  add("Sinew-Upstream", what.upstream);
  add("Sinew-Type", what.type);
  add("Sinew-Kind", what.is_timer ? std::string{timer_kind} : "event");
  add("Sinew-Position", std::to_string(what.position));
  add("Sinew-Reason", as_header(std::string_view{what.reason}.substr(0, longest_reason)));
  add("Sinew-Causes", as_header(joined(what.causes)));
  add("Sinew-Attempts", std::to_string(what.attempts));
  add("Sinew-First-Failure", std::to_string(to_unix_ns(what.first_failure)));
  add("Sinew-Last-Failure", std::to_string(to_unix_ns(what.last_failure)));
}

auto parked_headers::view() const -> std::vector<header> {
  std::vector<header> views;
  for (const auto& [name, value] : all_)
    if (!value.empty())
      views.push_back({name, value});
  return views;
}

auto read_parked(std::string_view subject, const broker_message& m) -> result<parked_message> {
  auto parts = subject::parse_parked(subject);
  if (!parts)
    return tl::unexpected{parts.error()};
  parked_message what{.service = std::move(parts->service),
                      .key = std::move(parts->key),
                      .upstream = std::string{m.header("Sinew-Upstream")},
                      .type = std::string{m.header("Sinew-Type")},
                      .is_timer = m.header("Sinew-Kind") == timer_kind,
                      .position = m.number("Sinew-Position"),
                      .reason = {},
                      .causes = {},
                      .body = copy_of(m.body())};
  overlay_note(what, m);
  return what;
}

void overlay_note(parked_message& what, const broker_message& note) {
  what.reason = from_header(note.header("Sinew-Reason"));
  what.causes = split_lines(from_header(note.header("Sinew-Causes")));
  what.attempts = note.number("Sinew-Attempts");
  what.first_failure = time_of(note, "Sinew-First-Failure");
  what.last_failure = time_of(note, "Sinew-Last-Failure");
}

} // namespace sinew
