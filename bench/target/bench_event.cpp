// SPDX-License-Identifier: Apache-2.0
#include "bench/target/bench_event.hpp"

namespace sinew::bench {

namespace {

// Tells an operation from any id that is drawn: version 8, "whatever the application likes" (RFC 9562).
constexpr std::uint64_t operation_mark = 0x53494e4557008000;

} // namespace

auto bench_event(const aggregate_key& key, const bench_event_head& head, bytes payload) -> message {
  std::vector<new_entry> entries;
  entries.push_back({.head = {.id = head.id,
                              .causation = {operation_mark, head.operation},
                              .correlation = key.id,
                              .time = head.time,
                              .actor = "bench"},
                     .payload = std::move(payload)});
  return message::write(
      {.aggregate = key.aggregate, .aggregate_id = key.id, .type = bench_event_type, .version = head.version}, entries);
}

auto operation_of(bytes_view event) -> std::optional<ticket> {
  const auto read = message::verify(event);
  if (!read || read->causation().high != operation_mark)
    return std::nullopt;
  return read->causation().low;
}

} // namespace sinew::bench
