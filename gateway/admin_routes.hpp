// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/route_table.hpp"
#include "gateway/strangler/strangler.hpp"

#include <string>
#include <vector>

namespace sinew::gateway {

/// `/v1/admin/routes`: which resources a legacy system serves, and how far it answers as we do. Loop's thread.
///
///   GET    /v1/admin/routes                      the entry of each resource, and how each legacy system fares that was asked
///   PUT    /v1/admin/routes/{resource}           an entry (http_route.hpp): counts at every gateway from now on
///   DELETE /v1/admin/routes/{resource}           everything is new again
///   GET    /v1/admin/routes/{resource}/parity    what this gateway has compared
///   DELETE /v1/admin/routes/{resource}/parity    begins that anew
class admin_routes {
 public:
  /// `with` and `switches` must outlive it, and it the loop's last turn. `gateway`: its name.
  admin_routes(client& with, strangler& switches, std::string gateway)
      : with_{with}, switches_{switches}, gateway_{std::move(gateway)} {}

  auto routes() -> std::vector<route>;
  /// Answers the command line, too, which asks all gateways over the broker (`sinew route parity`).
  auto start() -> result<void>;

 private:
  using resource_handler = void (admin_routes::*)(switched_resource& of, const call& made, const http_answer& answer);

  /// A handler of a row with `{resource}`: 404 for one that is none.
  auto on(resource_handler then) -> call_handler;
  void list(const call& made, const http_answer& answer);
  void put(switched_resource& of, const call& made, const http_answer& answer);
  void remove(switched_resource& of, const call& made, const http_answer& answer);
  void show_parity(switched_resource& of, const call& made, const http_answer& answer);
  [[nodiscard]] auto parity_of(switched_resource& of) const -> ordered_json;
  void tell_parity(const broker_message& asked);
  void forget_parity(switched_resource& of, const call& made, const http_answer& answer);

  client& with_;
  strangler& switches_;
  std::string gateway_;
};

} // namespace sinew::gateway
