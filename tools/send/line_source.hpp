// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <istream>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace sinew {

/// Lines of a file or of stdin, read on a thread of its own so that a slow producer does not hold up the loop. Holds a
/// bounded number of lines. `next` and `has_ended`: loop's thread. Destroy it only once it has ended.
class line_source {
 public:
  struct numbered_line {
    std::size_t number; // from 1
    std::string text;
  };

  /// `on_more` runs on the loop when `next` may succeed again, and at the end. `from` must outlive this.
  line_source(std::istream& from, loop& where, std::function<void()> on_more);
  ~line_source() = default;
  line_source(const line_source&) = delete;
  auto operator=(const line_source&) -> line_source& = delete;

  /// Nothing: no line has come yet, or none will.
  auto next() -> std::optional<numbered_line>;
  [[nodiscard]] auto has_ended() const -> bool;

 private:
  void read_all(std::istream& from);

  loop& loop_;
  std::function<void()> on_more_;
  mutable std::mutex guard_; // of the following
  std::condition_variable room_;
  std::deque<numbered_line> lines_;
  bool ended_ = false;
  std::jthread reader_; // last: joined before the rest goes
};

} // namespace sinew
