// SPDX-License-Identifier: Apache-2.0
#include "projection/worker.hpp"

#include <utility>

namespace sinew {

worker::worker(std::size_t most_waiting) : most_waiting_{most_waiting}, thread_{[this] { work(); }} {}

worker::~worker() {
  {
    const std::lock_guard lock{guard_};
    is_ending_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

auto worker::submit(job wanted) -> bool {
  {
    const std::lock_guard lock{guard_};
    if (waiting_.size() >= most_waiting_)
      return false;
    waiting_.push_back(std::move(wanted));
  }
  wake_.notify_one();
  return true;
}

void worker::work() {
  std::unique_lock lock{guard_};
  while (true) {
    wake_.wait(lock, [this] { return is_ending_ || !waiting_.empty(); });
    if (is_ending_)
      return;
    auto next = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    next();
    next = nullptr; // what it holds goes without the lock, too
    lock.lock();
  }
}

} // namespace sinew
