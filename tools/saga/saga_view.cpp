// SPDX-License-Identifier: Apache-2.0
#include "tools/saga/saga_view.hpp"

#include "schemas/message.hpp"

#include <algorithm>
#include <ctime>
#include <map>
#include <tuple>

namespace sinew {

namespace {

auto milliseconds(std::chrono::nanoseconds t) -> double {
  return static_cast<double>(t.count() / 1000) / 1000; // microseconds are what a reader can use
}

/// How far the order itself has come, parked messages aside.
auto progress_of(const saga_view& view) -> saga_outcome {
  for (const auto& step : view.steps)
    if (step.id == view.id && step.type() == "order.confirmed")
      return saga_outcome::completed;
    else if (step.id == view.id && step.type() == "order.cancelled")
      return saga_outcome::compensated;
  return saga_outcome::running;
}

/// When each kind of aggregate moved last.
auto last_moves(const std::vector<saga_step>& steps) -> std::map<std::string, std::size_t> {
  std::map<std::string, std::size_t> last;
  for (std::size_t i = 0; i < steps.size(); ++i)
    last[steps[i].aggregate] = i;
  return last;
}

auto waits_of(const catalog& known, const std::vector<saga_step>& steps) -> std::vector<saga_wait> {
  const auto moved = last_moves(steps);
  std::map<std::tuple<std::string, std::string>, saga_wait> waits; // the newest reason for each awaited command
  for (std::size_t i = 0; i < steps.size(); ++i)
    for (const auto& card : known.services())
      for (const auto& row : card.reactions) {
        if (row.aggregate != steps[i].aggregate || row.event != steps[i].event)
          continue;
        const auto target = moved.find(row.target);
        if (target == moved.end() || target->second <= i)
          waits[{row.target, row.command}] = {card.name, row.target, row.command, steps[i].type()};
      }
  std::vector<saga_wait> list;
  for (auto& [key, wait] : waits)
    list.push_back(std::move(wait));
  return list;
}

} // namespace

auto name_of(saga_outcome outcome) -> std::string_view {
  switch (outcome) {
    case saga_outcome::completed: return "completed";
    case saga_outcome::compensated: return "compensated";
    case saga_outcome::running: return "running";
    case saga_outcome::parked: return "parked";
  }
  return "";
}

auto exit_code_of(saga_outcome outcome) -> exit_code {
  switch (outcome) {
    case saga_outcome::completed: return exit_code::done;
    case saga_outcome::compensated: return exit_code::compensated;
    case saga_outcome::running: return exit_code::running;
    case saga_outcome::parked: return exit_code::parked;
  }
  return exit_code::running;
}

auto saga_view::duration() const -> std::chrono::nanoseconds {
  return steps.empty() ? std::chrono::nanoseconds{} : steps.back().stored - steps.front().stored;
}

auto saga_steps(const catalog& known, std::string_view id, const std::vector<log_message>& messages)
    -> std::vector<saga_step> {
  std::vector<saga_step> steps;
  for (const auto& stored : messages) {
    const auto m = message::verify(stored.body);
    for (std::size_t i = 0; m && i < m->size(); ++i) {
      if (m->correlation(i) != id)
        continue;
      const auto* owner = known.owner_of(m->aggregate());
      auto data = known.decode(m->aggregate(), m->type(), m->payload(i));
      steps.push_back({.service = owner == nullptr ? "?" : owner->name,
                       .aggregate = std::string{m->aggregate()},
                       .id = std::string{m->aggregate_id()},
                       .event = std::string{m->type()},
                       .version = m->version() + i,
                       .position = stored.position,
                       .stored = parse_broker_time(stored.stored_at),
                       .data = data ? std::move(*data) : ordered_json::object(),
                       .event_id = m->id(i),
                       .causation = m->causation(i),
                       .actor = std::string{m->actor(i)},
                       .trace = std::string{m->trace(i)}});
    }
  }
  return steps;
}

auto make_saga_view(const catalog& known, std::string id, std::vector<saga_step> steps, std::vector<std::string> parked)
    -> saga_view {
  std::ranges::stable_sort(steps, {}, [](const saga_step& s) { return std::pair{s.stored, s.version}; });
  saga_view view{.id = std::move(id), .steps = std::move(steps), .waits = {}, .parked = std::move(parked)};
  const auto progress = progress_of(view);
  view.outcome = view.parked.empty() ? progress : saga_outcome::parked;
  if (progress == saga_outcome::running)
    view.waits = waits_of(known, view.steps);
  return view;
}

auto saga_json(const saga_view& view) -> ordered_json {
  auto steps = ordered_json::array();
  for (const auto& step : view.steps)
    steps.push_back({{"after_ms", milliseconds(step.stored - view.steps.front().stored)},
                     {"service", step.service},
                     {"aggregate", step.aggregate},
                     {"id", step.id},
                     {"event", step.event},
                     {"version", step.version},
                     {"position", step.position},
                     {"data", step.data}});
  auto waits = ordered_json::array();
  for (const auto& wait : view.waits)
    waits.push_back(
        {{"service", wait.service}, {"aggregate", wait.target}, {"command", wait.command}, {"because", wait.because}});
  return {{"id", view.id},
          {"outcome", name_of(view.outcome)},
          {"complete", view.is_whole},
          {"duration_ms", milliseconds(view.duration())},
          {"steps", std::move(steps)},
          {"waits_for", std::move(waits)},
          {"parked", view.parked}};
}

auto parse_broker_time(const std::string& text) -> std::chrono::nanoseconds {
  std::tm parts{};
  const auto* rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (rest == nullptr)
    return {};
  std::chrono::nanoseconds time = std::chrono::seconds{timegm(&parts)};
  std::chrono::nanoseconds digit{100'000'000};
  if (*rest == '.')
    for (++rest; *rest >= '0' && *rest <= '9'; ++rest, digit /= 10)
      time += digit * (*rest - '0');
  return time;
}

} // namespace sinew
