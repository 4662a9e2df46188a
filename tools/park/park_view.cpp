// SPDX-License-Identifier: Apache-2.0
#include "tools/park/park_view.hpp"

#include "actors/stray.hpp"
#include "bridge/subjects.hpp"
#include "tools/cloud_event.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

namespace {

/// What failed for many keys alike is one thing to look into.
auto without_id(std::string reason, const std::string& id) -> std::string {
  for (auto at = reason.find(id); at != std::string::npos; at = reason.find(id, at + 1))
    reason.replace(at, id.size(), "*");
  return reason;
}

auto reason_of(const parked_row& row) -> std::string {
  const auto& what = row.entry.what;
  if (!what.reason.empty())
    return without_id(what.reason, what.key.id);
  return check_parked(what) ? "it does not say why" : "no node has parked it: a redrive sets it aside";
}

auto source_of(const parked_message& what) -> std::string {
  if (!is_valid_name(what.type))
    return {};
  return what.is_timer ? subject::due(what.key, what.type) : subject::event(what.key, what.type);
}

auto name_of(redrive_outcome::end how) -> std::string_view {
  using end = redrive_outcome::end;
  switch (how) {
    case end::emptied: return "emptied";
    case end::still_parked: return "still_parked";
    case end::unavailable: return "unavailable";
    case end::interrupted: return "interrupted";
  }
  return "";
}

} // namespace

void park_view::add(const parked_row& row) {
  const auto& what = row.entry.what;
  const auto queue = fmt::format("{} {} {}", what.service, what.key.aggregate, what.key.id);
  auto* group = row.is_aside ? nullptr : queues_[queue];
  const bool is_first = group == nullptr;
  if (is_first) {
    const auto reason = reason_of(row);
    group = &groups_[fmt::format("{} {} {}", row.is_aside, what.service, reason)];
    group->service = what.service;
    group->reason = reason;
    group->holds_keys = !row.is_aside;
    if (!row.is_aside)
      queues_[queue] = group;
  }
  const bool known = std::ranges::find(group->examples, what.key) != group->examples.end();
  if (is_first && !known) {
    ++group->keys;
    if (group->examples.size() < most_examples)
      group->examples.push_back(what.key);
  }
  ++group->messages;
  if (group->oldest.empty() || row.stored_at < group->oldest)
    group->oldest = row.stored_at;
}

auto park_view::groups(std::string_view text) const -> std::vector<parked_group> {
  std::vector<parked_group> all;
  for (const auto& [name, group] : groups_)
    if (group.reason.find(text) != std::string::npos)
      all.push_back(group);
  std::ranges::stable_sort(all, std::ranges::greater{}, &parked_group::messages);
  return all;
}

auto groups_json(const std::vector<parked_group>& groups) -> ordered_json {
  auto list = ordered_json::array();
  std::uint64_t messages = 0;
  for (const auto& g : groups) {
    auto examples = ordered_json::array();
    for (const auto& key : g.examples)
      examples.push_back({{"aggregate", key.aggregate}, {"id", key.id}});
    messages += g.messages;
    list.push_back({{"service", g.service},
                    {"reason", g.reason},
                    {"holds_keys", g.holds_keys},
                    {"keys", g.keys},
                    {"messages", g.messages},
                    {"oldest", g.oldest},
                    {"examples", std::move(examples)}});
  }
  return {{"messages", messages}, {"groups", std::move(list)}};
}

auto parked_json(const catalog& known, const parked_row& row) -> ordered_json {
  const auto& what = row.entry.what;
  ordered_json told{{"service", what.service},   {"aggregate", what.key.aggregate},
                    {"id", what.key.id},         {"place", row.entry.place},
                    {"set_aside", row.is_aside}, {"parked_at", row.stored_at},
                    {"upstream", what.upstream}, {"position", what.position},
                    {"attempts", what.attempts}, {"reason", what.reason},
                    {"causes", what.causes}};
  if (what.attempts > 0) {
    told["first_failure"] = to_rfc3339(what.first_failure);
    told["last_failure"] = to_rfc3339(what.last_failure);
  }
  told["message"] = cloud_events(known, source_of(what), what.body, what.position);
  return told;
}

auto redrive_json(const parked_queue& of, const redrive_outcome& told) -> ordered_json {
  using end = redrive_outcome::end;
  ordered_json line{{"service", of.service},     {"aggregate", of.key.aggregate}, {"id", of.key.id},
                    {"redriven", told.redriven}, {"set_aside", told.set_aside},   {"outcome", name_of(told.how)}};
  if (told.how == end::still_parked || told.how == end::unavailable)
    line["reason"] = told.reason;
  if (told.how == end::still_parked)
    line["attempts"] = told.attempts;
  return line;
}

} // namespace sinew
