// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/http/http_lines.hpp"

#include <string>
#include <string_view>

namespace sinew::bench {

/// A request as it is sent.
struct http_wish {
  std::string_view method;
  std::string_view path;
  /// Empty: none.
  std::string_view token = {};
  /// JSON; empty: none.
  std::string_view body = {};
  /// The answer is to tell where its time went (gateway/README.md).
  bool wants_times = false;
};
auto to_text(const http_wish& wish, const server_address& to) -> std::string;

/// What was answered, kept.
struct kept_answer {
  unsigned status = 0;
  std::string body;
  std::string server_timing;
};

/// Asks once, with a whole request, and turns the loop until there is an answer: for preparations.
auto ask_once(loop& where, http_lines& over, std::string request) -> result<kept_answer>;

} // namespace sinew::bench
