// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_timers.hpp"

#include "bridge/api.hpp"
#include "bridge/stored_ack.hpp"
#include "bridge/subjects.hpp"

namespace sinew {

namespace {

constexpr std::chrono::milliseconds store_patience{5'000};

/// To the next whole millisecond, since a timer must not come early.
auto schedule_at(timestamp at) -> std::string {
  return "@at " + to_rfc3339(std::chrono::ceil<std::chrono::milliseconds>(at));
}

} // namespace

jetstream_timers::jetstream_timers(connection& with, std::string_view service)
    : with_{with}, stream_{subject::timer_stream(service)} {}

void jetstream_timers::arm(const aggregate_key& key, timestamp at, message command, completion<void> done) {
  const auto when = schedule_at(at);
  const auto target = subject::due(key, command.type());
  const header with[] = {{"Nats-Schedule", when}, {"Nats-Schedule-Target", target}};
  with_.store(
      subject::timer(key, command.type()), with, command.raw(), store_patience,
      [done = std::move(done)](result<broker_message> answer) { done(read_stored_ack(answer).map([](auto) {})); });
}

void jetstream_timers::cancel(const aggregate_key& key, std::string_view command) {
  call_api(with_, subject::api("STREAM.PURGE.", stream_), {{"filter", subject::timer(key, command)}},
           [](const result<api_answer>&) {}); // best effort: who is woken for nothing ignores it
}

} // namespace sinew
