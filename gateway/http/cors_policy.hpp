// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sinew::gateway {

/// Which pages of other origins a browser may let talk to us (the CORS protocol of the Fetch standard). Without any, no
/// such header is ever sent, and browsers keep foreign pages out.
class cors_policy {
 public:
  cors_policy() = default;
  /// Each "https://shop.example" as browsers write it, or "*": everybody.
  explicit cors_policy(std::vector<std::string> origins) : origins_{std::move(origins)} {}

  /// A browser's question before the request itself: OPTIONS with Access-Control-Request-Method.
  static auto is_preflight(const http_request& asked) -> bool;

  /// Adds what lets the asking page read the answer, if it may.
  void permit(const http_request& asked, http_response& answer) const;
  /// The same for a preflight; `methods` are those of the path: "GET, POST".
  void permit_preflight(const http_request& asked, std::string_view methods, http_response& answer) const;

 private:
  /// What to allow; empty: this origin may not.
  [[nodiscard]] auto allowed(std::string_view origin) const -> std::string_view;
  auto add_origin(const http_request& asked, http_response& answer) const -> bool;

  std::vector<std::string> origins_;
};

} // namespace sinew::gateway
