// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace sinew {

/// Cuts what a pipe gives into lines. A line longer than the limit is cut there, so that a child cannot fill our
/// memory.
class line_splitter {
 public:
  using sink = std::function<void(std::string_view line)>;

  explicit line_splitter(sink to, std::size_t limit = 8192) : to_{std::move(to)}, limit_{limit} {}

  void take(std::string_view piece) {
    for (const char c : piece) {
      if (c != '\n')
        open_ += c;
      if (c == '\n' || open_.size() >= limit_)
        give();
    }
  }

  /// The pipe has ended: what is left is a line too.
  void finish() {
    if (!open_.empty())
      give();
  }

 private:
  void give() {
    const auto line = std::exchange(open_, {});
    to_(line);
  }

  sink to_;
  std::size_t limit_;
  std::string open_;
};

} // namespace sinew
