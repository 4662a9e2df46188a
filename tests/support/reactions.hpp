// SPDX-License-Identifier: Apache-2.0
#pragma once

// Shows an event to a service's table of reactions, through its bytes, as a reader would.

#include "actors/reaction.hpp"

#include <flatbuffers/flatbuffers.h>
#include <gtest/gtest.h>
#include <vector>

namespace sinew::testing {

/// The finished FlatBuffer of the table that `write(builder)` makes.
template <class Write>
auto table_bytes(Write write) -> bytes {
  flatbuffers::FlatBufferBuilder b;
  b.Finish(write(b));
  return copy_of({reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()});
}

/// `payload` must outlive the result.
inline auto seen(aggregate_key key, std::string_view event, bytes_view payload) -> seen_event {
  return {std::move(key), event, payload, uuid{1, 1}, "o-1", timestamp{}};
}

/// What all rows for this event ask for, in the order of the table. Effects are left out.
inline auto commands_for(const std::vector<reaction>& rows, const aggregate_key& key, std::string_view event,
                         const bytes& payload) -> std::vector<addressed> {
  std::vector<addressed> commands;
  for (const auto& row : rows) {
    if (row.aggregate != key.aggregate || row.event != event || !row.map)
      continue;
    auto wanted = row.map(seen(key, event, payload));
    EXPECT_TRUE(wanted) << event << ": " << wanted.error().what;
    for (auto& command : *wanted) {
      EXPECT_EQ(command.to.aggregate, row.target);
      EXPECT_EQ(command.command.type, row.command);
      commands.push_back(std::move(command));
    }
  }
  return commands;
}

} // namespace sinew::testing
