// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schemas/message.hpp"
#include "tests/simulation/place.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace simulation {

/// A command somebody is going to send.
struct intention {
  duration at{};
  int by = 0; // which client
  sinew::message command;
};

/// An order as it is wanted.
struct wanted_order {
  std::map<std::string, std::uint32_t> pieces; // by sku
  std::int64_t total = 0;
  std::string account; // empty: by card
};

/// What the clients of one run will ask for, and what is to be known of it without reading a command: all drawn from the
/// seed, before anything runs.
struct workload {
  /// How long the asking takes.
  duration span{};
  std::deque<intention> intentions;
  /// What each direct placing of an order wants, by command id: an order may be placed twice, differently. What carts place is
  /// in the log: it depends on the catalog's prices.
  std::map<sinew::uuid, wanted_order> placings;
  std::vector<std::string> orders;
  std::vector<std::string> skus;
  std::vector<std::string> accounts;
};

/// `orders` 0: as many as the seed says.
auto draw_workload(std::uint64_t seed, unsigned orders) -> workload;

/// The shop's present for new customers, as the schemas have it.
namespace coupon {
inline constexpr auto welcome = "welcome";
inline constexpr std::int64_t worth = 500;
} // namespace coupon

/// A cancel of the order, to be sent at once.
auto cancel_of(const std::string& order) -> intention;

} // namespace simulation
