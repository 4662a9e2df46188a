// SPDX-License-Identifier: Apache-2.0
#include "gateway/gateway.hpp"

#include "gateway/http/content_coding.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/order_view.hpp"
#include "telemetry/work_scope.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace sinew::gateway {

gateway::gateway(client& with, options o)
    : with_{with},
      known_{with},
      orders_{with, known_, o.orders},
      cors_{std::move(o.cors_origins)},
      watched_by_{o.watched_by},
      routes_{routes()} {}

auto gateway::start() -> result<void> {
  return known_.start([this] { orders_.on_registry_changed(); });
}

auto gateway::routes() -> std::vector<route> {
  auto all = orders_.routes();
  all.push_back({"GET", "/healthz", [this](const call&, const http_answer& answer) { show_health(answer); }});
  all.push_back({"GET", "/readyz", [this](const call&, const http_answer& answer) { show_readiness(answer); }});
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
    spdlog::debug("{} {}: {}", asked->method, asked->path, response.status);
    answer(std::move(response));
  });
}

void gateway::dispatch(const std::shared_ptr<const http_request>& asked, request_watch& watch,
                       const http_answer& answer) {
  const auto verdict = routes_.find(asked);
  if (const auto* found = std::get_if<route_table::match>(&verdict)) {
    watch.serve_by(found->which->pattern);
    return found->which->handler(found->made, answer);
  }
  if (const auto* known = std::get_if<route_table::wrong_method>(&verdict))
    return answer_options(*asked, *known, answer);
  if (std::holds_alternative<route_table::bad_path>(verdict))
    return answer(to_response({400, "bad_path", "a percent sign in the path encodes nothing"}, asked->path));
  answer(to_response({404, "not_found", fmt::format("nothing is served at {}", asked->path)}, asked->path));
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

auto gateway::readiness() const -> std::pair<bool, ordered_json> {
  const bool connected = with_.broker().is_connected();
  const bool ready = connected && orders_.is_ready();
  ordered_json services = ordered_json::array();
  for (const auto& card : known_.current()->services())
    services.push_back(card.name);
  return {ready, ordered_json{{"status", ready ? "ready" : "not ready"},
                              {"broker", connected ? "connected" : "disconnected"},
                              {"orders", orders_.is_ready() ? "followed" : "not followed yet"},
                              {"services", std::move(services)}}};
}

} // namespace sinew::gateway
