// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/http_header.hpp"
#include "kernel/http_url.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>

namespace boost::asio {
class io_context;
}

namespace sinew {

class kept_connections;

/// What another server is asked. Its base (`where.path`) is part of the target already.
struct http_question {
  http_url where;
  std::string method;
  /// Path and query as they are sent: "/v1/orders/o-1?x=1". Neither blanks nor line ends.
  std::string target;
  /// Without Host, Connection, Content-Length and Transfer-Encoding: those are the connection's. Values without line ends.
  http_headers headers;
  std::string body;
};

/// What it answers, with any status from 200 to 599. Headers are as they came, those of the connection too.
struct http_reply {
  unsigned status = 0;
  http_headers headers;
  std::string body;
};

/// Why another server gave no answer. `what` is for our log, for it names the server.
struct http_failure {
  enum class kind : std::uint8_t {
    /// It could not be connected to, in time or at all: nothing happened there.
    unreachable,
    /// It was asked, and the connection ended before its answer did: it may have happened.
    broken,
    /// It was asked, and its answer is no HTTP, or larger than the limits. It may have happened.
    nonsense,
    /// It was asked, and had not answered when the time was over: it may have happened.
    late,
  };
  kind how = kind::broken;
  std::string what;
};

using http_outcome = tl::expected<http_reply, http_failure>;

/// What one call may cost, and what is kept between calls.
struct asking_limits {
  /// Bytes of an answer's status line and headers, and of its body; more is no answer.
  std::uint32_t header_size = 16 * 1024;
  std::uint64_t body_size = 1024 * 1024;
  /// Connections kept for further calls, to all servers together, and for how long at most.
  std::size_t idle_connections = 64;
  std::chrono::milliseconds idle_time{30'000};
};

/// Asks other servers over HTTP/1.1 (not https), on the thread that runs `io`, which it never blocks and to which all methods belong. How
/// many calls there are at once is for the guard around it (actors/dependency.hpp).
///
/// Connections are kept. A server may close a kept one in the very moment it is used: what HTTP calls idempotent (GET, HEAD, PUT,
/// DELETE) then goes out once more on a fresh connection; anything else goes on a fresh one from the start, so that it is never sent
/// twice. (RFC 9112, 9.3.1; RFC 9110, 9.2.2)
class http_asker {
 public:
  /// `io` must outlive it.
  http_asker(boost::asio::io_context& io, asking_limits limits);
  /// Gives up the calls under way: their completions never run, and are destroyed with `io`. By the thread of `io`, or once that has ended.
  ~http_asker();
  http_asker(const http_asker&) = delete;
  auto operator=(const http_asker&) -> http_asker& = delete;

  /// `done` runs once, at about `deadline` at the latest, never from inside this call.
  void send(http_question what, std::chrono::steady_clock::time_point deadline, std::function<void(http_outcome)> done);

 private:
  std::shared_ptr<kept_connections> kept_;
};

} // namespace sinew
