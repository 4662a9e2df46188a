// SPDX-License-Identifier: Apache-2.0
#include "gateway/admin_routes.hpp"

#include "bridge/subjects.hpp"
#include "gateway/admin_row.hpp"
#include "gateway/json_body.hpp"
#include "gateway/problem_of.hpp"
#include "gateway/resource_view.hpp"
#include "tools/routing/route_store.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace sinew::gateway {

namespace {

auto entry_json(const std::string& resource, const http_route& route) -> ordered_json {
  ordered_json made{{"resource", resource}};
  made.update(to_json(route));
  return made;
}

auto shown(const switched_resource& of) -> ordered_json {
  auto made = entry_json(of.name(), of.entry() ? of.entry()->route : http_route{});
  if (!of.fault().empty())
    made["fault"] = of.fault();
  return made;
}

} // namespace

auto admin_routes::routes() -> std::vector<route> {
  return {
      admin_row("GET", "/v1/admin/routes", "Which side serves each resource: this system, a legacy one, or both",
                [this](const call& made, const http_answer& answer) { list(made, answer); }),
      admin_row("PUT", "/v1/admin/routes/{resource}", "Switches a resource, at every gateway", on(&admin_routes::put)),
      admin_row("DELETE", "/v1/admin/routes/{resource}", "Everything of it is this system's again",
                on(&admin_routes::remove)),
      admin_row("GET", "/v1/admin/routes/{resource}/parity",
                "How far both sides answer alike, as this gateway has seen it", on(&admin_routes::show_parity)),
      admin_row("DELETE", "/v1/admin/routes/{resource}/parity", "Begins that anew", on(&admin_routes::forget_parity)),
  };
}

auto admin_routes::start() -> result<void> {
  return with_.broker()
      .subscribe(subject::parity_of_http, {}, [this](const broker_message& asked) { tell_parity(asked); })
      .map([](auto) {});
}

auto admin_routes::on(resource_handler then) -> call_handler {
  return [this, then](const call& made, const http_answer& answer) {
    if (auto* of = switches_.find(made.at("resource")))
      return (this->*then)(*of, made, answer);
    std::string known;
    switches_.visit(
        [&known](const switched_resource& each) { known.append(known.empty() ? "" : ", ").append(each.name()); });
    const auto detail = fmt::format("there is no resource '{}', only: {}", made.at("resource"), known);
    answer(to_response({404, "not_found", detail}, made.request->path));
  };
}

void admin_routes::list(const call&, const http_answer& answer) {
  ordered_json all = ordered_json::array();
  switches_.visit([&all](const switched_resource& each) { all.push_back(shown(each)); });
  ordered_json guards = ordered_json::object();
  switches_.systems().visit(
      [&guards](const std::string& name, const dependency_status& how) { guards[name] = guard_json(how); });
  answer(json_response(200, {{"routes", std::move(all)}, {"guards", std::move(guards)}}));
}

void admin_routes::put(switched_resource& of, const call& made, const http_answer& answer) {
  const auto& path = made.request->path;
  const auto body = read_json_body(*made.request);
  if (!body)
    return answer(to_response(body.error(), path));
  const auto entry = read_http_route(*body);
  if (!entry)
    return answer(to_response(problem_of(entry.error()), path));
  const auto told = entry_json(of.name(), *entry);
  spdlog::info("{} switches {}", made.caller, told.dump());
  store_route(with_.broker(), {std::string{subject::route_of_http}, of.name(), to_json(*entry).dump()},
              [this, &of, told, answer, path](const result<void>& stored) {
                if (!stored)
                  return answer(to_response(problem_of(stored.error()), path));
                switches_.look_again(of, [answer, told] { answer(json_response(200, told)); });
              });
}

void admin_routes::remove(switched_resource& of, const call& made, const http_answer& answer) {
  spdlog::info("{} gives {} back to this system", made.caller, of.name());
  remove_route(
      with_.broker(), std::string{subject::route_of_http}, of.name(),
      [this, &of, answer, path = made.request->path](const result<bool>& was_there) {
        if (!was_there)
          return answer(to_response(problem_of(was_there.error()), path));
        if (!*was_there)
          return answer(to_response({404, "not_found", of.name() + " has no entry: all of it is this system's"}, path));
        switches_.look_again(of, [answer, name = of.name()] { answer(json_response(200, entry_json(name, {}))); });
      });
}

auto admin_routes::parity_of(switched_resource& of) const -> ordered_json {
  ordered_json told{{"resource", of.name()}, {"gateway", gateway_}};
  told.update(of.report().to_json());
  return told;
}

void admin_routes::show_parity(switched_resource& of, const call&, const http_answer& answer) {
  answer(json_response(200, parity_of(of)));
}

void admin_routes::tell_parity(const broker_message& asked) {
  auto* of = switches_.find(as_text(asked.body()));
  if (of == nullptr || asked.reply().empty())
    return;
  auto told = parity_of(*of);
  auto& differences = told["differences"];
  // The broker has a limit: then without the oldest ones.
  while (one_line(told).size() > static_cast<std::size_t>(with_.broker().max_payload()) / 2 && !differences.empty())
    for (auto left = differences.size() / 2; differences.size() > left;)
      differences.erase(differences.size() - 1);
  const auto text = one_line(told);
  if (const auto sent = with_.broker().publish(asked.reply(), as_bytes(text)); !sent)
    spdlog::warn("cannot tell the parity of {}: {}", of->name(), sent.error().what);
}

void admin_routes::forget_parity(switched_resource& of, const call& made, const http_answer& answer) {
  of.forget();
  show_parity(of, made, answer);
}

} // namespace sinew::gateway
