// SPDX-License-Identifier: Apache-2.0
#include "gateway/admin_sagas.hpp"

#include "gateway/admin_query.hpp"
#include "gateway/admin_row.hpp"
#include "gateway/order_view.hpp"
#include "gateway/problem_of.hpp"
#include "gateway/resource_view.hpp"
#include "gateway/saga_json.hpp"
#include "kernel/names.hpp"
#include "tools/saga/saga_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace sinew::gateway {

namespace {

constexpr std::uint64_t usual_limit = 50;
constexpr std::uint64_t most_limit = 200;
// Each of them is a question of its own.
constexpr std::uint64_t most_parked = 50;
constexpr std::size_t most_timelines = 4;
// Some seconds of a busy system; each page of them takes a part of a millisecond from customers' requests.
constexpr std::size_t most_messages = 20'000;
constexpr std::chrono::milliseconds look_age{1'000};
// What a cursor is of: the read model's list, parked ids, or the newest part of the log.
constexpr std::string_view of_list = "list.";
constexpr std::string_view of_parked = "parked.";
constexpr std::string_view of_log = "log.";

auto is_cursor(std::string_view cursor) -> bool {
  return cursor.empty() || cursor.starts_with(of_list) || cursor.starts_with(of_log) ||
         (cursor.starts_with(of_parked) && is_valid_id(cursor.substr(of_parked.size())));
}

auto no_cursor(std::string_view why) -> problem {
  return {400, "invalid_input", fmt::format("cursor: {}", why), "cursor"};
}

/// Where the log's page goes on; none: that is no place.
auto place_in(std::string_view cursor) -> std::optional<std::uint64_t> {
  if (cursor.empty())
    return std::numeric_limits<std::uint64_t>::max();
  const auto digits = cursor.substr(of_log.size());
  std::uint64_t place = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), place);
  return read.ec == std::errc{} && read.ptr == digits.data() + digits.size() ? std::optional{place} : std::nullopt;
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
  std::string cursor;
  std::string path;
  http_answer answer;

  void fail(const problem& why) const { answer(to_response(why, path)); }
  void tell(ordered_json rows, std::string next, std::string_view from) const {
    ordered_json told{{"from", from}, {"sagas", std::move(rows)}};
    if (!next.empty())
      told["next"] = std::move(next);
    answer(json_response(200, told));
  }
};

admin_sagas::admin_sagas(client& with, const registry_mirror& known, guarded_services& services)
    : with_{with},
      known_{known},
      list_{with.where(), services},
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
      admin_row("GET", "/v1/admin/sagas", "Orders and how they stand, the newest first",
                [this](const call& made, const http_answer& answer) { list(made, answer); }),
      admin_row("GET", "/v1/admin/figures", "How many of the newest orders are in which state, and how long they took",
                [this](const call& made, const http_answer& answer) { show_figures(made, answer); }),
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
  if (!state.empty() && std::ranges::find(saga_states, state) == saga_states.end())
    return answer(to_response(
        {400, "invalid_input", fmt::format("state: expected one of {}", fmt::join(saga_states, ", ")), "state"}, path));
  const auto limit = query->number("limit", usual_limit, most_limit);
  if (!limit)
    return answer(to_response(limit.error(), path));
  const auto cursor = query->text("cursor");
  if (!is_cursor(cursor))
    return answer(to_response(no_cursor("is none that a page has told"), path));
  parked_.ask([this, wanted = page{state, *limit, cursor, path, answer}](const result<shared_ids>& parked) {
    if (!parked)
      return wanted.fail(problem_of(parked.error()));
    if (wanted.cursor.starts_with(of_log))
      list_log(wanted, *parked);
    else if (wanted.state == "parked")
      list_parked(wanted, *parked);
    else
      list_all(wanted, *parked);
  });
}

