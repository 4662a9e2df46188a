// SPDX-License-Identifier: Apache-2.0
#include "actors/wake_up.hpp"

#include <fmt/format.h>

namespace sinew {

namespace {

auto id_of(const aggregate_key& key, std::string_view command, timestamp at) -> uuid {
  const uuid seed{fnv1a32(key.aggregate), fnv1a32(key.id)};
  return derived_uuid(seed, fmt::format("{}/{}@{}", key.id, command, to_unix_ns(at)));
}

} // namespace

auto wake_up(const aggregate_key& key, const encoded_alarm& wanted, std::string_view actor, std::uint64_t schema,
             std::string trace) -> message {
  return message::write(
      {.aggregate = key.aggregate, .aggregate_id = key.id, .type = wanted.command.type, .schema = schema},
      {{{.id = id_of(key, wanted.command.type, wanted.at),
         .causation = {},
         .correlation = key.id,
         .time = wanted.at,
         .actor = std::string{actor},
         .trace = std::move(trace)},
        wanted.command.payload}});
}

auto is_same(const encoded_alarm& a, const encoded_alarm& b) -> bool {
  return a.at == b.at && a.command.type == b.command.type;
}

auto is_wake_up(const message& command) -> bool {
  return command.id() == id_of(command.key(), command.type(), command.time());
}

} // namespace sinew
