// SPDX-License-Identifier: Apache-2.0
#include "tools/saga/saga_reading.hpp"

#include "bridge/subjects.hpp"
#include "schemas/message.hpp"
#include "tools/saga/own_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sinew {

namespace {

using messages = std::vector<log_message>;

/// What follows on the last event of the order itself: letting go of the stock, telling the customer.
constexpr auto aftermath = std::chrono::seconds{5};

void append(messages& to, messages&& more) {
  std::ranges::move(more, std::back_inserter(to));
}

auto read_by_id(client& with, const catalog& known, const std::string& id) -> result<messages> {
  messages all;
  for (const auto& card : known.services()) {
    auto found = read_log(with, card.stream, fmt::format("evt.*.{}.{}.>", partition_of(id), id));
    if (!found)
      return found;
    append(all, std::move(*found));
  }
  return all;
}

/// The messages about aggregates of another kind and id that mention the order.
auto read_by_correlation(client& with, const catalog& known, const std::string& id, const messages& own)
    -> result<messages> {
  const auto kinds_seen = own_kinds(known, id, own);
  std::string first;
  std::chrono::nanoseconds begin = std::chrono::nanoseconds::max();
  std::chrono::nanoseconds end{};
  for (const auto& m : own) {
    const auto stored = parse_broker_time(m.stored_at);
    if (stored < begin)
      first = m.stored_at;
    begin = std::min(begin, stored);
    end = std::max(end, stored + aftermath);
  }
  messages all;
  for (const auto& card : known.services())
    for (const auto& kind : card.aggregates) {
      if (kinds_seen.contains(kind.name))
        continue;
      auto found = read_log(with, card.stream, subject::events(kind.name), first,
                            [end](const log_message& last) { return parse_broker_time(last.stored_at) > end; });
      if (!found)
        return found;
      // Cheaper than verifying what is another order's. What bears its own id has been read already.
      std::erase_if(*found, [&](const log_message& m) {
        const auto parts = subject::parse(m.subject);
        return (parts && parts->key.id == id) || as_text(m.body).find(id) == std::string_view::npos;
      });
      append(all, std::move(*found));
    }
  return all;
}

/// Parked for the order's own aggregates, or for others (a stock, an account) on its behalf.
auto concerns(const log_message& letter, const std::string& id) -> bool {
  if (letter.subject.ends_with("." + id))
    return true;
  const auto m = message::verify(letter.body);
  for (std::size_t i = 0; m && i < m->size(); ++i)
    if (m->correlation(i) == id)
      return true;
  return false;
}

auto read_parked(client& with, const std::string& id) -> result<std::vector<std::string>> {
  // Four tokens: what stands below a key is no part of its queue.
  return read_log(with, std::string{subject::park_stream}, "park.*.*.*").map([&id](const messages& found) {
    std::set<std::string> subjects;
    for (const auto& letter : found)
      if (concerns(letter, id))
        subjects.insert(letter.subject);
    return std::vector<std::string>{subjects.begin(), subjects.end()};
  });
}

} // namespace

auto read_saga(client& with, const catalog& known, const std::string& id) -> result<saga_view> {
  auto own = read_by_id(with, known, id);
  if (!own)
    return tl::unexpected{own.error()};
  drop_earlier_than_order(*own);
  if (own->empty())
    return make_saga_view(known, id, {}, {});
  auto others = read_by_correlation(with, known, id, *own);
  if (!others)
    return tl::unexpected{others.error()};
  auto parked = read_parked(with, id);
  if (!parked)
    return tl::unexpected{parked.error()};
  append(*own, std::move(*others));
  return make_saga_view(known, id, saga_steps(known, id, *own), std::move(*parked));
}

} // namespace sinew