void admin_sagas::list_all(const page& wanted, const shared_ids& parked) {
  if (wanted.cursor.starts_with(of_parked))
    return wanted.fail(no_cursor("is of the list of what is parked"));
  const auto behind = wanted.cursor.empty() ? std::string{} : wanted.cursor.substr(of_list.size());
  list_.ask(wanted.state, static_cast<std::uint32_t>(wanted.limit), behind,
            [this, wanted, parked](const result<saga_page>& found) {
              if (!found)
                return on_no_list(wanted, parked, found.error());
              auto rows = ordered_json::array();
              for (const auto& row : found->rows)
                if (const auto state = state_of(row, *parked); wanted.state.empty() || wanted.state == state)
                  rows.push_back(saga_row_json(row, state));
              wanted.tell(std::move(rows), found->next.empty() ? "" : std::string{of_list} + found->next, "list");
            });
}

void admin_sagas::list_parked(const page& wanted, const shared_ids& parked) {
  if (wanted.cursor.starts_with(of_list))
    return wanted.fail(no_cursor("is of another list"));
  const auto limit = std::min(wanted.limit, most_parked);
  auto at = wanted.cursor.empty() ? parked->begin() : parked->upper_bound(wanted.cursor.substr(of_parked.size()));
  std::vector<std::string> ids;
  for (; at != parked->end() && ids.size() < limit; ++at)
    ids.push_back(*at);
  const auto next = at == parked->end() ? std::string{} : std::string{of_parked} + ids.back();
  list_.ask_for(ids, [this, wanted, parked, next](const result<std::vector<saga_row>>& found) {
    if (!found)
      return on_no_list(wanted, parked, found.error());
    auto rows = ordered_json::array();
    for (const auto& row : *found)
      rows.push_back(saga_row_json(row, "parked"));
    wanted.tell(std::move(rows), next, "list");
  });
}

/// Operators look most when something is wrong, and then the order service may be what is.
void admin_sagas::on_no_list(const page& wanted, const shared_ids& parked, const error& why) {
  if (why.code == errc::invalid_input)
    return wanted.fail(no_cursor(why.what));
  if (!wanted.cursor.empty())
    return wanted.fail(problem_of(why));
  list_log(wanted, parked);
}

void admin_sagas::list_log(const page& wanted, const shared_ids& parked) {
  const auto before = place_in(wanted.cursor);
  if (!before)
    return wanted.fail(no_cursor("is none that a page has told"));
  roll_.when_ready([this, wanted, parked, before = *before](const result<void>& ready) {
    if (!ready)
      return wanted.fail(problem_of(ready.error()));
    answer_from_log(wanted, before, *parked);
  });
}

void admin_sagas::answer_from_log(const page& wanted, std::uint64_t before, const parked_ids& parked) const {
  auto rows = ordered_json::array();
  std::uint64_t last = 0;
  bool more = false;
  roll_.table().for_each(before, [&](const saga_row& row) {
    const auto state = state_of(row, parked);
    if (!wanted.state.empty() && wanted.state != state)
      return true;
    more = rows.size() == wanted.limit;
    if (more)
      return false;
    rows.push_back(saga_row_json(row, state));
    last = row.position;
    return true;
  });
  wanted.tell(std::move(rows), more ? fmt::format("{}{}", of_log, last) : "", "log");
}

void admin_sagas::show_figures(const call& made, const http_answer& answer) {
  const auto& path = made.request->path;
  roll_.when_ready([this, path, answer](const result<void>& ready) {
    if (!ready)
      return answer(to_response(problem_of(ready.error()), path));
    parked_.ask([this, path, answer](const result<shared_ids>& parked) {
      if (!parked)
        return answer(to_response(problem_of(parked.error()), path));
      answer(json_response(200, saga_figures_json(roll_.table(), roll_.is_complete(),
                                                  [&](const saga_row& row) { return state_of(row, **parked); })));
    });
  });
}

auto admin_sagas::state_of(const saga_row& row, const parked_ids& parked) -> std::string_view {
  return parked.contains(row.id) ? std::string_view{"parked"} : name_of(row.at);
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
