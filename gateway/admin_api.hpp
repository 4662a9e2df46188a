// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/admin_look.hpp"
#include "gateway/admin_parked.hpp"
#include "gateway/admin_sagas.hpp"
#include "gateway/event_tap.hpp"
#include "gateway/live_log.hpp"
#include "gateway/registry_mirror.hpp"
#include "gateway/route_table.hpp"
#include "tools/cluster/cluster_view.hpp"

#include <memory>
#include <vector>

namespace sinew::gateway {

/// `/v1/admin`: what operators see and do, and what the console is made of. Everything here is for operators alone. Loop's thread.
///
///   GET /v1/admin/cluster   nodes, partitions, readers, logs, what is parked: as `sinew cluster --json` tells it
///   GET /v1/admin/tap       events as they are stored, as Server-Sent Events: ?service, aggregate, id, event
///   … and what admin_sagas and admin_parked serve.
class admin_api {
 public:
  /// Open taps.
  static constexpr std::size_t most_taps = 16;

  /// Both must outlive it, and it the loop's last turn.
  admin_api(client& with, const registry_mirror& known, guarded_services& services);

  auto routes() -> std::vector<route>;
  void on_registry_changed() { log_.on_registry_changed(); }

 private:
  void show_cluster(const call& made, const http_answer& answer);
  void tap(const call& made, const http_answer& answer);

  client& with_;
  const registry_mirror& known_;
  admin_look<cluster_facts> cluster_;
  admin_sagas sagas_;
  admin_parked parked_;
  live_log log_;
  std::shared_ptr<std::size_t> taps_ = std::make_shared<std::size_t>(0);
};

} // namespace sinew::gateway
