// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/cors_policy.hpp"
#include "gateway/order_api.hpp"
#include "gateway/registry_mirror.hpp"
#include "gateway/request_watch.hpp"
#include "gateway/route_table.hpp"

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
    order_api::bounds orders;
    request_watch::watchers watched_by = {};
  };

  /// `with` must outlive it, and it the loop's last turn.
  gateway(client& with, options o);

  /// Reads the registry, and goes on to listen to it.
  auto start() -> result<void>;

  /// Whether it can serve, and the details.
  [[nodiscard]] auto readiness() const -> std::pair<bool, ordered_json>;

  void handle(const std::shared_ptr<const http_request>& asked, http_answer answer);

 private:
  auto routes() -> std::vector<route>;
  void dispatch(const std::shared_ptr<const http_request>& asked, request_watch& watch, const http_answer& answer);
  void answer_options(const http_request& asked, const route_table::wrong_method& which,
                      const http_answer& answer) const;
  void show_health(const http_answer& answer) const;
  void show_readiness(const http_answer& answer) const;

  client& with_;
  registry_mirror known_;
  order_api orders_;
  cors_policy cors_;
  request_watch::watchers watched_by_;
  route_table routes_;
};

} // namespace sinew::gateway
