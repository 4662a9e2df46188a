// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/plain_aggregates.hpp"

#include "bridge/subjects.hpp"

#include <algorithm>

namespace sinew::bench {

void plain_aggregates::append(const aggregate_key& key, event what) {
  auto [found, is_new] = lanes_.try_emplace(key.aggregate + "." + key.id);
  auto& one = found->second;
  if (is_new)
    one.key = key;
  one.waiting.push_back(std::move(what));
  if (one.waiting.size() == 1)
    go_on(one);
}

void plain_aggregates::go_on(lane& one) {
  if (!one.is_unsure)
    return send(one);
  log_.last(stream_of_(one.key.aggregate), subject::events_of(one.key), [this, &one](std::uint64_t position) {
    one.last = position;
    one.is_unsure = false;
    send(one);
  });
}

void plain_aggregates::send(lane& one) {
  const auto& next = one.waiting.front();
  const auto body = body_of(next.from);
  log_.append(subject::event(one.key, next.name), subject::events_of(one.key), one.last, next.id,
              body.first(std::min(next.most, body.size())),
              [this, &one](std::uint64_t position) { on_stored(one, position); });
}

void plain_aggregates::on_stored(lane& one, std::uint64_t position) {
  const auto over = std::move(one.waiting.front());
  one.waiting.pop_front();
  one.is_unsure = position == 0;
  if (position != 0)
    one.last = position;
  if (!one.waiting.empty())
    go_on(one);
  over.done(over.from, position);
}

} // namespace sinew::bench
