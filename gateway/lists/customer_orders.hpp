// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/guarded_services.hpp"
#include "gateway/route_table.hpp"

#include <vector>

namespace sinew::gateway {

/// `GET /v1/customers/{id}/orders`: a customer's orders, newest first, each with what payment and shipping know of it; composed of
/// answers of three services, which are asked in parallel. Where one does not answer, its part is left out, and the whole says so:
///   {"items":[{"id":…,"stage":…,"payment":{…},"shipment":{…}}],"partial":true,"missing":["payment"]}
/// Loop's thread.
class customer_orders {
 public:
  /// Both must outlive it.
  customer_orders(guarded_services& services, const registry_mirror& known) : services_{services}, known_{known} {}

  /// Rows that call this, which must outlive them.
  auto routes() -> std::vector<route>;

 private:
  struct composition;

  void show(const call& made, const http_answer& answer);
  void add_parts(const std::shared_ptr<composition>& c);
  void ask_part(const std::shared_ptr<composition>& c, std::size_t item, std::size_t part);

  guarded_services& services_;
  const registry_mirror& known_;
};

} // namespace sinew::gateway
