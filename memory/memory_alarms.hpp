// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "memory/memory_link.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>

namespace sinew {

/// The armed timers of one service: one per aggregate and command name.
class memory_alarms {
 public:
  using name = std::pair<aggregate_key, std::string>;
  using fired = std::function<void(const aggregate_key& key, const std::string& command, bytes body)>;

  /// `home` and `clock` must outlive the alarms; `when_due` is called on the broker's loop.
  memory_alarms(memory_link& home, const wall_clock& clock, fired when_due)
      : home_{home}, clock_{clock}, when_due_{std::move(when_due)} {}

  void arm(const aggregate_key& key, timestamp at, const message& command);
  void cancel(const aggregate_key& key, std::string_view command);
  /// When each armed timer is due.
  [[nodiscard]] auto armed() const -> std::map<name, timestamp>;

 private:
  struct alarm {
    timestamp at;
    bytes body;
    loop::timer_id timer;
  };

  auto wake_at(const name& which, timestamp at) -> loop::timer_id;
  void fire(const name& which);

  memory_link& home_;
  const wall_clock& clock_;
  fired when_due_;
  std::map<name, alarm> alarms_;
};

} // namespace sinew
