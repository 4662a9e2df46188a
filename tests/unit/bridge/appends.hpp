// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/guarded_append.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// An append of `messages` events to the new item `id`, with `size` bytes of payload each.
inline auto append_of(
    std::string_view id, std::size_t messages = 1, std::size_t size = 1, completion<appended> done = [](const auto&) {})
    -> guarded_append {
  const new_entry entry{
      .head = {.id = {0x7000, 1}, .causation = {}, .correlation = "", .time = {}, .actor = "", .trace = ""},
      .payload = bytes(size)};
  const auto one = message::write({.aggregate = "item", .aggregate_id = id, .type = "opened"}, {entry});
  return {{"item", std::string{id}}, 0, std::vector(messages, one), std::move(done)};
}

template <class Appends>
auto ids_of(const Appends& appends) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& a : appends)
    all.push_back(a.key.id);
  return all;
}

} // namespace sinew
