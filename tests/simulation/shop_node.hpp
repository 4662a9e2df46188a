// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/node.hpp"
#include "tests/simulation/outside_lines.hpp"
#include "tests/simulation/remote_ports.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace simulation {

enum class shop_service : std::uint8_t { order, inventory, payment, shipping, notification, customer, catalog, cart };
inline constexpr std::array shop_services{shop_service::order,    shop_service::inventory,    shop_service::payment,
                                          shop_service::shipping, shop_service::notification, shop_service::customer,
                                          shop_service::catalog,  shop_service::cart};
auto to_string(shop_service which) -> std::string_view;

/// A wall clock that follows the one time of the simulation, a little wrong perhaps.
class node_clock final : public sinew::wall_clock {
 public:
  explicit node_clock(const scheduler& when) : when_{when} {}
  auto now() const -> sinew::timestamp override { return birth + when_.elapsed() + skew_; }
  void set_skew(duration by) { skew_ = by; }

  // 2026-01-01T00:00:00Z: any time will do, as long as it is the same in each run.
  static constexpr sinew::timestamp birth = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};

 private:
  const scheduler& when_;
  duration skew_{};
};

/// Everything the nodes of a run have in common. References: the run owns the parts and outlives the nodes.
struct surroundings {
  scheduler& when;
  network& through;
  sinew::memory_broker& broker;
  place& broker_at;
  outside& world;
  sinew::limits bounds;
  std::uint32_t lanes = 1;
};

/// One process of one service: the real node with its real reactions, on a loop of its own, behind a wire. Destroying it is a
/// crash.
class shop_node {
 public:
  struct callbacks {
    std::function<void(const sinew::error&)> on_failure;
    std::function<void()> on_drained;
  };

  struct seat_name {
    std::string node;
    std::string variant;
  };

  /// Starts at once. The callbacks run on the node's own loop: they must not destroy it.
  shop_node(const surroundings& around, shop_service what, const seat_name& who, std::uint64_t seed, callbacks tell);
  ~shop_node();
  shop_node(const shop_node&) = delete;
  auto operator=(const shop_node&) -> shop_node& = delete;

  void drain();
  [[nodiscard]] auto at() -> place& { return *at_; }
  [[nodiscard]] auto connection() -> wire& { return *wire_; }
  [[nodiscard]] auto clock() -> node_clock& { return clock_; }
  [[nodiscard]] auto name() const -> const std::string& { return name_; }

 private:
  auto definition(shop_service what) -> sinew::service;

  std::string name_;
  sinew::seeded_randomness chance_;
  std::shared_ptr<place> at_;
  node_clock clock_;
  std::shared_ptr<wire> wire_;
  remote_ports ports_;
  outside_line line_;
  called_card_provider cards_;
  called_carrier parcels_;
  called_mail post_;
  sinew::service service_;
  std::unique_ptr<sinew::node> running_;
};

} // namespace simulation
