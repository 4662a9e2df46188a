// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/upstream_pool.hpp"

#include <boost/asio/buffer.hpp>

#include <algorithm>

namespace sinew::gateway {

namespace {

/// The other side has neither closed it nor said anything unasked.
auto is_quiet(upstream_pool::socket& kept) -> bool {
  char byte = 0;
  boost::system::error_code problem;
  kept.non_blocking(true, problem);
  kept.receive(boost::asio::buffer(&byte, 1), boost::asio::socket_base::message_peek, problem);
  return problem == boost::asio::error::would_block;
}

} // namespace

auto upstream_pool::take(const std::string& authority) -> std::optional<socket> {
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

void upstream_pool::keep(std::string authority, socket kept) {
  if (is_closed_)
    return;
  drop_old();
  idle_.push_back({std::move(authority), std::move(kept), clock::now()});
  if (idle_.size() > limits_.idle_connections)
    idle_.pop_front();
}

void upstream_pool::close() {
  is_closed_ = true;
  idle_.clear();
}

void upstream_pool::drop_old() {
  while (!idle_.empty() && clock::now() - idle_.front().since > limits_.idle_time)
    idle_.pop_front();
}

} // namespace sinew::gateway
