// SPDX-License-Identifier: Apache-2.0
#include "tools/saga/own_kinds.hpp"

#include "actors/reaction.hpp"
#include "schemas/message.hpp"
#include "tools/saga/saga_view.hpp"

#include <algorithm>

namespace sinew {

namespace {

constexpr std::string_view root = "order";

/// The ids of all commands that reactions to these messages send to aggregates of that id.
auto commands_to(const catalog& known, std::string_view id, const std::vector<message>& events) -> std::set<uuid> {
  std::set<uuid> commands;
  for (const auto& m : events)
    for (const auto& card : known.services())
      for (const auto& row : card.reactions)
        if (row.aggregate == m.aggregate() && row.event == m.type())
          for (std::size_t i = 0; i < m.size(); ++i)
            commands.insert(reaction_command_id(m.id(i), {row.target, std::string{id}}, row.command));
  return commands;
}

auto verified(const std::vector<log_message>& stored) -> std::vector<message> {
  std::vector<message> all;
  for (const auto& m : stored)
    if (auto sound = message::verify(m.body))
      all.push_back(std::move(*sound));
  return all;
}

} // namespace

void drop_earlier_than_order(std::vector<log_message>& own) {
  auto begin = std::chrono::nanoseconds::max();
  for (const auto& stored : own)
    if (const auto m = message::verify(stored.body); m && m->aggregate() == root)
      begin = std::min(begin, parse_broker_time(stored.stored_at));
  if (begin != std::chrono::nanoseconds::max())
    std::erase_if(own, [begin](const log_message& m) { return parse_broker_time(m.stored_at) < begin; });
}

auto own_kinds(const catalog& known, std::string_view id, const std::vector<log_message>& own)
    -> std::set<std::string> {
  const auto events = verified(own);
  const auto commands = commands_to(known, id, events);
  std::set<std::string> kinds;
  for (const auto& m : events)
    if (m.aggregate() == root || (m.version() == 1 && commands.contains(m.causation())))
      kinds.emplace(m.aggregate());
  return kinds;
}

} // namespace sinew
