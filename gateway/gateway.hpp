// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/admin_api.hpp"
#include "gateway/admin_routes.hpp"
#include "gateway/http/cors_policy.hpp"
#include "gateway/identity/gatekeeper.hpp"
#include "gateway/openapi/documents.hpp"
#include "gateway/registry_mirror.hpp"
#include "gateway/request_watch.hpp"
#include "gateway/route_table.hpp"
#include "gateway/shop_api.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sinew::gateway {

/// All that is served, and what every answer gets on its way out: nothing here knows sockets. Loop's thread.
class gateway {
 public:
  struct options {
    std::vector<std::string> cors_origins;
    shop_api::bounds shop;
    request_watch::watchers watched_by = {};
    /// Name of this gateway.
    std::string node;
    /// How legacy systems are asked.
    upstream_sender upstream = {};
  };

  /// Both must outlive it, and it the loop's last turn.
  gateway(client& with, gatekeeper& gate, options o);

  /// Reads the registry, and goes on to listen to it.
  auto start() -> result<void>;

  /// Whether it knows which services there are, and which system serves what: until then it answers 503.
  [[nodiscard]] auto knows_its_way() const -> bool;
  /// Whether it can serve, and the details.
  [[nodiscard]] auto readiness() const -> std::pair<bool, ordered_json>;

  void handle(const std::shared_ptr<const http_request>& asked, http_answer answer);

 private:
  auto routes() -> std::vector<route>;
  void dispatch(const std::shared_ptr<const http_request>& asked, request_watch& watch, const http_answer& answer);
  void serve(route_table::match found, request_watch& watch, const http_answer& answer);
  void answer_options(const http_request& asked, const route_table::wrong_method& which,
                      const http_answer& answer) const;
  void show_health(const http_answer& answer) const;
  void show_readiness(const http_answer& answer) const;
  [[nodiscard]] auto guards() const -> ordered_json;

  client& with_;
  gatekeeper& gate_;
  registry_mirror known_;
  shop_api shop_;
  documents documents_;
  admin_api admin_;
  strangler strangler_;
  admin_routes switches_;
  cors_policy cors_;
  request_watch::watchers watched_by_;
  route_table routes_;
};

} // namespace sinew::gateway
