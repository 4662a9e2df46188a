// SPDX-License-Identifier: Apache-2.0
#include "bench/http/http_line.hpp"

#include "kernel/assertion.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace sinew::bench {

namespace {

auto reason(int number) -> std::string {
  return std::generic_category().message(number);
}

auto would_block(int number) -> bool {
  return number == EAGAIN || number == EWOULDBLOCK || number == EINTR;
}

} // namespace

auto http_line::send(std::string_view request) -> result<void> {
  SINEW_ASSERT(!is_asked_);
  if (!socket_.is_open())
    if (auto connected = connect(); !connected)
      return connected;
  is_asked_ = true;
  if (is_connecting_) {
    unsent_ = request;
    return {};
  }
  auto sent = write(request);
  if (!sent)
    close();
  return sent;
}

auto http_line::connect() -> result<void> {
  socket_ = descriptor{socket(to_.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!socket_.is_open())
    return fail(errc::system_failure, fmt::format("no socket for a connection: {}", reason(errno)));
  const int now = 1;
  (void)setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
  if (::connect(socket_.get(), to_.raw(), to_.size()) != 0 && errno != EINPROGRESS) {
    auto why = fmt::format("cannot connect to {}: {}", to_.text(), reason(errno));
    socket_.reset();
    return fail(errc::unavailable, std::move(why));
  }
  is_connecting_ = true;
  reader_.forget();
  poller_.watch(socket_.get(), {.writable = true}, [this](epoll_poller::readiness how) { on_ready(how); });
  return {};
}

auto http_line::write(std::string_view text) -> result<void> {
  const auto sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
  if (sent < 0 && !would_block(errno))
    return fail(errc::outcome_unknown, fmt::format("cannot send to {}: {}", to_.text(), reason(errno)));
  const auto rest = text.substr(sent < 0 ? 0 : static_cast<std::size_t>(sent));
  if (rest.empty() && unsent_.empty()) // as nearly always
    return {};
  unsent_ = std::string{rest}; // a copy first: `text` may be a part of it
  poller_.want(socket_.get(), {.readable = true, .writable = !unsent_.empty()});
  return {};
}

void http_line::on_ready(epoll_poller::readiness how) {
  if (is_connecting_)
    return on_connected();
  if (how.writable && !unsent_.empty())
    if (const auto sent = write(unsent_); !sent)
      return fail_with(sent.error());
  if (how.readable)
    on_readable();
}

void http_line::on_connected() {
  int problem = 0;
  socklen_t size = sizeof problem;
  (void)getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &problem, &size);
  if (problem != 0)
    return fail_with({errc::unavailable, fmt::format("cannot connect to {}: {}", to_.text(), reason(problem))});
  is_connecting_ = false;
  if (const auto sent = write(unsent_); !sent)
    return fail_with(sent.error());
}

void http_line::on_readable() {
  const auto room = reader_.room();
  const auto got = recv(socket_.get(), room.data(), room.size(), 0);
  if (got < 0 && would_block(errno))
    return;
  if (got <= 0)
    return fail_with({errc::outcome_unknown, fmt::format("{} closed the connection", to_.text())});
  const auto how = reader_.took(static_cast<std::size_t>(got));
  if (how == answer_reader::progress::incomplete)
    return;
  if (how == answer_reader::progress::broken || !is_asked_)
    return fail_with({errc::unavailable, fmt::format("what {} answers is no HTTP/1.1 with a length", to_.text())});
  is_asked_ = false;
  const auto answer = reader_.answer();
  reader_.forget(); // its bytes stay until the next ones come
  if (!answer.is_kept)
    close();
  owner_.on_answer(*this, answer);
}

void http_line::fail_with(error why) {
  const bool was_asked = is_asked_;
  close();
  if (was_asked)
    owner_.on_broken(*this, why);
}

void http_line::close() {
  if (!socket_.is_open())
    return;
  poller_.forget(socket_.get());
  socket_.reset();
  is_connecting_ = false;
  is_asked_ = false;
  unsent_.clear();
  reader_.forget();
}

} // namespace sinew::bench
