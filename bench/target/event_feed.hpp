// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"
#include "kernel/bytes.hpp"

#include <functional>
#include <memory>
#include <string>

namespace sinew::bench {

/// A plain subscription to the events of one kind of aggregate, on a connection of its own. It hears what is published, as
/// any NATS tool does: beside the stream, not from it. Loop's thread; destroyed, it hears nothing more.
class event_feed {
 public:
  /// The bytes are those of an event, unverified; good during the call.
  using handler = std::function<void(bytes_view)>;

  virtual ~event_feed() = default;

  /// Listens as Sinew's own programs do. Blocks until the broker knows of it. unavailable: it is away.
  static auto open(const surroundings& in, const std::string& aggregate, handler h)
      -> result<std::unique_ptr<event_feed>>;
  /// The same in plain nats.c.
  static auto open_plain(const surroundings& in, const std::string& aggregate, handler h)
      -> result<std::unique_ptr<event_feed>>;
};

} // namespace sinew::bench
