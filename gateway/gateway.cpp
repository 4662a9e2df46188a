// SPDX-License-Identifier: Apache-2.0
#include "gateway/gateway.hpp"

#include "gateway/console/console_files.hpp"
#include "gateway/http/content_coding.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/resource_view.hpp"
#include "telemetry/work_scope.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

namespace sinew::gateway {

gateway::gateway(client& with, gatekeeper& gate, options o)
    : with_{with},
      gate_{gate},
      known_{with},
      shop_{with, known_, o.shop},
      documents_{known_, shop_.resources()},
      admin_{with, known_, shop_.services()},
      strangler_{{.with = with,
                  .known = known_,
                  .bounds = o.shop.services,
                  .send = std::move(o.upstream),
                  .gateway = o.node,
                  .figures = o.watched_by.figures}},
      switches_{with, strangler_, o.node},
      cors_{std::move(o.cors_origins)},
      watched_by_{o.watched_by},
      routes_{routes()} {}

auto gateway::start() -> result<void> {
  if (auto listening = switches_.start(); !listening)
    return listening;
  if (auto following = strangler_.start(); !following)
    return following;
  return known_.start([this] {
    shop_.on_registry_changed();
    admin_.on_registry_changed();
    strangler_.on_registry_changed();
  });
}

auto gateway::routes() -> std::vector<route> {
  auto all = strangler_.wrap(shop_.routes());
  std::ranges::move(documents_.routes(), std::back_inserter(all));
  std::ranges::move(admin_.routes(), std::back_inserter(all));
  std::ranges::move(switches_.routes(), std::back_inserter(all));
  std::ranges::move(console_routes(), std::back_inserter(all));
  all.push_back({.method = "GET",
                 .pattern = "/healthz",
                 .handler = [this](const call&, const http_answer& answer) { show_health(answer); },
                 .needs = access::anybody,
                 .is_metered = false,
                 .about = {.tag = "life", .summary = "Whether the process is alive", .answers = {{200, "It is."}}}});
  all.push_back({.method = "GET",
                 .pattern = "/readyz",
                 .handler = [this](const call&, const http_answer& answer) { show_readiness(answer); },
                 .needs = access::anybody,
                 .is_metered = false,
                 .about = {.tag = "life",
                           .summary = "Whether it can serve, and what is missing",
                           .answers = {{200, "It can."}, {503, "It cannot yet."}}}});
  documents_.describe(all);
  return all;
}

void gateway::handle(const std::shared_ptr<const http_request>& asked, http_answer answer) {
  const auto watch = std::make_shared<request_watch>(watched_by_, *asked, [this] { return with_.new_id(); });
  const work_scope scope{watch->handed_on(), {}};
  dispatch(asked, *watch, [this, asked, watch, answer = std::move(answer)](http_response response) {
    watch->end(*asked, response.status);
    const work_scope told{watch->handed_on(), {}};
    if (!cors_policy::is_preflight(*asked))
      cors_.permit(*asked, response);
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    encode(*asked, response);
    watch->tell_times(response);
    spdlog::debug("{} {}: {}", asked->method, asked->path, response.status);
    answer(std::move(response));
  });
}

void gateway::dispatch(const std::shared_ptr<const http_request>& asked, request_watch& watch,
                       const http_answer& answer) {
  const auto verdict = routes_.find(asked);
  if (const auto* found = std::get_if<route_table::match>(&verdict)) {
    watch.serve_by(found->which->pattern);
    return serve(*found, watch, answer);
  }
  if (const auto* known = std::get_if<route_table::wrong_method>(&verdict))
    return answer_options(*asked, *known, answer);
  if (std::holds_alternative<route_table::bad_path>(verdict))
    return answer(to_response({400, "bad_path", "a percent sign in the path encodes nothing"}, asked->path));
  answer(to_response({404, "not_found", fmt::format("nothing is served at {}", asked->path)}, asked->path));
}

void gateway::serve(route_table::match found, request_watch& watch, const http_answer& answer) {
  found.made.trace = watch.handed_on();
  if (auto refused = gate_.admit(*found.which, found.made))
    return answer(std::move(*refused));
  if (found.made.who.passes(access::operators) && wants_times(*found.made.request))
    found.made.times = watch.time();
  found.which->handler(found.made, answer);
}

void gateway::answer_options(const http_request& asked, const route_table::wrong_method& which,
                             const http_answer& answer) const {
  if (asked.method != "OPTIONS") {
    const auto detail = fmt::format("{} is not served here; {} are", asked.method, which.allowed);
    auto refused = to_response({405, "method_not_allowed", detail}, asked.path);
    refused.headers.push_back({"Allow", which.allowed});
    return answer(std::move(refused));
  }
  http_response told{.status = 204, .headers = {{"Allow", which.allowed}}, .body = {}, .stream = {}};
  if (cors_policy::is_preflight(asked))
    cors_.permit_preflight(asked, which.allowed, told);
  answer(std::move(told));
}

void gateway::show_health(const http_answer& answer) const {
  answer(json_response(200, {{"status", "alive"}}));
}

void gateway::show_readiness(const http_answer& answer) const {
  auto [is_ready, details] = readiness();
  answer(json_response(is_ready ? 200 : 503, std::move(details)));
}

auto gateway::knows_its_way() const -> bool {
  return known_.has_read() && strangler_.unknown().empty();
}

auto gateway::readiness() const -> std::pair<bool, ordered_json> {
  const bool connected = with_.broker().is_connected();
  const auto& logs = shop_.logs();
  const bool ready = connected && knows_its_way() && logs.are_on(*known_.current());
  const auto told = [](const event_tail& log) { return log.is_on() ? "followed" : "not followed yet"; };
  ordered_json services = ordered_json::array();
  for (const auto& card : known_.current()->services())
    services.push_back(card.name);
  return {ready, ordered_json{{"status", ready ? "ready" : "not ready"},
                              {"broker", connected ? "connected" : "disconnected"},
                              {"registry", known_.has_read() ? "read" : "not read yet"},
                              {"routes", strangler_.unknown().empty() ? "known" : "not known yet"},
                              {"orders", told(logs.orders)},
                              {"carts", told(logs.carts)},
                              {"products", told(logs.products)},
                              {"services", std::move(services)},
                              {"guards", guards()}}};
}

/// How the gateway fares with each service it has asked for something. Anybody may see it: where legacy systems are, it does not tell.
auto gateway::guards() const -> ordered_json {
  ordered_json all = ordered_json::object();
  shop_.services().visit(
      [&all](const std::string& name, const dependency_status& how) { all[name] = guard_json(how); });
  return all;
}

} // namespace sinew::gateway
