// SPDX-License-Identifier: Apache-2.0
#include "actors/inbox.hpp"

#include "kernel/mutation.hpp"

#include <algorithm>
#include <utility>

namespace sinew {

namespace {

// Up to here, looking at all is quicker than an index, and takes less memory.
constexpr std::size_t few = 16;

} // namespace

void inbox::remember(const uuid& command, answer given) {
  if (command.is_nil() || mutated(mutant::inbox_dropped))
    return;
  if (const auto known = place_of(command))
    ring_[*known].given = given;
  else
    add({command, given});
}

auto inbox::find(const uuid& command) const -> std::optional<answer> {
  const auto known = place_of(command);
  return known ? std::optional{ring_[*known].given} : std::nullopt;
}

auto inbox::capacity() const -> std::size_t {
  return mutated(mutant::inbox_of_one) ? 1 : capacity_;
}

auto inbox::place_of(const uuid& command) const -> std::optional<std::size_t> {
  if (index_.empty()) {
    const auto found = std::ranges::find(ring_, command, &entry::command);
    return found == ring_.end() ? std::nullopt : std::optional<std::size_t>{found - ring_.begin()};
  }
  for (auto slot = home(command); index_[slot] != 0; slot = after(slot))
    if (ring_[index_[slot] - 1].command == command)
      return index_[slot] - 1;
  return std::nullopt;
}

auto inbox::home(const uuid& command) const -> std::size_t {
  return std::hash<uuid>{}(command) & (index_.size() - 1);
}

void inbox::add(const entry& e) {
  if (ring_.size() < capacity()) {
    ring_.push_back(e);
    return enter(ring_.size() - 1);
  }
  leave(oldest_);
  ring_[oldest_] = e;
  enter(oldest_);
  oldest_ = (oldest_ + 1) % ring_.size();
}

void inbox::enter(std::size_t at) {
  if (ring_.size() <= few)
    return;
  if (ring_.size() * 2 > index_.size())
    return make_index(std::max(2 * index_.size(), 4 * few));
  auto slot = home(ring_[at].command);
  while (index_[slot] != 0)
    slot = after(slot);
  index_[slot] = static_cast<place>(at + 1);
}

/// Algorithm R: what stands behind moves up, where it would no longer be found otherwise.
void inbox::leave(std::size_t at) {
  if (index_.empty())
    return;
  auto hole = home(ring_[at].command);
  while (index_[hole] != at + 1)
    hole = after(hole);
  for (auto slot = after(hole); index_[slot] != 0; slot = after(slot)) {
    const auto wanted = home(ring_[index_[slot] - 1].command);
    const bool stays = hole <= slot ? hole < wanted && wanted <= slot : hole < wanted || wanted <= slot;
    if (!stays)
      index_[std::exchange(hole, slot)] = index_[slot];
  }
  index_[hole] = 0;
}

void inbox::make_index(std::size_t slots) {
  index_.assign(slots, 0);
  for (std::size_t at = 0; at < ring_.size(); ++at)
    enter(at);
}

} // namespace sinew
