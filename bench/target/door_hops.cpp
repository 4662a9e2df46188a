// SPDX-License-Identifier: Apache-2.0
#include "bench/target/door_hops.hpp"

#include "bench/http/server_timing.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace sinew::bench {

namespace {

using nanoseconds = std::chrono::nanoseconds;

// As the gateway calls them.
constexpr std::array told{std::pair{"gateway-in", "in the gateway, from the request to its command"},
                          std::pair{"request", "until the node has read it"},
                          std::pair{"mailbox", "until its aggregate decides it"},
                          std::pair{"decide", "until it is decided"},
                          std::pair{"append", "until it is stored and acknowledged"},
                          std::pair{"answer", "until its receipt can be written"},
                          std::pair{"reply", "until the gateway has the receipt"},
                          std::pair{"gateway-out", "in the gateway, from the receipt to the answer"}};

auto durations_in(std::string_view server_timing) -> std::optional<std::array<nanoseconds, told.size()>> {
  const auto metrics = read_server_timing(server_timing);
  std::array<nanoseconds, told.size()> all{};
  for (std::size_t i = 0; i < told.size(); ++i) {
    const auto found = std::ranges::find(metrics, std::string_view{told.at(i).first}, &timed_metric::name);
    if (found == metrics.end())
      return std::nullopt;
    all.at(i) = found->took;
  }
  return all;
}

} // namespace

door_hops::door_hops() {
  hops_.push_back({"http", "both ways between here and the gateway, sockets and the reading of HTTP", {}});
  for (const auto& [name, about] : told)
    hops_.push_back({name, about, {}});
}

void door_hops::add(nanoseconds took, std::string_view server_timing) {
  const auto inside = durations_in(server_timing);
  if (!inside)
    return;
  auto rest = took;
  for (std::size_t i = 0; i < inside->size(); ++i) {
    rest -= inside->at(i);
    hops_[i + 1].latency.record(inside->at(i));
  }
  hops_.front().latency.record(rest); // below 0, where clocks differ, counts as 0
}

auto door_hops::are_told_by(std::string_view server_timing) -> bool {
  return durations_in(server_timing).has_value();
}

} // namespace sinew::bench
