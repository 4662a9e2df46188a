// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/jetstream_journal.hpp"
#include "gateway/event_tail.hpp"
#include "gateway/guarded_services.hpp"
#include "gateway/registry_mirror.hpp"
#include "gateway/route_table.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace sinew::gateway {

/// `GET /v1/orders/{id}/events`: what happens to an order, as Server-Sent Events. Loop's thread.
class order_events {
 public:
  /// At most so many streams are open at once; one more is answered 503. All must outlive it, and it the loop's last turn.
  order_events(client& with, const registry_mirror& known, guarded_services& services, event_tail& orders,
               std::size_t most_streams);

  auto routes() -> std::vector<route>;

 private:
  void check(const call& made, const http_answer& answer);
  void open(const call& made, http_answer answer);

  client& with_;
  const registry_mirror& known_;
  guarded_services& services_;
  event_tail& orders_;
  jetstream_journal log_;
  std::size_t most_streams_;
  std::shared_ptr<std::size_t> open_streams_ = std::make_shared<std::size_t>(0);
};

} // namespace sinew::gateway
