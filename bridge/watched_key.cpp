// SPDX-License-Identifier: Apache-2.0
#include "bridge/watched_key.hpp"

#include "bridge/api.hpp"
#include "bridge/subjects.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace sinew {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds shortest_pause{20};
constexpr milliseconds longest_pause{1'000};

} // namespace

watched_key::watched_key(connection& with, std::string_view key, listener told)
    : with_{with},
      subject_{subject::bucket_key(subject::system_bucket, key)},
      told_{std::move(told)},
      pause_{shortest_pause} {}

auto watched_key::start() -> result<void> {
  with_.on_state([this, weak = std::weak_ptr{alive_}](connection::state s) {
    if (!weak.expired() && s == connection::state::connected)
      ask();
  });
  // First the subscription: what changes while it is being read is heard.
  auto listening = with_.subscribe(subject_, {}, [this, weak = std::weak_ptr{alive_}](const broker_message& m) {
    if (!weak.expired())
      on_announced(m.body());
  });
  ask();
  return listening.map([](auto) {});
}

void watched_key::ask(std::function<void()> done) {
  waiting_.push_back(std::move(done));
  ask();
}

void watched_key::on_announced(bytes_view value) {
  announced_ = announcement{copy_of(value), with_.where().now() + api_patience};
  pause_ = shortest_pause;
  ask();
}

void watched_key::ask() {
  is_due_ = is_asking_;
  if (is_asking_)
    return;
  is_asking_ = true;
  answered_ = std::exchange(waiting_, {});
  leader_read::last(with_, subject::bucket_stream(subject::system_bucket), subject_,
                    [this, weak = std::weak_ptr{alive_}](const result<leader_read::found>& found) {
                      if (!weak.expired())
                        on_answer(found);
                    });
}

void watched_key::on_answer(const result<leader_read::found>& found) {
  is_asking_ = false;
  const auto answered = std::exchange(answered_, {});
  if (found)
    take(*found ? (*found)->body : bytes{});
  else
    spdlog::debug("cannot read {}: {}", subject_, to_string(found.error()));
  go_on(found.has_value());
  for (const auto& each : answered)
    each();
}

void watched_key::take(bytes value) {
  if (value == value_)
    return;
  value_ = std::move(value);
  told_(as_text(*value_));
}

void watched_key::go_on(bool is_answered) {
  if (is_due_)
    return ask();
  if (is_answered ? is_awaited() : with_.is_connected()) // cut off: it is asked once the connection is back
    return ask_later();
  if (is_answered)
    pause_ = shortest_pause;
}

/// Whether something was announced that the leader may not have stored yet.
auto watched_key::is_awaited() -> bool {
  if (!announced_)
    return false;
  const bool is_there = announced_->value == value_;
  if (!is_there && with_.where().now() < announced_->until)
    return true;
  if (!is_there)
    spdlog::warn("what was last sent to {} is not what is stored there; that counts", subject_);
  announced_.reset();
  return false;
}

void watched_key::ask_later() {
  if (std::exchange(is_waiting_, true))
    return;
  with_.where().after(pause_, [this, weak = std::weak_ptr{alive_}] {
    if (weak.expired())
      return;
    is_waiting_ = false;
    ask();
  });
  pause_ = std::min(2 * pause_, longest_pause);
}

} // namespace sinew
