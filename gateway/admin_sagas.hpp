// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/admin_look.hpp"
#include "gateway/route_table.hpp"
#include "gateway/saga_roll.hpp"
#include "tools/park/parked_reading.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace sinew::gateway {

/// `/v1/admin/sagas`: orders on their way through all services. Loop's thread.
///
///   GET /v1/admin/sagas        the newest first: ?state=running|completed|compensated|parked, limit, cursor
///   GET /v1/admin/sagas/{id}   all steps of one, what it waits for, and what of it is parked
class admin_sagas {
 public:
  /// Both must outlive it, and it the loop's last turn.
  admin_sagas(client& with, const registry_mirror& known);

  auto routes() -> std::vector<route>;

 private:
  using parked_ids = std::set<std::string>;
  struct page;

  void list(const call& made, const http_answer& answer);
  void answer_page(const page& wanted, const parked_ids& parked) const;
  void show(const call& made, const http_answer& answer);

  client& with_;
  const registry_mirror& known_;
  saga_roll roll_;
  admin_look<parked_ids> parked_;
  std::size_t timelines_ = 0; // being read
};

} // namespace sinew::gateway
