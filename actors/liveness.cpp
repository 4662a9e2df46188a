// SPDX-License-Identifier: Apache-2.0
#include "actors/liveness.hpp"

#include <algorithm>

namespace sinew {

void liveness::found(node_record r, time_point now) {
  const std::pair key{r.service, r.node};
  members_.try_emplace(key, member{std::move(r), now});
}

auto liveness::heard(node_record r, time_point now) -> bool {
  auto& known = members_[{r.service, r.node}];
  const bool changed = known.record != r;
  known = {std::move(r), now, true};
  return changed;
}

auto liveness::left(std::string_view service, std::string_view node) -> bool {
  return members_.erase({std::string{service}, std::string{node}}) > 0;
}

auto liveness::check(time_point now) -> verdict {
  if (cut_off_since_)
    return {};
  const auto late = now - last_check_ - check_interval;
  if (late >= hiccup)
    return resume(now, now - last_check_);
  last_check_ = now;
  const auto struck = std::erase_if(members_, [&](const auto& m) { return now - m.second.heard >= silence_limit; });
  return {.changed = struck > 0};
}

void liveness::cut_off(time_point now) {
  if (!cut_off_since_)
    cut_off_since_ = now;
}

auto liveness::back(time_point now) -> verdict {
  if (!cut_off_since_)
    return {};
  const auto since = std::min(*cut_off_since_, last_check_);
  cut_off_since_.reset();
  return resume(now, now - since);
}

auto liveness::resume(time_point now, std::chrono::steady_clock::duration away) -> verdict {
  last_check_ = now;
  for (auto& [key, m] : members_)
    m.heard = now;
  return {.was_away = away >= absence};
}

auto liveness::is_settled() const -> bool {
  return std::ranges::all_of(members_, [](const auto& m) { return m.second.is_confirmed; });
}

auto liveness::nodes() const -> std::vector<node_record> {
  std::vector<node_record> all;
  all.reserve(members_.size());
  for (const auto& [key, m] : members_)
    all.push_back(m.record);
  return all;
}

} // namespace sinew
