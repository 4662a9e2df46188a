// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "kernel/names.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sinew {

/// One message of a service's log. `body` is unverified.
struct log_event {
  std::uint64_t position = 0;
  aggregate_key key; // of its subject; empty: a subject that is none of ours
  std::string type;
  bytes body;
};

/// Which log it is, and how far it reaches.
struct log_facts {
  /// Another one after the log was removed and made anew: then positions of before mean nothing.
  std::string identity;
  std::uint64_t last = 0;
};

/// A service's whole log, read in order and each message once, by one who keeps his place himself. A port: bridge/ has it on
/// JetStream. Loop's thread; nothing is called back from inside a call, or once it is gone.
class log_feed {
 public:
  struct listener {
    /// The log is there, for the first time or again (the connection was away, something was missed). Nothing is told until
    /// `read` says from where to go on.
    std::function<void(const log_facts&)> on_log;
    /// Some more, in order. `behind`: how many the log has after these, as far as is known.
    std::function<void(std::vector<log_event>, std::uint64_t behind)> on_events;
  };

  virtual ~log_feed() = default;
  /// Looks for the log, for as long as it takes. Once.
  virtual void start(listener tell) = 0;
  /// Tells what is stored after that position.
  virtual void read(std::uint64_t after) = 0;
  /// So many of those told are dealt with: a bounded number is told ahead.
  virtual void dealt_with(std::size_t events) = 0;
};
using log_feed_maker = std::function<std::unique_ptr<log_feed>()>;

} // namespace sinew
