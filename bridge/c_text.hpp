// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace sinew {

/// A text with a zero behind it, as C libraries want it: on the stack unless it is long. Short-lived; neither copied nor
/// moved.
class c_text {
 public:
  explicit c_text(std::string_view text) {
    if (text.size() < near_.size()) {
      *std::ranges::copy(text, near_.begin()).out = '\0';
    } else {
      far_ = text;
      text_ = far_.c_str();
    }
  }
  c_text(const c_text&) = delete;
  auto operator=(const c_text&) -> c_text& = delete;

  [[nodiscard]] auto get() const -> const char* { return text_; }

 private:
  std::array<char, 192> near_; // longer than any subject of ours
  std::string far_;
  const char* text_ = near_.data();
};

} // namespace sinew
