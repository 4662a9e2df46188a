// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/floor/plain_link.hpp"
#include "bridge/pull_window.hpp"

#include <functional>
#include <memory>
#include <string>

namespace sinew::bench {

/// A durable pull consumer, read continuously in plain nats.c: it always has messages on order, as many as the services'
/// readers. It watches no heartbeats and mends nothing. Loop's thread.
class plain_pull {
 public:
  using handler = std::function<void(plain_message)>;

  /// The consumer must exist. Must not outlive the link. Errors as for `plain_link::subscribe`.
  static auto open(plain_link& on, const std::string& stream, const std::string& consumer, handler h)
      -> result<std::unique_ptr<plain_pull>>;
  plain_pull(const plain_pull&) = delete;
  auto operator=(const plain_pull&) -> plain_pull& = delete;

 private:
  plain_pull(plain_link& on, std::string orders, std::string inbox, handler h);
  void take(plain_message m);
  void order();

  plain_link& link_;
  std::string orders_; // where to order more
  std::string inbox_;
  handler handler_;
  pull_window window_;
};

/// Never comes again.
void acknowledge(plain_link& on, const plain_message& delivered);

} // namespace sinew::bench
