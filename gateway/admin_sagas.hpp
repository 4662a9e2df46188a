// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/admin_look.hpp"
#include "gateway/route_table.hpp"
#include "gateway/saga_list.hpp"
#include "gateway/saga_roll.hpp"
#include "tools/park/parked_reading.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace sinew::gateway {

/// `/v1/admin/sagas`: orders on their way through all services. Loop's thread.
///
///   GET /v1/admin/sagas        all, the newest first: ?state=running|completed|compensated|parked, limit, cursor
///   GET /v1/admin/figures      of the newest: how many are in which state, and how long they took
///   GET /v1/admin/sagas/{id}   all steps of one, what it waits for, and what of it is parked
///
/// The list is asked of the order service's read model (`"from":"list"`). While nobody answers for that, the newest orders are told as the
/// log tells them (`"from":"log"`). What is parked is told by its ids.
class admin_sagas {
 public:
  /// All must outlive it, and it the loop's last turn.
  admin_sagas(client& with, const registry_mirror& known, guarded_services& services);

  auto routes() -> std::vector<route>;

 private:
  using parked_ids = std::set<std::string>;
  using shared_ids = std::shared_ptr<const parked_ids>;
  struct page;

  void list(const call& made, const http_answer& answer);
  void list_all(const page& wanted, const shared_ids& parked);
  void list_parked(const page& wanted, const shared_ids& parked);
  void list_log(const page& wanted, const shared_ids& parked);
  void on_no_list(const page& wanted, const shared_ids& parked, const error& why);
  void answer_from_log(const page& wanted, std::uint64_t before, const parked_ids& parked) const;
  void show_figures(const call& made, const http_answer& answer);
  void show(const call& made, const http_answer& answer);
  static auto state_of(const saga_row& row, const parked_ids& parked) -> std::string_view;

  client& with_;
  const registry_mirror& known_;
  saga_list list_;
  saga_roll roll_;
  admin_look<parked_ids> parked_;
  std::size_t timelines_ = 0; // being read
};

} // namespace sinew::gateway
