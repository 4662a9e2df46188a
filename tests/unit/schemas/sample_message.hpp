// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schemas/message.hpp"

#include <string>
#include <vector>

namespace test {

/// An envelope in which every field is set; entry i has the id {i + 1, i + 1} and the payload "payload <i>".
inline auto sample_message(std::uint64_t entries) -> sinew::message {
  std::vector<sinew::new_entry> all;
  for (std::uint64_t i = 0; i < entries; ++i)
    all.push_back({.head = {.id = {i + 1, i + 1},
                            .causation = {9, 9},
                            .correlation = "o-1",
                            .time = sinew::from_unix_ns(42),
                            .actor = "service/order",
                            .trace = "00-trace"},
                   .payload = sinew::copy_of(sinew::as_bytes("payload " + std::to_string(i)))});
  return sinew::message::write({.aggregate = "counter",
                                .aggregate_id = "c-1",
                                .type = "added",
                                .version = 7,
                                .schema = 11,
                                .deadline = sinew::from_unix_ns(99)},
                               all);
}

} // namespace test
