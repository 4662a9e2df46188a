// SPDX-License-Identifier: Apache-2.0
#include "bench/target/saga_scenario.hpp"

#include "bench/target/floor_shop.hpp"
#include "bench/target/own_connection.hpp"
#include "bench/target/saga_target.hpp"
#include "tools/client/registry_reading.hpp"

#include <fmt/format.h>

namespace sinew::bench {

namespace {

/// Places orders with whoever owns `aggregate`.
auto target_for(const surroundings& in, const service_card& orders, std::string_view aggregate)
    -> result<std::unique_ptr<saga_target>> {
  auto from = order_source::make(in.with, orders, in.what, aggregate);
  if (!from)
    return tl::unexpected{from.error()};
  auto with = own_connection(in);
  if (!with)
    return tl::unexpected{with.error()};
  return saga_target::make(std::move(*with), std::move(*from), aggregate);
}

class saga_scenario final : public scenario {
 public:
  static auto prepare(const surroundings& in) -> result<std::unique_ptr<scenario>> {
    const auto known = read_catalog(in.with);
    if (!known)
      return tl::unexpected{known.error()};
    const auto orders = known->need("order");
    const auto stock = known->need("stock");
    if (!orders || !stock)
      return tl::unexpected{(orders ? stock : orders).error()};
    if (auto filled = fill_shelves(in, **stock, articles_for(in.what)); !filled)
      return tl::unexpected{filled.error()};
    auto shop = floor_shop::open(in, *known, articles_for(in.what));
    if (!shop)
      return tl::unexpected{shop.error()};
    auto ours = target_for(in, **orders, "order");
    auto floor = target_for(in, **orders, (*shop)->order_aggregate());
    if (!ours || !floor)
      return tl::unexpected{(ours ? floor : ours).error()};
    return std::unique_ptr<scenario>{new saga_scenario{in.what, std::move(*shop), std::move(*ours), std::move(*floor)}};
  }

  [[nodiscard]] auto work() const -> std::string override {
    return fmt::format(
        "an order for one of {} articles (Zipf {}), paid by a card at the sandbox's provider: placed -> confirmed",
        articles_for(what_), what_.skew);
  }
  auto ours() -> target& override { return *ours_; }
  auto floor() -> target* override { return floor_.get(); }

 private:
  saga_scenario(const load& what, std::unique_ptr<floor_shop> shop, std::unique_ptr<saga_target> ours,
                std::unique_ptr<saga_target> floor)
      : what_{what}, shop_{std::move(shop)}, ours_{std::move(ours)}, floor_{std::move(floor)} {}

  load what_;
  // In the order of their making: the streams go last.
  std::unique_ptr<floor_shop> shop_;
  std::unique_ptr<saga_target> ours_;
  std::unique_ptr<saga_target> floor_;
};

} // namespace

auto saga_scenario_card() -> scenario_card {
  return {.name = "saga",
          .about = "an order through all services, from placed to confirmed",
          .prepare = saga_scenario::prepare};
}

} // namespace sinew::bench
