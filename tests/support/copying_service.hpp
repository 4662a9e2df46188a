// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/reaction_map.hpp"
#include "tests/support/counter_codec.hpp"

namespace test {

/// The counting service, with one reaction: what is added to `x` is added to `copy-of-x` too.
inline auto copying_service() -> sinew::service {
  auto s = counting_service();
  s.reactions = {{.upstream = "counting",
                  .aggregate = "counter",
                  .event = "added",
                  .target = "counter",
                  .command = "add",
                  .compensates = "",
                  .map = sinew::from<wire::CounterAdded>([](const wire::CounterAdded& event,
                                                            const sinew::seen_event& seen) -> sinew::reaction_result {
                    if (seen.key.id.starts_with("copy-of-"))
                      return std::vector<sinew::addressed>{};
                    return sinew::one(sinew::address<counter>("copy-of-" + seen.key.id, counter::add{event.amount()}));
                  })}};
  return s;
}

} // namespace test
