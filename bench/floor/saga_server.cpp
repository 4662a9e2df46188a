// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/saga_server.hpp"

#include "bench/floor/command_server.hpp"
#include "bridge/subjects.hpp"
#include "bridge/system_surroundings.hpp"
#include "kernel/time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::bench {

namespace {

constexpr std::chrono::seconds timer_life{60}; // longer than any order takes

/// The order that an event is of: it stands in the event's id, for a stock has a name of its own.
auto order_of(const plain_message& event) -> std::string {
  const char* id = nullptr;
  if (natsMsgHeader_Get(event.get(), "Nats-Msg-Id", &id) != NATS_OK || id == nullptr)
    return {};
  const std::string_view text{id};
  return std::string{text.substr(0, text.find('.'))};
}

auto event_id(const std::string& order, const std::string& event) -> std::string {
  return order + "." + event;
}

auto first_of(bytes_view body, std::size_t most) -> bytes_view {
  return body.first(std::min(most, body.size()));
}

auto timer_for(std::string_view aggregate, std::string_view event, std::string_view saga_timer::*when)
    -> const saga_timer* {
  const auto* const found = std::ranges::find_if(
      saga_timers, [&](const saga_timer& t) { return t.aggregate == aggregate && t.*when == event; });
  return found == saga_timers.end() ? nullptr : found;
}

} // namespace

saga_server::saga_server(plain_link& on, plain_journal& log, std::string prefix, std::uint32_t articles)
    : link_{on},
      log_{log},
      prefix_{std::move(prefix)},
      articles_{articles},
      aggregates_{log, [this](const std::string& aggregate) { return stream_of(aggregate); }} {}

auto saga_server::serve() -> result<void> {
  for (const auto& reading : saga_readings())
    if (auto reads = read(reading); !reads)
      return reads;
  return link_.subscribe(subject::commands(floor_name(prefix_, "order")),
                         [this](natsMsg* m) { place(plain_message{m}); });
}

auto saga_server::read(const saga_reading& what) -> result<void> {
  std::vector<row> rows;
  for (const auto& step : what.steps)
    rows.push_back(row_of(step));
  auto pull = plain_pull::open(link_, subject::event_stream(floor_name(prefix_, what.upstream)),
                               floor_name(prefix_, what.reader),
                               [this, rows = std::move(rows)](plain_message event) { react(rows, std::move(event)); });
  if (!pull)
    return tl::unexpected{pull.error()};
  pulls_.push_back(std::move(*pull));
  return {};
}

auto saga_server::row_of(const saga_step& step) const -> row {
  return {.aggregate = floor_name(prefix_, step.aggregate),
          .event = std::string{step.event},
          .target = floor_name(prefix_, step.target),
          .next = std::string{step.next},
          .armed = timer_for(step.target, step.next, &saga_timer::first),
          .ended = timer_for(step.target, step.next, &saga_timer::last)};
}

void saga_server::place(plain_message command) {
  const auto* envelope = command_in(command);
  if (envelope == nullptr)
    return; // nobody but the rig asks here; whoever else does waits in vain
  const aggregate_key key{floor_name(prefix_, "order"), envelope->aggregate_id()->str()};
  const auto asked = std::make_shared<plain_message>(std::move(command));
  arm(key, body_of(*asked), [this, key, asked](std::uint64_t armed) {
    if (armed == 0)
      return answer(link_, *asked, 0);
    aggregates_.append(
        key, {.name = "placed",
              .id = event_id(key.id, "placed"),
              .from = std::move(*asked),
              .done = [this](const plain_message& from, std::uint64_t position) { answer(link_, from, position); }});
  });
}

void saga_server::react(const std::vector<row>& rows, plain_message event) {
  const auto named = subject::parse(natsMsg_GetSubject(event.get()));
  if (!named)
    return;
  const auto step = std::ranges::find_if(
      rows, [&](const row& r) { return r.aggregate == named->key.aggregate && r.event == named->name; });
  const auto order = order_of(event);
  if (step == rows.end() || order.empty())
    return; // it stays unacknowledged: the consumer's filters and the table differ
  if (step->armed == nullptr)
    return append(*step, order, std::move(event));
  const auto kept = std::make_shared<plain_message>(std::move(event));
  arm(target_of(*step, order), body_of(*kept), [this, step = *step, order, kept](std::uint64_t armed) {
    if (armed != 0)
      append(step, order, std::move(*kept));
  });
}

void saga_server::append(const row& step, const std::string& order, plain_message event) {
  const auto key = target_of(step, order);
  aggregates_.append(key, {.name = step.next,
                           .id = event_id(order, step.next),
                           .from = std::move(event),
                           .most = saga_event_bytes,
                           .done = [this, ended = step.ended, key](const plain_message& from, std::uint64_t position) {
                             if (position == 0)
                               return; // it comes again
                             acknowledge(link_, from);
                             if (ended != nullptr)
                               take_back(key);
                           }});
}

void saga_server::arm(const aggregate_key& key, bytes_view body, plain_journal::placed done) {
  const auto at = std::chrono::ceil<std::chrono::milliseconds>(system_wall_clock{}.now() + timer_life);
  log_.schedule(subject::timer(key, saga_timer_name), "@at " + to_rfc3339(at), subject::due(key, saga_timer_name),
                first_of(body, saga_timer_bytes), std::move(done));
}

void saga_server::take_back(const aggregate_key& key) {
  const auto own = std::string_view{key.aggregate}.substr(prefix_.size() + 1);
  log_.purge(subject::timer_stream(floor_name(prefix_, service_of(own))), subject::timer(key, saga_timer_name));
}

auto saga_server::target_of(const row& step, const std::string& order) const -> aggregate_key {
  if (step.target == floor_name(prefix_, "stock"))
    return {step.target, fmt::format("article-{:04}", fnv1a32(order) % articles_)};
  return {step.target, order};
}

auto saga_server::stream_of(const std::string& aggregate) const -> std::string {
  return subject::event_stream(floor_name(prefix_, service_of(std::string_view{aggregate}.substr(prefix_.size() + 1))));
}

} // namespace sinew::bench
