// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"

#include <algorithm>
#include <utility>

namespace sinew::bench {

/// A poller for a loop that is driven by what is tested: waiting takes no time, the clock jumps to when it would be over.
class jumping_poller final : public poller {
 public:
  auto now() const -> time_point override { return now_; }
  void wait(time_point until) override {
    if (!std::exchange(woken_, false))
      now_ = std::max(now_, until);
  }
  void wake() noexcept override { woken_ = true; }

  /// As if what runs just now took so long.
  void pass(time_point::duration by) { now_ += by; }

 private:
  time_point now_{};
  bool woken_ = false;
};

} // namespace sinew::bench
