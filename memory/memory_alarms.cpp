// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_alarms.hpp"

namespace sinew {

void memory_alarms::arm(const aggregate_key& key, timestamp at, const message& command) {
  cancel(key, command.type());
  const name which{key, std::string{command.type()}};
  alarms_.emplace(which, alarm{at, copy_of(command.raw()), wake_at(which, at)});
}

void memory_alarms::cancel(const aggregate_key& key, std::string_view command) {
  const auto found = alarms_.find({key, std::string{command}});
  if (found == alarms_.end())
    return;
  home_.cancel(found->second.timer);
  alarms_.erase(found);
}

auto memory_alarms::armed() const -> std::map<name, timestamp> {
  std::map<name, timestamp> all;
  for (const auto& [which, waiting] : alarms_)
    all.emplace(which, waiting.at);
  return all;
}

auto memory_alarms::wake_at(const name& which, timestamp at) -> loop::timer_id {
  return home_.after(at - clock_.now(), [this, which] { fire(which); });
}

void memory_alarms::fire(const name& which) {
  auto& waiting = alarms_.at(which);
  // The wall clock may have been set back meanwhile.
  if (clock_.now() < waiting.at) {
    waiting.timer = wake_at(which, waiting.at);
    return;
  }
  const auto due = alarms_.extract(which);
  when_due_(due.key().first, due.key().second, due.mapped().body);
}

} // namespace sinew
