// SPDX-License-Identifier: Apache-2.0
#include "tools/up/broker_plan.hpp"

#include "tools/up/free_port.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>

namespace sinew {

namespace {

auto has_any(std::string_view line, std::initializer_list<std::string_view> marks) -> bool {
  return std::ranges::any_of(marks, [&](auto mark) { return line.find(mark) != line.npos; });
}

/// In good times the broker tells a page about itself that nobody needs.
auto is_trouble(std::string_view line) -> bool {
  return has_any(line, {"[WRN]", "[ERR]", "[FTL]", "nats-server:", "panic"});
}

/// What servers complain of while they look for one another is how a cluster starts.
auto is_meeting(std::string_view line) -> bool {
  return has_any(line, {"route", "routing", "meta leader"});
}

} // namespace

auto broker_plan::make(topology::durability label, std::uint16_t port, const data_directory& data)
    -> result<broker_plan> {
  const int servers = replicas_of(label);
  const bool cluster = servers > 1;
  if (auto ok = data.check_servers(cluster); !ok)
    return tl::unexpected{ok.error()};
  // Where clients connect, then where the servers do.
  std::vector<std::uint16_t> wanted(cluster ? 2 * servers : 1, 0);
  wanted.front() = port;
  const auto ports = free_ports(wanted);
  if (!ports)
    return tl::unexpected{ports.error()};
  broker_plan plan;
  if (!cluster) {
    plan.seats_ = {{"nats-server", {.port = ports->front(), .store = data.store(), .durability = label}}};
    return plan;
  }
  for (int i = 0; i < servers; ++i) {
    std::vector<std::uint16_t> routes{ports->begin() + servers, ports->end()};
    std::ranges::rotate(routes, routes.begin() + i);
    plan.seats_.push_back({fmt::format("nats-server-{}", i + 1),
                           {.port = (*ports)[i],
                            .store = data.store(i + 1),
                            .durability = label,
                            .name = fmt::format("nats-{}", i + 1),
                            .routes = std::move(routes)}});
  }
  return plan;
}

auto broker_plan::environment() const -> std::vector<std::string> {
  std::vector<std::string> all;
  const auto unless_said = [&all](const char* name, std::string value) {
    if (std::getenv(name) == nullptr)
      all.push_back(fmt::format("{}={}", name, value));
  };
  const auto memory =
      static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  unless_said("GOGC", "400");
  unless_said("GOMEMLIMIT", fmt::format("{}MiB", memory / 2 / seats_.size() / (1024 * 1024)));
  return all;
}

auto broker_plan::url() const -> std::string {
  std::string all;
  for (const auto& seat : seats_)
    all += fmt::format("{}nats://127.0.0.1:{}", all.empty() ? "" : ",", seat.config.port);
  return all;
}

auto broker_plan::hear(std::string_view name, std::string_view line) -> bool {
  if (line.find("Server is ready") != line.npos)
    listening_.emplace(name);
  return is_trouble(line) && !(seats_.size() > 1 && is_meeting(line));
}

} // namespace sinew
