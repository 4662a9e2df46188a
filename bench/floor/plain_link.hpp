// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "actors/loop.hpp"
#include "bridge/socket_driver.hpp"
#include "bridge/spent_messages.hpp"
#include "kernel/bytes.hpp"
#include "kernel/result.hpp"

#include <nats/nats.h>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sinew::bench {

/// nats.c in event-loop mode and nothing around it: what the floor is measured on. One socket, read when the loop says so,
/// subscriptions drained after each read, one write at the end of each turn.
///
/// It has no reconnect: a floor that lost its broker measures nothing. Loop's thread.
class plain_link {
 public:
  /// Takes ownership of the message. Runs after a read.
  using handler = std::function<void(natsMsg*)>;

  /// Blocks until connected. unavailable: nobody there. Loop and poller must outlive it. `lost` runs once when the
  /// connection breaks.
  static auto open(loop& where, epoll_poller& poller, const std::string& url, std::function<void()> lost)
      -> result<std::unique_ptr<plain_link>>;
  ~plain_link();
  plain_link(const plain_link&) = delete;
  auto operator=(const plain_link&) -> plain_link& = delete;

  auto subscribe(const std::string& subject, handler h) -> result<void>;
  /// Turns the loop until the broker knows of all subscriptions: it handles what one connection sends in order. unavailable:
  /// not within some seconds, or the loop was stopped.
  auto settle() -> result<void>;
  /// A subject that ends in a dot, of this link alone: for the addresses of answers.
  [[nodiscard]] auto inbox() const -> const std::string& { return inbox_; }
  [[nodiscard]] auto connection() -> natsConnection* { return handle_; }
  [[nodiscard]] auto where() -> loop& { return where_; }

 private:
  struct feed {
    natsSubscription* from;
    handler take;
  };
  plain_link(loop& where, std::shared_ptr<socket_driver> driver, natsConnection* owned);
  void drain();

  loop& where_;
  std::shared_ptr<socket_driver> driver_;
  natsConnection* handle_;
  std::string inbox_;
  std::vector<feed> feeds_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

struct destroy_message {
  void operator()(natsMsg* m) const { destroy_soon(m); }
};
using plain_message = std::unique_ptr<natsMsg, destroy_message>;

/// Good as long as the message.
inline auto body_of(const plain_message& m) -> bytes_view {
  return sinew::as_bytes({natsMsg_GetData(m.get()), static_cast<std::size_t>(natsMsg_GetDataLength(m.get()))});
}

} // namespace sinew::bench
