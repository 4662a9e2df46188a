// SPDX-License-Identifier: Apache-2.0
#include "tools/describe/saga_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace sinew {

namespace {

using reaction = service_card::reaction;

auto all_reactions(const catalog& known) -> std::vector<std::pair<const service_card*, const reaction*>> {
  std::vector<std::pair<const service_card*, const reaction*>> rows;
  for (const auto& card : known.services())
    for (const auto& row : card.reactions)
      rows.emplace_back(&card, &row);
  return rows;
}

auto unhandled_events(const catalog& known) -> std::vector<std::string> {
  std::set<std::string> handled;
  for (const auto& [card, row] : all_reactions(known))
    handled.insert(row->aggregate + "." + row->event);
  std::vector<std::string> unhandled;
  for (const auto& card : known.services())
    for (const auto& aggregate : card.aggregates)
      for (const auto& event : aggregate.events)
        if (!handled.contains(aggregate.name + "." + event))
          unhandled.push_back(aggregate.name + "." + event);
  return unhandled;
}

auto uncompensated_steps(const catalog& known) -> std::vector<std::string> {
  std::set<std::string> undone;
  std::set<std::string> undone_outside; // parties which are told to undo
  for (const auto& [card, row] : all_reactions(known))
    if (!row->compensates.empty()) {
      undone.insert(row->target + " " + row->compensates);
      undone_outside.insert(row->party);
    }
  std::set<std::string> forward;
  for (const auto& [card, row] : all_reactions(known))
    if (row->compensates.empty() && (row->party.empty() || !undone_outside.contains(row->party)))
      forward.insert(row->target + " " + row->command);
  std::vector<std::string> left;
  std::ranges::set_difference(forward, undone, std::back_inserter(left));
  return left;
}

auto broken_rows(const catalog& known) -> std::vector<std::string> {
  std::vector<std::string> broken;
  for (const auto& [card, row] : all_reactions(known)) {
    const auto* source = known.owner_of(row->aggregate);
    const auto* aggregate = source == nullptr ? nullptr : source->find(row->aggregate);
    if (aggregate == nullptr || source->name != row->upstream)
      broken.push_back(fmt::format("{} reacts to {}.{} of service {}, which has no such aggregate", card->name,
                                   row->aggregate, row->event, row->upstream));
    else if (std::ranges::find(aggregate->events, row->event) == aggregate->events.end())
      broken.push_back(fmt::format("{} reacts to {}.{}, which {} does not declare", card->name, row->aggregate,
                                   row->event, row->upstream));
    if (card->find(row->target) == nullptr)
      broken.push_back(fmt::format("{} reacts to {}.{} with a command for '{}', which is not its own", card->name,
                                   row->aggregate, row->event, row->target));
  }
  return broken;
}

/// Finds, for each kind of aggregate, the shortest way back to itself (breadth first); each circle is told once.
class cycle_search {
 public:
  explicit cycle_search(const catalog& known) {
    for (const auto& [card, row] : all_reactions(known))
      if (row->aggregate != row->target) // waking oneself (an effect's answer) is no circle
        next_[row->aggregate].insert(row->target);
  }

  auto run() -> std::vector<std::string> {
    std::map<std::set<std::string>, std::string> circles; // the same members are the same circle
    for (const auto& [start, ignored] : next_)
      if (const auto way = way_back(start); !way.empty())
        circles.try_emplace({way.begin(), way.end()}, fmt::format("{}", fmt::join(way, " -> ")));
    std::vector<std::string> list;
    for (const auto& [members, text] : circles)
      list.push_back(text);
    return list;
  }

 private:
  auto way_back(const std::string& start) -> std::vector<std::string> {
    std::map<std::string, std::string> came_from;
    std::vector<std::string> open{start};
    for (std::size_t i = 0; i < open.size(); ++i)
      for (const auto& to : next_[open[i]]) {
        if (to == start)
          return trace(came_from, start, open[i]);
        if (came_from.try_emplace(to, open[i]).second)
          open.push_back(to);
      }
    return {};
  }

  static auto trace(const std::map<std::string, std::string>& came_from, const std::string& start, std::string at)
      -> std::vector<std::string> {
    std::vector<std::string> way{start};
    for (; at != start; at = came_from.at(at))
      way.push_back(at);
    way.push_back(start);
    std::ranges::reverse(way);
    return way;
  }

  std::map<std::string, std::set<std::string>> next_;
};

} // namespace

auto find_in(const catalog& known) -> saga_findings {
  return {.unhandled = unhandled_events(known),
          .uncompensated = uncompensated_steps(known),
          .cycles = cycle_search{known}.run(),
          .broken = broken_rows(known)};
}

} // namespace sinew
