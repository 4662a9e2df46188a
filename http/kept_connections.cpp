// SPDX-License-Identifier: Apache-2.0
#include "http/kept_connections.hpp"

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <utility>

namespace sinew {

namespace {

/// The other side has neither closed it nor said anything unasked.
auto is_quiet(kept_connections::socket& kept) -> bool {
  char byte = 0;
  boost::system::error_code problem;
  kept.non_blocking(true, problem);
  kept.receive(boost::asio::buffer(&byte, 1), boost::asio::socket_base::message_peek, problem);
  return problem == boost::asio::error::would_block;
}

} // namespace

auto kept_connections::take(const std::string& authority) -> std::optional<socket> {
  drop_old();
  for (;;) {
    const auto newest =
        std::find_if(idle_.rbegin(), idle_.rend(), [&](const idle& each) { return each.authority == authority; });
    if (newest == idle_.rend())
      return std::nullopt;
    auto taken = std::move(newest->kept);
    idle_.erase(std::next(newest).base());
    if (is_quiet(taken))
      return taken;
  }
}

void kept_connections::keep(std::string authority, socket kept) {
  if (is_closed_)
    return;
  drop_old();
  idle_.push_back({std::move(authority), std::move(kept), clock::now() + limits_.idle_time});
  if (idle_.size() > limits_.idle_connections)
    idle_.pop_front();
  await_oldest();
}

void kept_connections::close() {
  is_closed_ = true;
  idle_.clear();
  oldest_ends_.cancel();
}

void kept_connections::drop_old() {
  while (!idle_.empty() && clock::now() >= idle_.front().until)
    idle_.pop_front();
}

// It may have been taken meanwhile: then the timer rings for nothing, and is set to the next one's end.
void kept_connections::await_oldest() {
  if (idle_.empty() || std::exchange(is_awaited_, true))
    return;
  oldest_ends_.expires_at(idle_.front().until);
  oldest_ends_.async_wait([weak = weak_from_this()](boost::system::error_code cancelled) {
    const auto self = weak.lock();
    if (!self || cancelled)
      return;
    self->is_awaited_ = false;
    self->drop_old();
    self->await_oldest();
  });
}

} // namespace sinew
