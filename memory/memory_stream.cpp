// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_stream.hpp"

#include "kernel/mutation.hpp"

#include <algorithm>

namespace sinew {

auto memory_stream::append(const aggregate_key& key, std::uint64_t expected, const std::vector<message>& messages)
    -> result<appended> {
  const auto actual = last_position(key);
  if (actual != expected && !mutated(mutant::guard_dropped))
    return fail(errc::conflict, key.aggregate + " " + key.id + " is at position " + std::to_string(actual) + ", not " +
                                    std::to_string(expected));
  std::uint64_t position = actual;
  for (const auto& m : messages)
    position = store(key, std::string{m.type()}, copy_of(m.raw()));
  return appended{position};
}

auto memory_stream::store(const aggregate_key& key, std::string type, bytes body) -> std::uint64_t {
  const auto position = records_.size() + 1;
  records_.push_back({position, key, std::move(type), std::move(body)});
  positions_[key].push_back(position);
  return position;
}

auto memory_stream::read(const aggregate_key& key, std::uint64_t after, std::size_t at_most) const -> history_page {
  const auto found = positions_.find(key);
  if (found == positions_.end())
    return {};
  history_page page;
  auto next = std::ranges::upper_bound(found->second, after);
  for (; next != found->second.end() && page.messages.size() < at_most; ++next)
    page.messages.push_back(stored(*next));
  page.more = next != found->second.end();
  return page;
}

auto memory_stream::last(const aggregate_key& key) const -> std::optional<stored_message> {
  const auto position = last_position(key);
  if (position == 0)
    return std::nullopt;
  return stored(position);
}

auto memory_stream::last_position(const aggregate_key& key) const -> std::uint64_t {
  const auto found = positions_.find(key);
  return found == positions_.end() ? 0 : found->second.back();
}

auto memory_stream::stored(std::uint64_t position) const -> stored_message {
  const auto& record = records_[position - 1];
  return {position, record.type, record.body};
}

} // namespace sinew
