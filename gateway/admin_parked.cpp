// SPDX-License-Identifier: Apache-2.0
#include "gateway/admin_parked.hpp"

#include "gateway/admin_query.hpp"
#include "gateway/admin_row.hpp"
#include "gateway/json_body.hpp"
#include "gateway/order_view.hpp"
#include "gateway/problem_of.hpp"
#include "gateway/resource_view.hpp"
#include "tools/park/park_view.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>

namespace sinew::gateway {

namespace {

// What one answer looks at: beyond it is `sinew park`.
constexpr std::size_t most_looked_at = 10'000;
constexpr std::size_t most_shown = 100;
constexpr std::size_t most_redrives = 8;
/// So long one request works at a key; who wants more asks again.
constexpr std::chrono::seconds redrive_time{5};

auto choice_in(const call& made) -> parked_choice {
  return {.service = made.at("service"), .aggregate = made.at("aggregate"), .id = made.at("id")};
}

auto queue_of(const parked_choice& key, bool is_aside) -> parked_queue {
  return {.service = key.service, .key = {key.aggregate, key.id}, .messages = 0, .is_aside = is_aside};
}

auto name_of(const parked_choice& key) -> std::string {
  return fmt::format("{} {} {}", key.service, key.aggregate, key.id);
}

/// 404 for what can be no key: nothing is parked there.
auto fault_in(const parked_choice& key) -> std::optional<problem> {
  if (check_choice(key))
    return std::nullopt;
  return problem{404, "not_found", "nothing is parked for " + name_of(key)};
}

void make_messages_public(ordered_json& row) {
  for (auto& event : row.at("message"))
    if (const auto data = event.find("data"); data != event.end())
      make_public(*data);
}

/// What `drop` was asked for.
struct drop_wish {
  std::uint64_t up_to = 0; // 0: all
  bool is_aside = false;
};

auto wrong(std::string detail, std::string field) -> tl::unexpected<problem> {
  return tl::unexpected{problem{400, "invalid_input", std::move(detail), std::move(field)}};
}

auto read_drop(const ordered_json& body) -> tl::expected<drop_wish, problem> {
  if (!body.is_object())
    return wrong("the body must be an object", {});
  drop_wish wish;
  bool all = false;
  for (const auto& [name, value] : body.items())
    if (name == "up_to" && value.is_number_unsigned() && value > 0)
      wish.up_to = value.get<std::uint64_t>();
    else if (name == "all" && value.is_boolean())
      all = value.get<bool>();
    else if (name == "set_aside" && value.is_boolean())
      wish.is_aside = value.get<bool>();
    else if (name == "up_to" || name == "all" || name == "set_aside")
      return wrong(fmt::format("{}: expected {}", name, name == "up_to" ? "a place" : "true or false"), name);
    else
      return wrong(fmt::format("{}: there is no such field", name), name);
  if (all == (wish.up_to != 0))
    return wrong("up_to: say how far (the place of the last message to drop), or \"all\": true, and not both", "up_to");
  return wish;
}

} // namespace

auto admin_parked::routes() -> std::vector<route> {
  return {
      admin_row("GET", "/v1/admin/parked", "What services could not handle, by reason",
                [this](const call& made, const http_answer& answer) { list(made, answer); }),
      admin_row("GET", "/v1/admin/parked/{service}/{aggregate}/{id}", "What is parked of one key, in order",
                [this](const call& made, const http_answer& answer) { show(made, answer); }),
      admin_row("POST", "/v1/admin/parked/{service}/{aggregate}/{id}/redrive", "Has it handled again",
                [this](const call& made, const http_answer& answer) { redrive(made, answer); }),
      admin_row("POST", "/v1/admin/parked/{service}/{aggregate}/{id}/drop", "Gives it up for good",
                [this](const call& made, const http_answer& answer) { drop(made, answer); }),
  };
}

void admin_parked::list(const call& made, const http_answer& answer) {
  const auto& path = made.request->path;
  const auto query = admin_query::read(made.request->query, {"service", "reason"});
  if (!query)
    return answer(to_response(query.error(), path));
  const parked_choice which{.service = query->text("service"), .aggregate = {}, .id = {}};
  if (const auto sound = check_choice(which); !sound)
    return answer(to_response({400, "invalid_input", sound.error().what, "service"}, path));
  struct sorted {
    park_view view;
    std::size_t looked_at = 0;
  };
  const auto found = std::make_shared<sorted>();
  ask_parked(
      with_.broker(), which,
      [found](const parked_row& row) {
        if (found->looked_at == most_looked_at)
          return false;
        ++found->looked_at;
        found->view.add(row);
        return true;
      },
      [found, answer, path, reason = query->text("reason")](const result<void>& read) {
        if (!read)
          return answer(to_response(problem_of(read.error()), path));
        auto told = groups_json(found->view.groups(reason));
        told["complete"] = found->looked_at < most_looked_at;
        answer(json_response(200, told));
      });
}

void admin_parked::show(const call& made, const http_answer& answer) {
  const auto& path = made.request->path;
  const auto key = choice_in(made);
  if (const auto fault = fault_in(key))
    return answer(to_response(*fault, path));
  const auto rows = std::make_shared<ordered_json>(ordered_json::array());
  const auto more = std::make_shared<bool>(false);
  ask_parked(
      with_.broker(), key,
      [rows, more, known = known_.current()](const parked_row& row) {
        *more = rows->size() == most_shown;
        if (*more)
          return false;
        rows->push_back(parked_json(*known, row));
        make_messages_public(rows->back());
        return true;
      },
      [rows, more, key, answer, path](const result<void>& read) {
        if (!read)
          return answer(to_response(problem_of(read.error()), path));
        if (rows->empty())
          return answer(to_response({404, "not_found", "nothing is parked for " + name_of(key)}, path));
        answer(json_response(200, {{"service", key.service},
                                   {"aggregate", key.aggregate},
                                   {"id", key.id},
                                   {"messages", std::move(*rows)},
                                   {"more", *more}}));
      });
}

void admin_parked::redrive(const call& made, const http_answer& answer) {
  const auto& path = made.request->path;
  const auto key = choice_in(made);
  if (const auto fault = fault_in(key))
    return answer(to_response(*fault, path));
  // A body, though it says nothing: no other site's page can have a browser send JSON here.
  const auto body = read_json_body(*made.request);
  if (!body)
    return answer(to_response(body.error(), path));
  if (known_.current()->find(key.service) == nullptr)
    return answer(to_response({404, "not_found", fmt::format("there is no service '{}'", key.service)}, path));
  if (redrives_ == most_redrives)
    return answer(to_response(problem_of(error{errc::overloaded, "too many keys are being redriven"}), path));
  ++redrives_;
  spdlog::info("{} redrives {}", made.caller, name_of(key));
  const auto run = std::make_shared<redrive_run>(with_.broker(), 0, with_.where().now() + redrive_time);
  const auto queue = queue_of(key, false);
  run->key(queue, [this, run, queue, answer, path](const result<redrive_outcome>& told) {
    --redrives_;
    if (!told)
      return answer(to_response(problem_of(told.error()), path));
    if (told->how == redrive_outcome::end::unavailable)
      return answer(to_response(problem_of(error{errc::unavailable, told->reason}), path));
    answer(json_response(200, redrive_json(queue, *told)));
  });
}

void admin_parked::drop(const call& made, const http_answer& answer) {
  const auto& path = made.request->path;
  const auto key = choice_in(made);
  if (const auto fault = fault_in(key))
    return answer(to_response(*fault, path));
  const auto body = read_json_body(*made.request);
  if (!body)
    return answer(to_response(body.error(), path));
  const auto wish = read_drop(*body);
  if (!wish)
    return answer(to_response(wish.error(), path));
  ask_queues(with_.broker(), key, [this, key, wish = *wish, answer, path, who = made.caller](const auto& all) {
    if (!all)
      return answer(to_response(problem_of(all.error()), path));
    const auto& queues = all->queues;
    const auto which = std::ranges::find(queues, wish.is_aside, &parked_queue::is_aside);
    if (which == queues.end())
      return answer(to_response({404, "not_found", "nothing is parked for " + name_of(key)}, path));
    ask_drop(with_.broker(), *which, all->last_place, wish.up_to,
             [key, had = which->messages, answer, path, who](const result<std::uint64_t>& dropped) {
               if (!dropped)
                 return answer(to_response(problem_of(dropped.error()), path));
               spdlog::warn("{} has dropped {} parked messages of {}", who, *dropped, name_of(key));
               answer(json_response(200, {{"dropped", *dropped}, {"waiting", had - std::min(had, *dropped)}}));
             });
  });
}

} // namespace sinew::gateway
