// SPDX-License-Identifier: Apache-2.0
#include "bridge/pending_table.hpp"

#include "kernel/assertion.hpp"

#include <algorithm>
#include <utility>

namespace sinew {

auto pending_table::add(time_point now, std::chrono::milliseconds timeout, taker t) -> token {
  SINEW_ASSERT(!is_full());
  const auto id = ++last_;
  waiting_.emplace(id, std::move(t));
  auto& queue = queues_[timeout];
  forget_answered(queue);
  queue.push_back({now + timeout, id});
  return id;
}

void pending_table::deliver(token to, result<broker_message> answer) {
  const auto found = waiting_.find(to);
  if (found == waiting_.end())
    return;
  // Out of the table while it runs: it may add others.
  auto entry = waiting_.extract(found);
  if (!entry.mapped()(std::move(answer)))
    waiting_.insert(std::move(entry));
}

auto pending_table::take_expired(time_point now) -> std::vector<taker> {
  std::vector<taker> expired;
  for (auto& [timeout, queue] : queues_) {
    for (; !queue.empty() && queue.front().at <= now; queue.pop_front())
      if (auto entry = waiting_.extract(queue.front().of))
        expired.push_back(std::move(entry.mapped()));
  }
  return expired;
}

auto pending_table::take_all() -> std::vector<taker> {
  std::vector<std::pair<token, taker>> all;
  for (auto& [id, t] : waiting_)
    all.emplace_back(id, std::move(t));
  waiting_.clear();
  queues_.clear();
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<taker> takers;
  for (auto& [id, t] : all)
    takers.push_back(std::move(t));
  return takers;
}

auto pending_table::next_deadline() -> std::optional<time_point> {
  std::optional<time_point> next;
  for (auto& [timeout, queue] : queues_) {
    forget_answered(queue);
    if (!queue.empty())
      next = next ? std::min(*next, queue.front().at) : queue.front().at;
  }
  return next;
}

auto pending_table::only() const -> std::optional<token> {
  if (waiting_.size() != 1)
    return std::nullopt;
  return waiting_.begin()->first;
}

void pending_table::forget_answered(deadlines& queue) const {
  while (!queue.empty() && !waiting_.contains(queue.front().of))
    queue.pop_front();
}

} // namespace sinew
