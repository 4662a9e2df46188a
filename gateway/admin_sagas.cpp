// SPDX-License-Identifier: Apache-2.0
#include "gateway/admin_sagas.hpp"

#include "gateway/admin_query.hpp"
#include "gateway/admin_row.hpp"
#include "gateway/order_view.hpp"
#include "gateway/problem_of.hpp"
#include "gateway/resource_view.hpp"
#include "kernel/names.hpp"
#include "tools/saga/saga_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace sinew::gateway {

namespace {

constexpr std::uint64_t usual_limit = 50;
constexpr std::uint64_t most_limit = 200;
constexpr std::size_t most_timelines = 4;
// Some seconds of a busy system; each page of them takes a part of a millisecond from customers' requests.
constexpr std::size_t most_messages = 20'000;
constexpr std::chrono::milliseconds look_age{1'000};
constexpr std::array<std::string_view, 4> states{"running", "completed", "compensated", "parked"};

auto milliseconds(std::chrono::nanoseconds t) -> double {
  // Microseconds are what a reader can use.
  return std::chrono::duration<double, std::milli>{std::chrono::floor<std::chrono::microseconds>(t)}.count();
}

auto row_json(const saga_row& row, std::string_view state) -> ordered_json {
  ordered_json told{{"id", row.id}, {"state", state}, {"events", row.events}};
  if (!row.customer.empty())
    told["customer"] = row.customer;
  if (!row.code.empty())
    told["code"] = row.code;
  if (row.placed_at)
    told["placed_at"] = to_rfc3339(*row.placed_at);
  if (row.ended_at)
    told["ended_at"] = to_rfc3339(*row.ended_at);
  if (const auto duration = row.duration())
    told["duration_ms"] = milliseconds(*duration);
  return told;
}

/// Nearest rank: each figure is one that was measured.
auto percentiles_json(std::vector<std::chrono::nanoseconds> all) -> ordered_json {
  ordered_json told{{"count", all.size()}};
  if (all.empty())
    return told;
  std::ranges::sort(all);
  const auto at = [&](std::size_t percent) {
    const auto rank = (all.size() * percent + 99) / 100;
    return milliseconds(all[std::max<std::size_t>(rank, 1) - 1]);
  };
  told["p50"] = at(50);
  told["p90"] = at(90);
  told["p99"] = at(99);
  told["max"] = at(100);
  return told;
}

void make_steps_public(ordered_json& saga) {
  for (auto& step : saga.at("steps"))
    make_public(step.at("data"));
}

} // namespace

/// What a request for the list asks for, and who is answered.
struct admin_sagas::page {
  std::string state; // empty: all
  std::uint64_t limit;
  std::uint64_t before;
  http_answer answer;
};

admin_sagas::admin_sagas(client& with, const registry_mirror& known)
    : with_{with},
      known_{known},
      roll_{with, known},
      parked_{with.where(), look_age, [this](completion<parked_ids> done) {
                ask_queues(with_.broker(), {}, [done = std::move(done)](const result<parked_queues>& all) {
                  done(all.map([](const parked_queues& found) {
                    parked_ids ids;
                    for (const auto& queue : found.queues)
                      if (!queue.is_aside)
                        ids.insert(queue.key.id);
                    return ids;
                  }));
                });
              }} {}

auto admin_sagas::routes() -> std::vector<route> {
  return {
      admin_row("GET", "/v1/admin/sagas", "The newest orders, by state",
                [this](const call& made, const http_answer& answer) { list(made, answer); }),
      admin_row("GET", "/v1/admin/sagas/{id}", "The way of one order through all services",
                [this](const call& made, const http_answer& answer) { show(made, answer); }),
  };
}

void admin_sagas::list(const call& made, const http_answer& answer) {
  const auto& path = made.request->path;
  const auto query = admin_query::read(made.request->query, {"state", "limit", "cursor"});
  if (!query)
    return answer(to_response(query.error(), path));
  const auto state = query->text("state");
  if (!state.empty() && std::ranges::find(states, state) == states.end())
    return answer(to_response(
        {400, "invalid_input", fmt::format("state: expected one of {}", fmt::join(states, ", ")), "state"}, path));
  const auto limit = query->number("limit", usual_limit, most_limit);
  if (!limit)
    return answer(to_response(limit.error(), path));
  constexpr auto newest = std::numeric_limits<std::uint64_t>::max();
  const auto before = query->number("cursor", newest, newest);
  if (!before)
    return answer(to_response(before.error(), path));
  roll_.when_ready([this, path, wanted = page{state, *limit, *before, answer}](const result<void>& ready) {
    if (!ready)
      return wanted.answer(to_response(problem_of(ready.error()), path));
    parked_.ask([this, path, wanted](const result<std::shared_ptr<const parked_ids>>& parked) {
      if (!parked)
        return wanted.answer(to_response(problem_of(parked.error()), path));
      answer_page(wanted, **parked);
    });
  });
}

void admin_sagas::answer_page(const page& wanted, const parked_ids& parked) const {
  const auto state_of = [&](const saga_row& row) {
    return parked.contains(row.id) ? std::string_view{"parked"} : name_of(row.at);
  };
  std::map<std::string_view, std::uint64_t> counts;
  std::map<std::string_view, std::vector<std::chrono::nanoseconds>> durations;
  std::optional<timestamp> oldest;
  roll_.table().for_each(std::numeric_limits<std::uint64_t>::max(), [&](const saga_row& row) {
    ++counts[state_of(row)];
    if (const auto duration = row.duration())
      durations[name_of(row.at)].push_back(*duration);
    oldest = row.placed_at ? row.placed_at : oldest;
    return true;
  });
  auto rows = ordered_json::array();
  std::uint64_t last = 0;
  bool more = false;
  roll_.table().for_each(wanted.before, [&](const saga_row& row) {
    const auto state = state_of(row);
    if (!wanted.state.empty() && wanted.state != state)
      return true;
    more = rows.size() == wanted.limit;
    if (more)
      return false;
    rows.push_back(row_json(row, state));
    last = row.position;
    return true;
  });
  ordered_json told{{"scope", {{"orders", roll_.table().size()}, {"complete", roll_.is_complete()}}}};
  if (oldest)
    told["scope"]["since"] = to_rfc3339(*oldest);
  for (const auto state : states)
    told["counts"][std::string{state}] = counts[state];
  for (const auto* state : {"completed", "compensated"})
    told["durations_ms"][state] = percentiles_json(durations[state]);
  told["sagas"] = std::move(rows);
  if (more)
    told["next"] = std::to_string(last);
  wanted.answer(json_response(200, told));
}

void admin_sagas::show(const call& made, const http_answer& answer) {
  const auto& id = made.at("id");
  const auto& path = made.request->path;
  const auto unknown = problem{404, "not_found", fmt::format("no service knows an order '{}'", id)};
  if (!is_valid_id(id))
    return answer(to_response(unknown, path));
  if (timelines_ == most_timelines)
    return answer(to_response(problem_of(error{errc::overloaded, "too many sagas are being read"}), path));
  ++timelines_;
  ask_saga(with_.broker(), known_.current(), {.id = id, .most_messages = most_messages},
           [this, answer, path, unknown](const result<saga_view>& saga) {
             --timelines_;
             if (!saga)
               return answer(to_response(problem_of(saga.error()), path));
             if (saga->steps.empty())
               return answer(to_response(unknown, path));
             auto told = saga_json(*saga);
             make_steps_public(told);
             told["began_at"] = to_rfc3339(from_unix_ns(saga->steps.front().stored.count()));
             answer(json_response(200, told));
           });
}

} // namespace sinew::gateway
