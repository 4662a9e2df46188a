// SPDX-License-Identifier: Apache-2.0
#include "bridge/connector.hpp"

#include <algorithm>

namespace sinew {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause{25};
// Short: a node without its broker can do nothing, and the attempt costs one refused packet.
constexpr milliseconds longest_pause{500};

} // namespace

connector::connector(attempt try_once, handover connected)
    : try_once_{std::move(try_once)}, connected_{std::move(connected)}, thread_{[this] { run(); }} {}

connector::~connector() {
  {
    const std::lock_guard lock{guard_};
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void connector::connect() {
  {
    const std::lock_guard lock{guard_};
    wanted_ = true;
  }
  changed_.notify_all();
}

void connector::run() {
  for (;;) {
    {
      std::unique_lock lock{guard_};
      changed_.wait(lock, [this] { return wanted_ || stopping_; });
      if (stopping_)
        return;
      wanted_ = false;
    }
    if (auto made = try_until_connected())
      connected_(std::move(made));
  }
}

auto connector::try_until_connected() -> std::shared_ptr<session> {
  for (auto wait = first_pause;; wait = std::min(wait * 2, longest_pause)) {
    if (auto made = try_once_())
      return std::move(*made);
    if (!pause(wait))
      return nullptr;
  }
}

auto connector::pause(milliseconds time) -> bool {
  std::unique_lock lock{guard_};
  return !changed_.wait_for(lock, time, [this] { return stopping_; });
}

} // namespace sinew
