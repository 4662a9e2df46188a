// SPDX-License-Identifier: Apache-2.0
#include "tools/send/command_writer.hpp"

#include "actors/service.hpp"
#include "tools/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

auto command_writer::open(const service_card& owner, what w) -> result<command_writer> {
  const auto& commands = owner.find(w.aggregate)->commands;
  if (std::ranges::find(commands, w.command) == commands.end()) {
    const auto hint = did_you_mean(w.command, commands);
    return fail(errc::unknown_type,
                fmt::format("{} has no command '{}'{}", w.aggregate, w.command,
                            hint.empty() ? fmt::format("; it has {}", fmt::join(commands, ", ")) : hint));
  }
  if (!owner.schema)
    return fail(errc::unavailable,
                fmt::format("the registry has no usable schema of service {}; restart that service", owner.name));
  return command_writer{owner, std::move(w)};
}

command_writer::command_writer(const service_card& owner, what w)
    : what_{std::move(w)},
      table_{table_name(what_.aggregate, what_.command)},
      schema_{schema_hash(owner.schema->raw())},
      payloads_{*owner.schema} {}

auto command_writer::write(std::string_view id, const ordered_json& fields, const uuid& command_id, timestamp now,
                           timestamp deadline, std::string_view actor, std::string_view trace) -> result<message> {
  if (auto ok = check_id(id); !ok)
    return tl::unexpected{ok.error()};
  auto payload = payloads_.write(table_, fields);
  if (!payload)
    return tl::unexpected{payload.error()};
  const auto too_large = [](std::size_t size) {
    return fail(errc::invalid_input,
                fmt::format("the command has {} bytes; a message may have {}", size, message_limits{}.size));
  };
  if (payload->size() > message_limits{}.size)
    return too_large(payload->size());
  const entry_head head{.id = command_id,
                        .causation = {},
                        .correlation = std::string{id},
                        .time = now,
                        .actor = actor.empty() ? what_.actor : std::string{actor},
                        .trace = std::string{trace}};
  auto command = message::write({.aggregate = what_.aggregate,
                                 .aggregate_id = id,
                                 .type = what_.command,
                                 .schema = schema_,
                                 .deadline = deadline,
                                 .time_hops = what_.time_hops},
                                {{head, std::move(*payload)}});
  if (command.raw().size() > message_limits{}.size)
    return too_large(command.raw().size());
  return command;
}

} // namespace sinew
