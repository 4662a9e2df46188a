// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_parking.hpp"

#include "bridge/stored_ack.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>
#include <charconv>

namespace sinew {

namespace {

constexpr std::chrono::milliseconds store_patience{5'000};
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

} // namespace

void jetstream_parking::park(parked_message what, completion<void> done) {
  // Parked again after a crash between this and the acknowledgement: the same id, stored once.
  const auto id = fmt::format("park/{}/{}/{}/{}", what.service, what.subject, what.position, what.attempts);
  const auto position = std::to_string(what.position);
  const auto attempts = std::to_string(what.attempts);
  const auto reason = as_header(std::string_view{what.reason}.substr(0, longest_reason));
  const header with[] = {{"Nats-Msg-Id", id},
                         {"Sinew-Subject", what.subject},
                         {"Sinew-Reason", reason},
                         {"Sinew-Position", position},
                         {"Sinew-Attempts", attempts}};
  with_.store(
      subject::parked(what.service, what.key), with, what.body, store_patience,
      [done = std::move(done)](result<broker_message> answer) { done(read_stored_ack(answer).map([](auto) {})); });
}

auto read_parked(std::string_view subject, const broker_message& m) -> result<parked_message> {
  auto parts = subject::parse_parked(subject);
  if (!parts)
    return tl::unexpected{parts.error()};
  return parked_message{std::move(parts->service),
                        std::move(parts->key),
                        std::string{m.header("Sinew-Subject")},
                        from_header(m.header("Sinew-Reason")),
                        m.number("Sinew-Position"),
                        m.number("Sinew-Attempts"),
                        copy_of(m.body())};
}

} // namespace sinew
