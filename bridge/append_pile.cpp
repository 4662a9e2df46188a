// SPDX-License-Identifier: Apache-2.0
#include "bridge/append_pile.hpp"

#include "kernel/assertion.hpp"

#include <set>
#include <utility>

namespace sinew {

namespace {

auto bytes_of(const guarded_append& a) -> std::size_t {
  std::size_t all = 0;
  for (const auto& m : a.messages)
    all += m.raw().size();
  return all;
}

} // namespace

auto append_pile::add(time_point now, guarded_append& a) -> bool {
  if (waiting_.size() >= bounds_.waiting)
    return false;
  waiting_.push_back({std::move(a), now});
  return true;
}

auto append_pile::take_batch() -> std::vector<guarded_append> {
  std::vector<guarded_append> batch;
  std::set<aggregate_key> seen;
  std::size_t messages = 0;
  std::size_t size = 0;
  while (!waiting_.empty()) {
    const auto& next = waiting_.front().what;
    messages += next.messages.size();
    size += bytes_of(next);
    const auto is_too_much = messages > bounds_.batch_messages || size > bounds_.batch_bytes;
    if (!batch.empty() && (is_too_much || seen.contains(next.key)))
      break;
    seen.insert(next.key);
    batch.push_back(take_one());
  }
  return batch;
}

auto append_pile::take_one() -> guarded_append {
  SINEW_ASSERT(!waiting_.empty());
  auto first = std::move(waiting_.front().what);
  waiting_.pop_front();
  return first;
}

auto append_pile::take_older_than(time_point then) -> std::vector<guarded_append> {
  std::vector<guarded_append> old;
  while (!waiting_.empty() && waiting_.front().since < then)
    old.push_back(take_one());
  return old;
}

} // namespace sinew
