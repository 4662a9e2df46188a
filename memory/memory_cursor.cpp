// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_cursor.hpp"

#include <algorithm>

namespace sinew {

auto memory_cursor::next(const memory_stream& from, time_point now) -> std::optional<outgoing> {
  if (!again_.empty()) {
    const auto position = again_.extract(again_.begin()).value();
    return sent(from.records()[position - 1], now);
  }
  if (out_.size() >= what_.window)
    return std::nullopt;
  if (const auto* record = next_new(from))
    return sent(*record, now);
  return std::nullopt;
}

auto memory_cursor::next_new(const memory_stream& from) -> const memory_record* {
  while (seen_ < from.records().size()) {
    const auto& record = from.records()[seen_++];
    if (is_wanted(record))
      return &record;
  }
  return nullptr;
}

auto memory_cursor::owed(const memory_stream& from) const -> std::size_t {
  const auto unseen = from.records().begin() + static_cast<std::ptrdiff_t>(seen_);
  return out_.size() + static_cast<std::size_t>(std::count_if(
                           unseen, from.records().end(), [this](const auto& record) { return is_wanted(record); }));
}

auto memory_cursor::is_wanted(const memory_record& record) const -> bool {
  if (record.key.partition() % what_.lanes != what_.lane)
    return false;
  return what_.filters.empty() || std::ranges::any_of(what_.filters, [&](const auto& filter) {
           return filter.aggregate == record.key.aggregate && filter.event == record.type;
         });
}

auto memory_cursor::sent(const memory_record& record, time_point now) -> outgoing {
  auto& sent_now = out_[record.position];
  ++sent_now.attempts;
  sent_now.due = now + what_.ack_wait;
  due_.emplace(sent_now.due, record.position);
  return {record, std::min(sent_now.attempts, what_.most_deliveries), sent_now.attempts > what_.most_deliveries};
}

void memory_cursor::ack(std::uint64_t position) {
  const auto found = out_.find(position);
  if (found == out_.end())
    return;
  due_.erase({found->second.due, position});
  again_.erase(position);
  out_.erase(found);
}

void memory_cursor::retry(std::uint64_t position, time_point not_before) {
  set_due(position, not_before);
}

void memory_cursor::in_progress(std::uint64_t position, time_point now) {
  set_due(position, now + what_.ack_wait);
}

void memory_cursor::set_due(std::uint64_t position, time_point due) {
  const auto found = out_.find(position);
  if (found == out_.end() || due_.erase({found->second.due, position}) == 0)
    return;
  found->second.due = due;
  due_.emplace(due, position);
}

void memory_cursor::expire(time_point now) {
  while (!due_.empty() && due_.begin()->first <= now)
    again_.insert(due_.extract(due_.begin()).value().second);
}

auto memory_cursor::next_expiry() const -> std::optional<time_point> {
  if (due_.empty())
    return std::nullopt;
  return due_.begin()->first;
}

} // namespace sinew
