// SPDX-License-Identifier: Apache-2.0
#include "gateway/live_log.hpp"

#include "bridge/subjects.hpp"
#include "gateway/stream_bounds.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace sinew::gateway {

namespace {

constexpr std::chrono::seconds pause_before_trying_again{1};

} // namespace

live_log::live_log(client& with, const registry_mirror& known) : with_{with}, known_{known} {
  with_.broker().on_state([this](connection::state s) {
    for (auto& [stream, tail] : tails_)
      if (s == connection::state::connected && tail.is_on)
        tail.follower->resume();
  });
}

auto live_log::listen(handler h, std::function<void()> on) -> watch {
  const auto id = ++last_id_;
  listeners_.emplace(id, listener{std::move(h), std::move(on)});
  on_registry_changed();
  tell_on();
  // The deleter is what matters. Forgotten later: whoever drops it may be in the middle of being told.
  return {nullptr, [log = std::weak_ptr{self_}, id, &where = with_.where()](void*) {
            if (log.expired())
              return;
            where.post([log, id] {
              if (const auto alive = log.lock())
                (*alive)->forget(id);
            });
          }};
}

void live_log::on_registry_changed() {
  if (!listeners_.empty())
    for (const auto& card : known_.current()->services())
      follow(card.stream);
}

void live_log::follow(const std::string& stream) {
  auto& tail = tails_[stream];
  if (tail.is_on || std::exchange(tail.is_starting, true))
    return;
  find_end(stream);
}

void live_log::find_end(const std::string& stream) {
  ask_stream_bounds(with_.broker(), stream, [this, stream](const result<stream_bounds>& found) {
    if (listeners_.empty()) // the last has gone meanwhile
      tails_.at(stream).is_starting = false;
    else if (!found)
      try_again(stream, found.error());
    else
      follow_behind(stream, found->last);
  });
}

void live_log::follow_behind(const std::string& stream, std::uint64_t end) {
  auto& tail = tails_.at(stream);
  if (!tail.follower)
    tail.follower = std::make_unique<stream_follower>(
        with_, stream_follower::from{.stream = stream, .filter = "evt.>", .start_time = {}, .after = 0},
        [this, stream](std::string_view subject, std::uint64_t position, bytes_view body) {
          tell(stream, subject, position, body);
        });
  tail.is_starting = false;
  tail.is_on = true; // from here on its follower sees to it
  tail.follower->start_behind(end, [](const result<void>&) {});
  tell_on();
}

void live_log::try_again(const std::string& stream, const error& why) {
  spdlog::info("{} cannot be followed yet: {}", stream, to_string(why));
  with_.where().after(pause_before_trying_again, [this, stream] { find_end(stream); });
}

void live_log::tell_on() {
  if (tails_.empty() || !std::ranges::all_of(tails_, [](const auto& each) { return each.second.is_on; }))
    return;
  for (auto& [id, one] : listeners_)
    if (const auto on = std::exchange(one.on, nullptr))
      with_.where().post(on);
}

void live_log::tell(std::string_view stream, std::string_view subject, std::uint64_t position, bytes_view body) {
  for (const auto& [id, one] : listeners_) // nobody is forgotten, and nobody comes, from inside a handler
    one.hear(stream, subject, position, body);
}

void live_log::forget(std::uint64_t listener_id) {
  listeners_.erase(listener_id);
  if (!listeners_.empty())
    return;
  for (auto& [stream, tail] : tails_)
    if (std::exchange(tail.is_on, false))
      tail.follower->stop();
}

} // namespace sinew::gateway
