// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_parking.hpp"

#include "bridge/stored_ack.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>

namespace sinew {

namespace {

constexpr std::chrono::milliseconds store_patience{5'000};
// A reason is a sentence; the broker takes 64 KiB of headers in all.
constexpr std::size_t longest_reason = 1'000;

} // namespace

void jetstream_parking::park(parked_message what, completion<void> done) {
  // Parked again after a crash between this and the acknowledgement: the same id, stored once.
  const auto id = fmt::format("park/{}/{}/{}/{}", what.service, what.subject, what.position, what.attempts);
  const auto position = std::to_string(what.position);
  const auto attempts = std::to_string(what.attempts);
  const header with[] = {{"Nats-Msg-Id", id},
                         {"Sinew-Subject", what.subject},
                         {"Sinew-Reason", std::string_view{what.reason}.substr(0, longest_reason)},
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
                        std::string{m.header("Sinew-Reason")},
                        m.number("Sinew-Position"),
                        m.number("Sinew-Attempts"),
                        copy_of(m.body())};
}

} // namespace sinew
