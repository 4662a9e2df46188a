// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "gateway/event_tail.hpp"
#include "schemas/message.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace sinew::gateway {

/// Waits until one of some events has happened to an aggregate. Begun before that is caused, it cannot miss it. Loop's
/// thread; kept alive by who waits.
class outcome_wait : public std::enable_shared_from_this<outcome_wait> {
 public:
  /// Whether an event is one that is waited for.
  using judge = std::function<bool(const message& event)>;

  static auto begin(loop& where, event_tail& tail, const aggregate_key& key, judge is_it)
      -> std::shared_ptr<outcome_wait>;

  /// Runs `done` once, never from inside this call: when it has happened, or after `patience`. Call once.
  void then(std::chrono::milliseconds patience, std::function<void()> done);

 private:
  outcome_wait(loop& where, judge is_it) : where_{where}, is_it_{std::move(is_it)} {}
  void hear(bytes_view body);
  void finish();

  loop& where_;
  judge is_it_;
  event_tail::watch watch_;
  bool has_happened_ = false;
  loop::timer_id timer_ = 0;
  std::function<void()> done_;
};

} // namespace sinew::gateway
