// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"
#include "bench/target/bench_stream.hpp"
#include "bench/target/event_store.hpp"

#include <memory>

namespace sinew::bench {

/// A log of the bench's own, and what stores in it. In the order of their making: the stream goes last.
struct own_log {
  std::unique_ptr<bench_stream> stream;
  std::unique_ptr<event_store> store;
};

/// Stores as a node does, under the system's durability label. The stream is like those of the services. unavailable: no
/// service has ever registered, or the broker is away.
auto journal_log(const surroundings& in) -> result<own_log>;
/// Stores with plain nats.c in a stream of the same settings.
auto plain_log(const surroundings& in) -> result<own_log>;

} // namespace sinew::bench
