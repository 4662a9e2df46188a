// SPDX-License-Identifier: Apache-2.0
#include "gateway/saga_roll.hpp"

#include "bridge/subjects.hpp"
#include "gateway/stream_bounds.hpp"
#include "schemas/message.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace sinew::gateway {

namespace {

constexpr std::string_view aggregate = "order";
constexpr std::chrono::seconds patience{5};
constexpr std::chrono::seconds interest{60};

} // namespace

saga_roll::saga_roll(client& with, const registry_mirror& known) : with_{with}, known_{known} {
  with_.broker().on_state([this](connection::state s) {
    if (s == connection::state::connected && follower_)
      follower_->resume();
  });
}

void saga_roll::when_ready(completion<void> done) {
  if (known_.current()->owner_of(aggregate) == nullptr) {
    with_.where().post(
        [done = std::move(done)] { done(fail(errc::unavailable, "no service has registered for orders")); });
    return;
  }
  ask_stream_bounds(with_.broker(), subject::event_stream(aggregate),
                    [this, done = std::move(done)](const result<stream_bounds>& found) {
                      if (!found)
                        return done(tl::unexpected{found.error()});
                      on_end_found(found->first, found->last, done);
                    });
}

void saga_roll::on_end_found(std::uint64_t first, std::uint64_t last, completion<void> done) {
  was_asked_ = true;
  if (!is_following_)
    begin(first, last);
  if (position_ >= last)
    return done({});
  const auto id = ++last_waiter_;
  const auto timer = with_.where().after(patience, [this, id] {
    const auto late = waiters_.extract(id);
    late.mapped().done(fail(errc::unavailable, "the orders' log does not come as fast as it should"));
  });
  waiters_.emplace(id, waiter{last, std::move(done), timer});
}

void saga_roll::begin(std::uint64_t first, std::uint64_t last) {
  const auto start = last > window ? last - window : 0;
  if (!follower_ || position_ < start || position_ > last) { // nothing is known, too little, or of another log
    table_ = saga_table{most_orders};
    position_ = start;
    begins_at_first_ = start < std::max<std::uint64_t>(first, 1);
  }
  if (!follower_) // of all of the stream, not only its orders: so the last position is always seen
    follower_ = std::make_unique<stream_follower>(
        with_,
        stream_follower::from{
            .stream = subject::event_stream(aggregate), .filter = "evt.>", .start_time = {}, .after = 0},
        [this](std::string_view, std::uint64_t position, bytes_view body) { hear(position, body); });
  is_following_ = true;
  follower_->start_behind(position_, [](const result<void>& begun) { // else it tries again by itself
    if (!begun)
      spdlog::warn("the orders' log cannot be listed yet: {}", to_string(begun.error()));
  });
  watch_interest();
}

void saga_roll::watch_interest() {
  was_asked_ = false;
  with_.where().after(interest, [this] {
    if (was_asked_)
      return watch_interest();
    is_following_ = false;
    follower_->stop();
  });
}

void saga_roll::hear(std::uint64_t position, bytes_view body) {
  position_ = std::max(position_, position);
  const auto m = message::verify(body);
  for (std::size_t i = 0; m && m->aggregate() == aggregate && i < m->size(); ++i) {
    const auto data = known_.current()->decode(m->aggregate(), m->type(), m->payload(i));
    table_.add(m->aggregate_id(), m->type(), m->time(i), position, data.value_or(ordered_json::object()));
  }
  tell_waiters();
}

void saga_roll::tell_waiters() {
  for (auto at = waiters_.begin(); at != waiters_.end();) {
    if (at->second.until > position_) {
      ++at;
      continue;
    }
    with_.where().cancel(at->second.patience);
    with_.where().post([done = std::move(at->second.done)] { done({}); });
    at = waiters_.erase(at);
  }
}

} // namespace sinew::gateway
