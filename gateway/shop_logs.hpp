// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/event_tail.hpp"
#include "gateway/registry_mirror.hpp"

namespace sinew::gateway {

/// The logs that the gateway follows, because requests wait for what they tell. Loop's thread.
class shop_logs {
 public:
  /// `with` must outlive it, and it the loop's last turn.
  explicit shop_logs(client& with);

  /// Begins to follow the log of each service that has registered.
  void start(const catalog& known);
  /// Whether the orders' is followed, and that of every other service that has registered.
  [[nodiscard]] auto are_on(const catalog& known) const -> bool;

  event_tail orders;
  event_tail carts;
  event_tail products;
};

} // namespace sinew::gateway
