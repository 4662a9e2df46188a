// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/target.hpp"
#include "bench/target/command_target.hpp"
#include "bench/target/pause_watch.hpp"
#include "tools/client/client.hpp"
#include "tools/send/persistent_sender.hpp"

#include <memory>

namespace sinew::bench {

/// Sends commands as `sinew send` does: again and again with the same id, until each has an answer that will not change, so
/// that the latency of what met a failure is the time until the failure was over. Watches how long partitions pause.
class insistent_target final : public target {
 public:
  /// `with` outlives it.
  insistent_target(client& with, std::unique_ptr<command_source> from);
  /// Waits for what is under way: not longer than `patience`.
  ~insistent_target() override;
  insistent_target(const insistent_target&) = delete;
  auto operator=(const insistent_target&) -> insistent_target& = delete;

  void begin(ticket which) override;

  /// Pauses are watched anew; what is due within `warm_up` does not count.
  void watch(std::chrono::milliseconds warm_up);
  /// The longest pause of one partition since; empty: nothing was due.
  [[nodiscard]] auto longest_pause() const -> std::optional<std::chrono::nanoseconds>;

  /// How long each is tried.
  static constexpr std::chrono::milliseconds patience = command_target::patience;

 private:
  void on_end(ticket which, std::uint32_t partition, const result<receipt>& how);
  [[nodiscard]] auto now() const -> std::chrono::nanoseconds { return with_.where().now().time_since_epoch(); }

  client& with_;
  std::unique_ptr<command_source> from_;
  persistent_sender sender_;
  pause_watch pauses_;
  std::size_t under_way_ = 0;
};

} // namespace sinew::bench
