// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/target.hpp"
#include "bench/target/orders.hpp"
#include "bridge/connection.hpp"

#include <memory>
#include <unordered_set>

namespace sinew::bench {

/// Places orders, and waits for the event that ends each, as anybody may who listens: a plain subscription. Done: the order is
/// confirmed. Refused: it is cancelled, or not even taken. Failed: no receipt, or one that says "retry".
class saga_target final : public target {
 public:
  /// `aggregate` is the kind of aggregate whose events end an order. unavailable: the broker is away. `with` lives no longer
  /// than this does.
  static auto make(std::unique_ptr<connection> with, order_source from, std::string_view aggregate)
      -> result<std::unique_ptr<saga_target>>;

  void begin(ticket which) override;

 private:
  saga_target(std::unique_ptr<connection> with, order_source from) : from_{std::move(from)}, with_{std::move(with)} {}

  auto listen(std::string_view aggregate) -> result<void>;
  void on_ended(const broker_message& event, outcome how);
  void on_receipt(ticket which, outcome how);
  /// The event may come before the receipt, and after a receipt that was lost: the first word counts.
  void end(ticket which, outcome how);

  order_source from_;
  std::unordered_set<ticket> open_; // as many as the rig has under way
  std::unique_ptr<connection> with_;
};

} // namespace sinew::bench
