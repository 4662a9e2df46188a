// SPDX-License-Identifier: Apache-2.0
#include "actors/commit.hpp"

#include "kernel/mutation.hpp"

#include <algorithm>

namespace sinew {

namespace {

auto same_type(const std::vector<encoded>& events) -> bool {
  return std::ranges::all_of(events, [&](const encoded& e) { return e.type == events.front().type; });
}

auto payload_bytes(const std::vector<encoded>& events) -> std::size_t {
  std::size_t sum = 0;
  for (const auto& e : events)
    sum += e.payload.size();
  return sum;
}

} // namespace

auto commit::admits(const std::vector<encoded>& events, const limits& bounds) const -> bool {
  if (events_.empty())
    return true;
  return !mixed_ && asked_.size() < bounds.commands_per_append &&
         bytes_ + payload_bytes(events) <= bounds.bytes_per_append &&
         events.front().type == events_.front().event.type && same_type(events);
}

void commit::add(handle_command asked, std::vector<encoded> events, const aggregate& of) {
  asked.reply.passed(&hop_times::decided);
  bytes_ += payload_bytes(events);
  mixed_ = mixed_ || !same_type(events);
  for (auto& event : events)
    events_.push_back({std::move(event), asked_.size()});
  asked_.push_back({std::move(asked), receipt{.version = of.version()}, true});
}

void commit::add_answer(handle_command asked, receipt given) {
  asked.reply.passed(&hop_times::decided);
  asked_.push_back({std::move(asked), std::move(given), false});
}

auto commit::only_repeats() const -> bool {
  return std::ranges::all_of(asked_, [](const pending_answer& p) { return p.given.repeated; });
}

auto commit::contains(const uuid& command) const -> bool {
  return std::ranges::any_of(asked_, [&](const pending_answer& p) { return p.asked.command.id() == command; });
}

auto commit::handed_on() const -> std::string {
  const auto first = std::ranges::find(asked_, true, &pending_answer::stores);
  return first == asked_.end() ? std::string{} : first->asked.reply.handed_on(first->asked.command);
}

auto commit::messages(const aggregate_key& key, std::uint64_t first_version, const origin& from, timestamp now,
                      const std::function<uuid()>& new_id) const -> std::vector<message> {
  std::vector<message> all;
  auto version = first_version;
  for (auto first = events_.begin(); first != events_.end();) {
    const auto last =
        std::find_if(first, events_.end(), [&](const pending_event& e) { return e.event.type != first->event.type; });
    std::vector<new_entry> entries;
    for (auto e = first; e != last; ++e) {
      const auto& [command, reply] = asked_[e->asked].asked;
      const auto own = e->event.saga_deadline;
      entries.push_back({{.id = new_id(),
                          .causation = command.id(),
                          .correlation = std::string{command.correlation()},
                          .time = now,
                          .actor = std::string{command.actor().empty() ? from.actor : command.actor()},
                          .trace = reply.handed_on(command),
                          .saga_deadline = own == timestamp{} ? command.saga_deadline() : own},
                         e->event.payload});
    }
    all.push_back(message::write({.aggregate = key.aggregate,
                                  .aggregate_id = key.id,
                                  .type = first->event.type,
                                  .version = version + (mutated(mutant::version_off_by_one) ? 0 : 1),
                                  .schema = from.schema},
                                 entries));
    version += entries.size();
    first = last;
  }
  return all;
}

void commit::succeed(aggregate& of, std::uint64_t position) {
  for (const auto& p : asked_)
    if (p.stores)
      of.remember(p.asked.command.id(), {p.given.version, position});
  for (auto& p : asked_) {
    // What needed no event of its own may still rest on those that were stored with it.
    if (!p.given.repeated)
      p.given.position = position;
    p.asked.reply.passed(&hop_times::stored);
    p.asked.reply(p.given);
  }
  clear();
}

void commit::answer_all(const receipt& given) {
  for (const auto& p : asked_)
    p.asked.reply(given);
  clear();
}

/// Most aggregates are idle most of the time: nothing is kept for the next time.
void commit::clear() {
  asked_ = {};
  events_ = {};
  bytes_ = 0;
  mixed_ = false;
}

auto commit::take_back() -> std::vector<handle_command> {
  std::vector<handle_command> back;
  back.reserve(asked_.size());
  for (auto& p : asked_)
    back.push_back(std::move(p.asked));
  clear();
  return back;
}

} // namespace sinew
