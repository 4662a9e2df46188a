// SPDX-License-Identifier: Apache-2.0
#include "gateway/admin_api.hpp"

#include "gateway/admin_query.hpp"
#include "gateway/admin_row.hpp"
#include "gateway/order_view.hpp"
#include "gateway/problem_of.hpp"
#include "gateway/resource_view.hpp"
#include "kernel/names.hpp"
#include "tools/cluster/cluster_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace sinew::gateway {

namespace {

/// Several pages look every two seconds each: the broker is asked once.
constexpr std::chrono::milliseconds look_age{500};

/// A filter that can never match is a slip of the pen.
auto fault_in(const tap_filter& what) -> std::optional<problem> {
  const auto bad = [](std::string_view field, const std::string& value) {
    return problem{400, "invalid_input", fmt::format("{}: '{}' is none", field, value), std::string{field}};
  };
  for (const auto& [field, value] :
       {std::pair{"service", &what.service}, std::pair{"aggregate", &what.aggregate}, std::pair{"event", &what.event}})
    if (!value->empty() && !is_valid_name(*value))
      return bad(field, *value);
  if (!what.id.empty() && !is_valid_id(what.id))
    return bad("id", what.id);
  return std::nullopt;
}

} // namespace

admin_api::admin_api(client& with, const registry_mirror& known, guarded_services& services)
    : with_{with},
      known_{known},
      cluster_{with.where(), look_age,
               [this](completion<cluster_facts> done) { ask_cluster(with_.broker(), std::move(done)); }},
      sagas_{with, known, services},
      parked_{with, known},
      log_{with, known} {}

auto admin_api::routes() -> std::vector<route> {
  std::vector<route> all{
      admin_row("GET", "/v1/admin/cluster", "Who serves what, and how far readers are",
                [this](const call& made, const http_answer& answer) { show_cluster(made, answer); }),
      admin_row("GET", "/v1/admin/tap", "Events as they are stored, as Server-Sent Events",
                [this](const call& made, const http_answer& answer) { tap(made, answer); }),
  };
  std::ranges::move(sagas_.routes(), std::back_inserter(all));
  std::ranges::move(parked_.routes(), std::back_inserter(all));
  return all;
}

void admin_api::show_cluster(const call& made, const http_answer& answer) {
  cluster_.ask([answer, path = made.request->path](const result<std::shared_ptr<const cluster_facts>>& facts) {
    if (!facts)
      return answer(to_response(problem_of(facts.error()), path));
    answer(json_response(200, cluster_json(make_cluster_view(**facts))));
  });
}

void admin_api::tap(const call& made, const http_answer& answer) {
  const auto& path = made.request->path;
  const auto query = admin_query::read(made.request->query, {"service", "aggregate", "id", "event"});
  if (!query)
    return answer(to_response(query.error(), path));
  tap_filter what{query->text("service"), query->text("aggregate"), query->text("id"), query->text("event")};
  if (const auto fault = fault_in(what))
    return answer(to_response(*fault, path));
  if (*taps_ == most_taps)
    return answer(to_response(problem_of(error{errc::overloaded, "too many taps are open"}), path));
  ++*taps_;
  const std::shared_ptr<void> seat{nullptr, [open = taps_](void*) { --*open; }};
  event_tap::open({.where = with_.where(), .log = log_, .known = known_}, std::move(what), seat, answer);
}

} // namespace sinew::gateway
