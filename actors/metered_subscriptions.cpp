// SPDX-License-Identifier: Apache-2.0
#include "actors/metered_subscriptions.hpp"

#include "kernel/names.hpp"

#include <algorithm>

namespace sinew {

namespace {

/// Aggregate and type tell the stream; two that are taken for one would make a figure wrong by one.
auto place_of(const delivery& d) -> std::uint64_t {
  const std::uint64_t stream = std::uint64_t{fnv1a32(d.key.aggregate)} << 32U | fnv1a32(d.type);
  return stream ^ (d.position * 0x9e3779b97f4a7c15ULL);
}

} // namespace

void metered_subscriptions::open(subscription what, delivery_handler handler, completion<void> done) {
  const auto upstream = what.filters.empty() ? "due" : what.upstream;
  const auto opened = std::make_shared<lane>(lane{.upstream = upstream,
                                                  .window = what.window,
                                                  .deliveries = to_.deliveries.at({upstream}),
                                                  .critical_time = to_.critical_time.at({upstream})});
  lanes_[lane_name(what)] = opened;
  what.tells_pending = true;
  // Those of a lane that was closed meanwhile are still to be acknowledged, so they are counted there.
  inner_.open(
      std::move(what),
      [this, weak = std::weak_ptr{alive_}, opened, handler = std::move(handler)](delivery d) {
        if (!weak.expired())
          delivered(opened, d);
        handler(std::move(d));
      },
      [opened, done = std::move(done)](result<void> outcome) {
        opened->is_open = outcome.has_value();
        done(std::move(outcome));
      });
}

void metered_subscriptions::close(const subscription& what) {
  lanes_.erase(lane_name(what));
  inner_.close(what);
}

void metered_subscriptions::ack(const delivery& d) {
  if (!d.is_probe)
    if (const auto from = done_with(d); from && d.stored != timestamp{})
      from->critical_time.observe(node_figures::seconds{clock_.now() - d.stored}.count());
  inner_.ack(d);
}

void metered_subscriptions::retry(const delivery& d, std::chrono::milliseconds delay) {
  (void)done_with(d);
  inner_.retry(d, delay);
}

auto metered_subscriptions::progress() const -> std::vector<lane_progress> {
  std::vector<lane_progress> all;
  for (const auto& [name, l] : lanes_)
    all.push_back({.lane = name,
                   .upstream = l->upstream,
                   .is_open = l->is_open,
                   .lag = l->pending + l->under_way,
                   .has_caught_up = l->has_caught_up});
  return all;
}

void metered_subscriptions::delivered(const std::shared_ptr<lane>& to, const delivery& d) {
  if (d.pending) {
    to->pending = *d.pending;
    to->has_caught_up = to->has_caught_up || *d.pending <= to->window;
  }
  if (d.is_probe)
    return;
  to->deliveries.add();
  // The newest delivery counts: the one before may have been given up with its lane, or have gone to another node.
  auto& whose = under_way_[place_of(d)];
  if (whose)
    --whose->under_way;
  whose = to;
  ++to->under_way;
}

auto metered_subscriptions::done_with(const delivery& d) -> std::shared_ptr<lane> {
  const auto found = under_way_.extract(place_of(d));
  if (!found)
    return nullptr;
  --found.mapped()->under_way;
  return found.mapped();
}

} // namespace sinew
