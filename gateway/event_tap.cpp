// SPDX-License-Identifier: Apache-2.0
#include "gateway/event_tap.hpp"

#include "gateway/order_view.hpp"
#include "tools/cloud_event.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::gateway {

namespace {

constexpr std::chrono::seconds second{1};
// Proxies close a line that is silent for a minute.
constexpr std::uint64_t seconds_between_heartbeats = 15;
constexpr std::string_view heartbeat = ": still here\n\n";

auto is_open_or(const std::string& wanted, std::string_view found) -> bool {
  return wanted.empty() || wanted == found;
}

} // namespace

auto tap_filter::matches(std::string_view of_service, const subject::parts& what) const -> bool {
  return is_open_or(service, of_service) && is_open_or(aggregate, what.key.aggregate) && is_open_or(id, what.key.id) &&
         is_open_or(event, what.name);
}

void event_tap::open(source from, tap_filter what, std::shared_ptr<void> seat, const http_answer& answer) {
  const std::shared_ptr<event_tap> made{new event_tap{from, std::move(what), std::move(seat)}};
  answer(
      {.status = 200,
       .headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}},
       .body = {},
       .stream = [made](std::shared_ptr<http_stream> out) { made->begin(std::move(out)); }});
}

event_tap::event_tap(source from, tap_filter what, std::shared_ptr<void> seat)
    : from_{from}, what_{std::move(what)}, seat_{std::move(seat)} {}

void event_tap::begin(std::shared_ptr<http_stream> out) {
  out_ = std::move(out);
  out_->on_end([self = weak_from_this()] {
    if (const auto tap = self.lock())
      tap->stop();
  });
  // The watch keeps this alive, until `stop`.
  watch_ = from_.log.listen([self = shared_from_this()](auto... what) { self->hear(what...); },
                            [self = weak_from_this()] {
                              if (const auto tap = self.lock())
                                tap->say("event: ready\ndata: {}\n\n");
                            });
  say(heartbeat); // so that whoever reads knows that it is open, though no service be there
  tick();
}

void event_tap::hear(std::string_view stream, std::string_view subject, std::uint64_t position, bytes_view body) {
  if (!out_ || !is_wanted(stream, subject))
    return;
  std::string text;
  for (auto& event : cloud_events(*from_.known.current(), subject, body, position)) {
    if (shown_ == most_a_second) {
      ++skipped_;
      continue;
    }
    ++shown_;
    if (const auto data = event.find("data"); data != event.end())
      make_public(*data);
    text += fmt::format("event: event\ndata: {}\n\n", one_line(event));
  }
  say(text);
}

auto event_tap::is_wanted(std::string_view stream, std::string_view subject) const -> bool {
  const auto what = subject::parse(subject);
  if (!what)
    return what_.id.empty() && what_.aggregate.empty() && what_.event.empty(); // foreign: shown as undecodable
  const auto& services = from_.known.current()->services();
  const auto owner = std::ranges::find(services, stream, &service_card::stream);
  return what_.matches(owner == services.end() ? std::string_view{} : std::string_view{owner->name}, *what);
}

void event_tap::say(std::string_view text) {
  if (out_ && !text.empty() && !out_->write(text))
    stop();
}

void event_tap::tick() {
  next_tick_ = from_.where.after(second, [self = weak_from_this()] {
    const auto tap = self.lock();
    if (!tap || !tap->out_)
      return;
    tap->tick();
    const auto skipped = std::exchange(tap->skipped_, 0);
    tap->shown_ = 0;
    if (skipped > 0)
      tap->say(fmt::format("event: skipped\ndata: {{\"count\":{}}}\n\n", skipped));
    else if (++tap->ticks_ % seconds_between_heartbeats == 0)
      tap->say(heartbeat);
  });
}

void event_tap::stop() {
  const auto self = shared_from_this(); // the watch may hold the last other reference
  from_.where.cancel(next_tick_);
  watch_.reset();
  if (const auto out = std::exchange(out_, nullptr))
    out->on_end(nullptr);
  seat_.reset();
}

} // namespace sinew::gateway
