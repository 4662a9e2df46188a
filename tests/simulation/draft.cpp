// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/draft.hpp"

namespace simulation {

using std::chrono::milliseconds;

auto draft::within(milliseconds limit) -> duration {
  return milliseconds{below(static_cast<std::uint64_t>(limit.count()))};
}

auto draft::some_time() -> duration {
  return within(std::chrono::duration_cast<milliseconds>(drawn.span));
}

auto draft::plan(duration at, std::string_view aggregate, const std::string& id, const sinew::encoded& command,
                 sinew::timestamp deadline) -> sinew::uuid {
  const auto name = sinew::uuid_v7(node_clock::birth + at, chance_.next(), chance_.next());
  const auto written = sinew::message::write(
      {.aggregate = aggregate, .aggregate_id = id, .type = command.type, .deadline = deadline},
      {{{.id = name, .correlation = id, .time = node_clock::birth + at, .actor = "client"}, command.payload}});
  drawn.intentions.push_back({at, static_cast<int>(below(2)), written});
  // Somebody double-clicked: the same command, on another way.
  if (one_in(5))
    drawn.intentions.push_back({at + within(milliseconds{one_in(2) ? 5 : 3'000}), static_cast<int>(below(2)), written});
  return name;
}

} // namespace simulation
