// SPDX-License-Identifier: Apache-2.0
#include "loyalty_service.hpp"

#include "actors/reaction_map.hpp"
#include "points_codec.hpp"
#include "schemas/loyalty_bfbs.hpp"
#include "schemas/order_generated.h"

#include <algorithm>

namespace loyalty {

namespace {

using sinew::seen_event;

/// A point for each whole unit of a hundred; an order too small for one earns none.
auto points_for(const shop::wire::OrderConfirmed& order) -> std::uint32_t {
  const auto units = order.total() == nullptr ? 0 : order.total()->units();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(units / 100, 0, 1'000'000));
}

auto credit(const shop::wire::OrderConfirmed& order, const seen_event& seen) -> std::vector<sinew::addressed> {
  const auto amount = points_for(order);
  if (amount == 0)
    return {};
  return sinew::one(sinew::address<points>(order.customer()->str(), points::earn{seen.key.id, amount}));
}

} // namespace

auto loyalty_service() -> sinew::service {
  return {.name = "loyalty",
          .aggregates = {&sinew::kind_of<points>()},
          .reactions = {{.upstream = "order",
                         .aggregate = "order",
                         .event = "confirmed",
                         .target = "points",
                         .command = "earn",
                         .map = sinew::from<shop::wire::OrderConfirmed>(credit)}},
          .schema = std::as_bytes(std::span{sinew::embedded::loyalty_bfbs})};
}

} // namespace loyalty
