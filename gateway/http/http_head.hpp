// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "kernel/time.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// How the reader knows where a body ends.
enum class body_framing : std::uint8_t {
  /// 204 and 304: there is none, and nothing says how long it would be.
  none,
  /// Content-Length; for HEAD that of the body which is left out.
  length,
  chunked,
  /// For HTTP/1.0, which knows no chunks: when the connection closes.
  until_close,
};

struct head_facts {
  body_framing framing = body_framing::length;
  std::size_t length = 0;
  bool keep_alive = true;
  /// The request's version: 1.0 wants to be told that a connection stays.
  bool is_http_10 = false;
  timestamp now{};
};

/// The status line and all headers, up to and with the empty line. Line ends within a value become blanks.
auto head_text(const http_response& of, const head_facts& facts) -> std::string;

/// "Created"; "" for a status that has no usual phrase.
auto reason_phrase(unsigned status) -> std::string_view;

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
auto http_date(timestamp t) -> std::string;

/// One chunk of a chunked body (RFC 9112, 7.1). Precondition: not empty, for that would end the body.
auto chunk_of(std::string_view piece) -> std::string;
inline constexpr std::string_view last_chunk = "0\r\n\r\n";

} // namespace sinew::gateway
