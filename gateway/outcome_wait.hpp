// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "gateway/event_tail.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sinew::gateway {

/// Waits until one of some events has happened to an aggregate. Begun before that is caused, it cannot miss it. Loop's
/// thread; kept alive by who waits.
class outcome_wait : public std::enable_shared_from_this<outcome_wait> {
 public:
  static auto begin(loop& where, event_tail& tail, const aggregate_key& key, std::vector<std::string> events)
      -> std::shared_ptr<outcome_wait>;

  /// Runs `done` once, never from inside this call: when it has happened, or after `patience`. Call once.
  void then(std::chrono::milliseconds patience, std::function<void()> done);

 private:
  outcome_wait(loop& where, std::vector<std::string> events) : where_{where}, events_{std::move(events)} {}
  void hear(bytes_view body);
  void finish();

  loop& where_;
  std::vector<std::string> events_;
  event_tail::watch watch_;
  bool has_happened_ = false;
  loop::timer_id timer_ = 0;
  std::function<void()> done_;
};

} // namespace sinew::gateway
