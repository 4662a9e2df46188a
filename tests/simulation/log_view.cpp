// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/log_view.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace simulation {

void log_view::add(std::string_view service, const sinew::memory_stream& log, const std::vector<time_point>& stored) {
  for (const auto& record : log.records()) {
    auto read = sinew::message::verify(record.body);
    if (!read || read->key() != record.key || read->type() != record.type) {
      faults_.push_back(fmt::format("position {} of {} is not the event its subject says", record.position, service));
      continue;
    }
    messages_.push_back(std::move(*read));
    add_entries(record, messages_.back(), stored.at(record.position - 1));
  }
}

void log_view::add_entries(const sinew::memory_record& record, const sinew::message& read, time_point stored) {
  auto& before = by_key_[record.key];
  for (std::size_t i = 0; i < read.size(); ++i) {
    const auto version = read.version() + i;
    if (version != before.size() + 1)
      faults_.push_back(fmt::format("{} {}: '{}' has version {} after {} events", record.key.aggregate, record.key.id,
                                    record.type, version, before.size()));
    events_.push_back({record.key, record.type, record.position, version, read.id(i), read.causation(i), read.time(i),
                       stored, read.payload(i)});
    before.push_back(&events_.back());
  }
}

auto log_view::of(std::string_view aggregate, std::string_view id) const -> const history& {
  static const history none;
  const auto found = by_key_.find({std::string{aggregate}, std::string{id}});
  return found == by_key_.end() ? none : found->second;
}

auto log_view::ids_of(std::string_view aggregate) const -> std::vector<std::string> {
  std::vector<std::string> ids;
  for (const auto& [key, events] : by_key_)
    if (key.aggregate == aggregate)
      ids.push_back(key.id);
  return ids;
}

auto first_of(const log_view::history& of, std::string_view type) -> const logged* {
  const auto found = std::ranges::find_if(of, [&](const auto* e) { return e->type == type; });
  return found == of.end() ? nullptr : *found;
}

auto count_of(const log_view::history& of, std::string_view type) -> std::size_t {
  return static_cast<std::size_t>(std::ranges::count_if(of, [&](const auto* e) { return e->type == type; }));
}

auto caused_by(const log_view::history& of, const sinew::uuid& command) -> const logged* {
  const auto found = std::ranges::find_if(of, [&](const auto* e) { return e->causation == command; });
  return found == of.end() ? nullptr : *found;
}

auto last_caused_by(const log_view::history& of, const sinew::uuid& command) -> const logged* {
  const auto found = std::find_if(of.rbegin(), of.rend(), [&](const auto* e) { return e->causation == command; });
  return found == of.rend() ? nullptr : *found;
}

} // namespace simulation
