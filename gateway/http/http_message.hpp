// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/http_header.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sinew::gateway {

/// A whole request, as it was sent: nothing in it has been judged but its form and size.
struct http_request {
  std::string method;
  /// "/v1/orders/o-1": without the query, still percent-encoded.
  std::string path;
  /// What follows the '?', without it.
  std::string query;
  /// Lines of one name are joined with ", " (RFC 9110, 5.3).
  http_headers headers;
  std::string body;
  /// The address of who asks, or of whoever passes it on: "192.0.2.1".
  std::string peer = {};
  /// Whether it came through our own TLS.
  bool is_secure = false;

  [[nodiscard]] auto header(std::string_view name) const -> std::string_view { return find_header(headers, name); }
};

/// A body without an end, written piece by piece. All methods: server's thread. The connection may end at any moment, and
/// outlives nobody's interest: whoever holds this does not keep it open.
class http_stream {
 public:
  virtual ~http_stream() = default;
  /// Queues a piece. False: the reader is gone, or so slow that too much waits; nothing more will be sent.
  virtual auto write(std::string_view piece) -> bool = 0;
  /// Ends the body behind what is queued.
  virtual void end() = 0;
  /// `h` runs once when the reader is gone or the server drains; not after `end`.
  virtual void on_end(std::function<void()> h) = 0;
};

struct http_response {
  unsigned status = 200;
  /// Without Content-Length, Connection, Date and Transfer-Encoding: those are the connection's.
  http_headers headers;
  std::string body;
  /// Set: instead of `body`; called once the head is on its way. Not for HEAD.
  std::function<void(std::shared_ptr<http_stream>)> stream;
};

/// Answers one request, now or later, on the server's thread; call at most once. Destroyed unanswered: the connection closes.
using http_answer = std::function<void(http_response)>;
using http_handler = std::function<void(std::shared_ptr<const http_request>, http_answer)>;

/// The elements of a comma-separated header value, trimmed; empty ones left out. Quotes mean nothing to it.
auto list_of(std::string_view value, char separator = ',') -> std::vector<std::string_view>;

} // namespace sinew::gateway
