// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"

#include <cstdint>

namespace sinew::bench {

/// What stores events under their guard: the services' journal, or the same in plain nats.c. Loop's thread; completions run
/// once, in a later turn, or never when the store is gone before.
class event_store {
 public:
  virtual ~event_store() = default;

  /// Errors as for `journal::append`.
  virtual void append(const aggregate_key& key, std::uint64_t expected, message event, completion<appended> done) = 0;
  /// The last position of an aggregate; 0: it has none.
  virtual void last(const aggregate_key& key, completion<std::uint64_t> done) = 0;
};

} // namespace sinew::bench
