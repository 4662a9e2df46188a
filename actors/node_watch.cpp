// SPDX-License-Identifier: Apache-2.0
#include "actors/node_watch.hpp"

#include <utility>

namespace sinew {

node_watch::node_watch(loop& where, view_handler tell) : where_{where}, tell_{std::move(tell)}, alive_{where.now()} {
  timer_ = where_.after(liveness::check_interval, [this] { look(); });
}

node_watch::~node_watch() {
  where_.cancel(timer_);
}

void node_watch::begin(const std::vector<node_record>& found) {
  for (const auto& r : found)
    alive_.found(r, where_.now());
  has_begun_ = true;
  tell_if(true, false);
}

void node_watch::heard(const node_record& r) {
  tell_if(alive_.heard(r, where_.now()), false);
}

void node_watch::left(std::string_view service, std::string_view node) {
  tell_if(alive_.left(service, node), false);
}

void node_watch::ruled(std::optional<canary_rule> by) {
  const bool changed = by != canary_;
  canary_ = std::move(by);
  tell_if(changed, false);
}

void node_watch::cut_off() {
  alive_.cut_off(where_.now());
}

void node_watch::back() {
  const auto [changed, was_away] = alive_.back(where_.now());
  tell_if(changed, was_away);
}

void node_watch::look() {
  timer_ = where_.after(liveness::check_interval, [this] { look(); });
  const auto [changed, was_away] = alive_.check(where_.now());
  tell_if(changed, was_away);
}

void node_watch::tell_if(bool changed, bool was_away) {
  if (!has_begun_ || (!has_told_ && !alive_.is_settled()))
    return;
  // What made the first view complete need not have changed it.
  if (!changed && !was_away && has_told_)
    return;
  has_told_ = true;
  tell_({alive_.nodes(), was_away, canary_});
}

} // namespace sinew
