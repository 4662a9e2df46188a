// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/registry_mirror.hpp"
#include "gateway/saga_table.hpp"
#include "tools/tap/stream_follower.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>

namespace sinew::gateway {

/// The table, filled from the newest part of the orders' log and from what comes. The log is followed only while somebody asks:
/// a gateway that nobody operates through pays nothing. Loop's thread.
///
/// What lists all orders is the order service's read model (saga_list.hpp). This knows the newest only, and says so: for figures, and for
/// when nobody answers for the list.
class saga_roll {
 public:
  /// Orders that are listed, and events that are looked at for a start.
  static constexpr std::size_t most_orders = 2'000;
  static constexpr std::uint64_t window = 8'000;

  /// Both must outlive it, and it the loop's last turn.
  saga_roll(client& with, const registry_mirror& known);

  /// Done once everything stored before the call has been seen. unavailable: no order service has registered, or the log
  /// cannot be read just now.
  void when_ready(completion<void> done);

  [[nodiscard]] auto table() const -> const saga_table& { return table_; }
  /// Whether the log has no order that is not listed.
  [[nodiscard]] auto is_complete() const -> bool { return begins_at_first_ && !table_.has_forgotten(); }

 private:
  struct waiter {
    std::uint64_t until;
    completion<void> done;
    loop::timer_id patience;
  };

  /// Asks once a minute whether anybody still wants to know.
  void watch_interest();
  void on_end_found(std::uint64_t first, std::uint64_t last, completion<void> done);
  void begin(std::uint64_t first, std::uint64_t last);
  void hear(std::uint64_t position, bytes_view body);
  void tell_waiters();

  client& with_;
  const registry_mirror& known_;
  std::unique_ptr<stream_follower> follower_;
  saga_table table_{most_orders};
  bool begins_at_first_ = false;
  std::uint64_t position_ = 0; // seen so far
  bool is_following_ = false;
  bool was_asked_ = false; // within this minute
  std::map<std::uint64_t, waiter> waiters_;
  std::uint64_t last_waiter_ = 0;
};

} // namespace sinew::gateway
