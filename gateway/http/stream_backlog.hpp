// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// What of a stream still waits for its reader, framed for the wire, and bounded.
class stream_backlog {
 public:
  /// `most` bytes may wait. Not `chunked` for HTTP/1.0: there the end of the connection is that of the body.
  stream_backlog(std::size_t most, bool chunked) : most_{most}, chunked_{chunked} {}

  /// False: too much would wait; nothing was added. Precondition: not ended.
  auto add(std::string_view piece) -> bool;
  /// Nothing follows.
  void end();
  [[nodiscard]] auto has_ended() const -> bool { return ended_; }

  /// All that waits, to be sent now.
  auto take() -> std::string;

 private:
  std::size_t most_;
  bool chunked_;
  bool ended_ = false;
  std::string waiting_;
};

} // namespace sinew::gateway
