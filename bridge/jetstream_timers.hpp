// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"

#include <string>

namespace sinew {

/// Timers as the broker's message schedules on `TMR_<SERVICE>`: the schedule on `tmr.…` holds the whole command, which the
/// broker publishes on `due.…` when its time has come.
class jetstream_timers final : public timers {
 public:
  /// `with` must outlive it.
  jetstream_timers(connection& with, std::string_view service);

  void arm(const aggregate_key& key, timestamp at, message command, completion<void> done) override;
  void cancel(const aggregate_key& key, std::string_view command) override;

 private:
  connection& with_;
  std::string stream_;
};

} // namespace sinew
