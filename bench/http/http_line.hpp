// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "bench/http/http_answer.hpp"
#include "bench/http/server_address.hpp"
#include "kernel/result.hpp"
#include "tools/up/child_process.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace sinew::bench {

class http_line;

/// Hears what comes of the requests on a line; in a turn of the loop, never from inside `send`.
class line_owner {
 public:
  virtual ~line_owner() = default;
  virtual void on_answer(http_line& on, const http_answer& answer) = 0;
  /// There will be no answer, and the line is closed.
  virtual void on_broken(http_line& on, const error& why) = 0;
};

/// One kept connection: a request, its answer, the next request. It connects when something is to be sent and it is not connected; when
/// the server closes it between two requests, nobody hears of it. Never blocks. Loop's thread.
class http_line {
 public:
  /// All must outlive it.
  http_line(epoll_poller& poller, const server_address& to, line_owner& owner)
      : poller_{poller}, to_{to}, owner_{owner} {}
  ~http_line() { close(); }
  http_line(const http_line&) = delete;
  auto operator=(const http_line&) -> http_line& = delete;

  /// Sends a whole request. Precondition: the one before has ended. An error says that it cannot be sent: the line is closed,
  /// and the owner hears nothing.
  auto send(std::string_view request) -> result<void>;
  /// At once; the owner hears nothing.
  void close();

 private:
  auto connect() -> result<void>;
  auto write(std::string_view text) -> result<void>;
  void on_ready(epoll_poller::readiness how);
  void on_connected();
  void on_readable();
  void fail_with(error why);

  epoll_poller& poller_;
  const server_address& to_;
  line_owner& owner_;
  descriptor socket_;
  bool is_connecting_ = false;
  bool is_asked_ = false; // an answer is owed
  std::string unsent_;
  answer_reader reader_;
};

} // namespace sinew::bench
