// SPDX-License-Identifier: Apache-2.0
#include "gateway/lists/list_api.hpp"

#include "gateway/lists/list_request.hpp"
#include "gateway/openapi/resource_operation.hpp"
#include "gateway/problem_of.hpp"
#include "gateway/resource_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::gateway {

namespace {

auto model_of(const catalog& known, const resource_list& what) -> const service_card::read_model* {
  const auto* owner = known.find(what.service);
  return owner == nullptr ? nullptr : owner->find_read_model(what.model);
}

auto page_of(const listed& found, const service_card::read_model* model, const http_request& asked) -> http_response {
  ordered_json items = ordered_json::array();
  for (const auto& row : found.rows)
    items.push_back(shown_row(row, model));
  ordered_json body{{"items", std::move(items)}};
  http_headers headers{{"Sinew-Position", std::to_string(found.position)}};
  if (!found.next.empty()) {
    body["next"] = found.next;
    headers.push_back({"Link", fmt::format("<{}?{}>; rel=\"next\"", asked.path, next_page(asked, found.next))});
  }
  return json_response(200, body, std::move(headers));
}

} // namespace

auto list_api::routes() -> std::vector<route> {
  std::vector<route> rows;
  for (const auto& each : lists_)
    rows.push_back({.method = "GET",
                    .pattern = std::string{each.path},
                    .handler = [this, &each](const call& made, const http_answer& answer) { show(each, made, answer); },
                    .needs = each.needs,
                    .about = listing(each.path, each.aggregate)});
  return rows;
}

void list_api::show(const resource_list& what, const call& made, const http_answer& answer) {
  if (model_of(*known_.current(), what) == nullptr) {
    const error none{errc::unavailable, fmt::format("the service {} keeps no list of {}", what.service, what.model)};
    return answer(to_response(problem_of(none), made.request->path));
  }
  auto wanted = read_list_request(*made.request);
  if (!wanted)
    return answer(to_response(problem_of(wanted.error()), made.request->path));
  wanted->service = what.service;
  wanted->model = what.model;
  wanted->filters.insert(wanted->filters.end(), what.always.begin(), what.always.end());
  if (const auto wrong = keep_to_own(*wanted, what.owner, made.who))
    return answer(to_response(*wrong, made.request->path));
  services_.list(std::move(*wanted), services_.patience(),
                 [this, &what, answer, request = made.request](const result<listed>& found) {
                   if (!found)
                     return answer(to_response(problem_of(found.error()), request->path));
                   answer(page_of(*found, model_of(*known_.current(), what), *request));
                 });
}

auto keep_to_own(list_question& wanted, std::string_view owner, const identity& who) -> std::optional<problem> {
  if (owner.empty() || who.is_staff())
    return std::nullopt;
  for (const auto& each : wanted.filters)
    if (each.column == owner && each.comparison == wire::Comparison::equal && !who.may_act_for(each.value))
      return problem{403, "forbidden", "customers see what is theirs alone", std::string{owner}};
  wanted.filters.push_back({std::string{owner}, wire::Comparison::equal, who.subject});
  return std::nullopt;
}

auto shown_row(ordered_json row, const service_card::read_model* by) -> ordered_json {
  if (by == nullptr)
    return row;
  for (const auto& column : by->columns) {
    const auto found = row.find(column.name);
    if (column.type != "time" || found == row.end() || !found->is_number_integer())
      continue;
    if (*found == 0)
      row.erase(found);
    else
      *found = as_time(*found);
  }
  return row;
}

} // namespace sinew::gateway
