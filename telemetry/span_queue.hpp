// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "telemetry/span.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace sinew {

/// Spans on their way from the loop to the thread that exports them. Bounded: one more is dropped, so that a collector which is slow
/// or away costs nothing but spans. Any thread.
class span_queue {
 public:
  explicit span_queue(std::size_t most) : most_{most} {}

  /// False: it is full, or closed.
  auto add(span done) -> bool {
    const std::lock_guard lock{guard_};
    if (closed_ || waiting_.size() >= most_)
      return false;
    waiting_.push_back(std::move(done));
    if (waiting_.size() == batch_)
      changed_.notify_one(); // else the reader's own pause collects them
    return true;
  }

  /// At most `batch` spans: as soon as there are so many, or whatever there is after `pause`, or once closed. Empty: nothing came.
  auto take(std::size_t batch, std::chrono::milliseconds pause) -> std::vector<span> {
    std::unique_lock lock{guard_};
    batch_ = batch;
    changed_.wait_for(lock, pause, [this] { return closed_ || waiting_.size() >= batch_; });
    const auto count = std::min(batch, waiting_.size());
    const auto middle = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<span> taken{std::make_move_iterator(waiting_.begin()), std::make_move_iterator(middle)};
    waiting_.erase(waiting_.begin(), middle);
    return taken;
  }

  /// Takes nothing any more; what is in it can still be taken, without a pause.
  void close() {
    const std::lock_guard lock{guard_};
    closed_ = true;
    changed_.notify_all();
  }
  /// Waits for at most `pause`; true: it has been closed.
  auto rest(std::chrono::milliseconds pause) -> bool {
    std::unique_lock lock{guard_};
    return changed_.wait_for(lock, pause, [this] { return closed_; });
  }
  [[nodiscard]] auto is_finished() -> bool {
    const std::lock_guard lock{guard_};
    return closed_ && waiting_.empty();
  }
  [[nodiscard]] auto size() -> std::size_t {
    const std::lock_guard lock{guard_};
    return waiting_.size();
  }

 private:
  const std::size_t most_;
  std::mutex guard_; // of all below
  std::condition_variable changed_;
  std::deque<span> waiting_;
  std::size_t batch_ = 1;
  bool closed_ = false;
};

} // namespace sinew
