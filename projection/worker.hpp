// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace sinew {

/// A thread that does one job after the other, for what must not block the loop. Jobs come back through the loop's `post`
/// by themselves.
class worker {
 public:
  using job = std::function<void()>;

  /// `most_waiting` jobs may wait, beside the one that is being done.
  explicit worker(std::size_t most_waiting);
  /// Waits for the job that is being done, and drops those that wait.
  ~worker();
  worker(const worker&) = delete;
  auto operator=(const worker&) -> worker& = delete;

  /// False: too many wait. Any thread.
  [[nodiscard]] auto submit(job wanted) -> bool;

 private:
  void work();

  const std::size_t most_waiting_;
  std::mutex guard_;
  std::condition_variable wake_;
  std::deque<job> waiting_;
  bool is_ending_ = false;
  std::thread thread_;
};

} // namespace sinew
