// SPDX-License-Identifier: Apache-2.0
#include "tools/client/client.hpp"

#include <fmt/format.h>

namespace sinew {

auto client::open(const std::string& url, std::function<void()> stopped, const std::string& name)
    -> result<std::unique_ptr<client>> {
  std::unique_ptr<client> made{new client};
  if (stopped) // before nats.c's threads: they would take the signals
    made->ending_.emplace(made->poller_, std::move(stopped));
  const auto node = name.empty() ? fmt::format("cli-{:012x}", made->chance_() >> 16) : name;
  auto opened = connection::open(made->loop_, made->poller_, {.url = url, .node = node});
  if (!opened && opened.error().code == errc::unavailable)
    return fail(errc::unavailable,
                fmt::format("no broker answers at {}; start a system with `sinew up`, or name another "
                            "address with --nats",
                            url));
  if (!opened)
    return tl::unexpected{opened.error()};
  made->connection_ = std::move(*opened);
  return made;
}

auto client::offline() -> std::unique_ptr<client> {
  return std::unique_ptr<client>{new client};
}

auto client::request(const std::string& subject, bytes_view body, std::chrono::milliseconds timeout)
    -> result<broker_message> {
  return await<broker_message>(
      [&](completion<broker_message> done) { connection_->request(subject, {}, body, timeout, std::move(done)); });
}

auto client::new_id() -> uuid {
  const auto now = std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
  return uuid_v7(now, chance_(), chance_());
}

} // namespace sinew
