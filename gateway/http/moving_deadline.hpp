// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace sinew::gateway {

/// A deadline that is moved far more often than it passes. The timer behind it is armed anew only when it would ring too late;
/// one that rings too early is armed for the rest. One thread, that of `where`.
class moving_deadline {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// `passed` runs whenever a deadline has passed, and never again once this is gone. It may move or destroy this.
  moving_deadline(const boost::asio::any_io_executor& where, std::function<void()> passed);
  ~moving_deadline();
  moving_deadline(const moving_deadline&) = delete;
  auto operator=(const moving_deadline&) -> moving_deadline& = delete;

  /// The latest call counts.
  void move_to(time_point when);
  void move_by(std::chrono::milliseconds from_now) { move_to(std::chrono::steady_clock::now() + from_now); }
  void clear() { move_to(time_point::max()); }

 private:
  class engine;
  std::shared_ptr<engine> engine_;
};

} // namespace sinew::gateway
