// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace sinew::bench {

/// Says which HTTP request is sent next, as a whole. Never ends, never blocks, builds some hundred thousand a second.
class request_source {
 public:
  virtual ~request_source() = default;
  /// Good until the next call.
  virtual auto next() -> std::string_view = 0;
};

/// The same one each time.
class one_request final : public request_source {
 public:
  explicit one_request(std::string text) : text_{std::move(text)} {}
  auto next() -> std::string_view override { return text_; }

 private:
  std::string text_;
};

} // namespace sinew::bench
