// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "tools/client/client.hpp"
#include "tools/cluster/cluster_view.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sinew::bench {

/// A node of a service that runs on this machine, and can be killed: held by its process (a pidfd), so that its id cannot
/// come to mean another one.
class victim {
 public:
  /// The node of `service` that serves most. Kills nothing. Errors, with what to do: nobody would take over; none is on
  /// this machine; it belongs to somebody else.
  static auto choose(client& with, std::string_view service) -> result<victim>;

  victim(victim&& other) noexcept
      : node_{std::move(other.node_)}, pid_{other.pid_}, handle_{std::exchange(other.handle_, -1)} {}
  auto operator=(victim&&) -> victim& = delete;
  ~victim();

  [[nodiscard]] auto node() const -> const std::string& { return node_; }
  [[nodiscard]] auto pid() const -> std::int64_t { return pid_; }

  /// SIGKILL. not_found: it has ended already; system_failure: it may not be killed.
  auto kill() -> result<void>;

 private:
  victim(std::string node, std::int64_t pid, int handle) : node_{std::move(node)}, pid_{pid}, handle_{handle} {}

  std::string node_;
  std::int64_t pid_;
  int handle_;
};

/// Which node of a service that would be. `here`: see `this_machine`. Errors as for `victim::choose`.
auto choose_node(const cluster_view& view, std::string_view service, std::string_view here) -> result<node_view>;

} // namespace sinew::bench
