// SPDX-License-Identifier: Apache-2.0
#include "gateway/event_tail.hpp"

#include "bridge/subjects.hpp"
#include "gateway/stream_bounds.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace sinew::gateway {

namespace {

constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{5'000};

/// "evt.order.17.o-1.placed" -> "evt.order.17.o-1"
auto without_last_token(std::string_view subject) -> std::string_view {
  return subject.substr(0, std::min(subject.rfind('.'), subject.size()));
}

} // namespace

event_tail::event_tail(client& with, std::string stream, std::string filter)
    : with_{with}, stream_{std::move(stream)}, filter_{std::move(filter)}, pause_{first_pause} {
  with_.broker().on_state([this](connection::state s) {
    if (s == connection::state::connected && is_on_)
      follower_->resume();
  });
}

void event_tail::start() {
  if (is_on_ || std::exchange(is_starting_, true))
    return;
  find_end();
}

void event_tail::find_end() {
  ask_stream_bounds(with_.broker(), stream_, [this](const result<stream_bounds>& found) {
    if (!found)
      return try_again(found.error());
    follow(found->last);
  });
}

void event_tail::follow(std::uint64_t after) {
  follower_ = std::make_unique<stream_follower>(
      with_, stream_follower::from{.stream = stream_, .filter = filter_, .start_time = {}, .after = after},
      [this](std::string_view subject, std::uint64_t position, bytes_view body) { tell(subject, position, body); });
  is_on_ = true; // from here on its follower sees to it
  follower_->start([this](const result<void>& begun) {
    if (!begun)
      spdlog::warn("{} is not followed yet: {}", stream_, to_string(begun.error()));
    else
      spdlog::info("follows {}", stream_);
  });
}

void event_tail::try_again(const error& why) {
  spdlog::info("{} cannot be followed yet: {}", stream_, to_string(why));
  with_.where().after(pause_, [this] { find_end(); });
  pause_ = std::min(pause_ * 2, std::chrono::milliseconds{longest_pause});
}

auto event_tail::watch_key(const aggregate_key& key, handler h) -> watch {
  const std::string subject{without_last_token(subject::events_of(key))};
  const auto id = ++watchers_->last_id;
  watchers_->of[subject].emplace(id, std::move(h));
  // The deleter is what matters.
  return {nullptr, [all = std::weak_ptr{watchers_}, subject, id](void*) {
            if (const auto table = all.lock())
              table->forget(subject, id);
          }};
}

void event_tail::tell(std::string_view subject, std::uint64_t position, bytes_view body) {
  const auto found = watchers_->of.find(without_last_token(subject));
  if (found == watchers_->of.end())
    return;
  std::vector<std::uint64_t> ids;
  for (const auto& [id, h] : found->second)
    ids.push_back(id);
  for (const auto id : ids)
    if (const auto h = watchers_->find(without_last_token(subject), id)) // an earlier one may have dropped it
      h(position, body);
}

auto event_tail::watchers::find(std::string_view subject, std::uint64_t id) const -> handler {
  const auto those = of.find(subject);
  if (those == of.end())
    return nullptr;
  const auto one = those->second.find(id);
  return one == those->second.end() ? nullptr : one->second;
}

void event_tail::watchers::forget(const std::string& subject, std::uint64_t id) {
  const auto those = of.find(subject);
  if (those == of.end())
    return;
  // Taken out first: what it holds may hold other watches.
  const auto gone = those->second.extract(id);
  if (those->second.empty())
    of.erase(those);
}

} // namespace sinew::gateway
