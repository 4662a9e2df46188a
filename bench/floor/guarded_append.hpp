// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/floor/plain_link.hpp"
#include "kernel/bytes.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sinew::bench {

/// Guarded appends in plain nats.c, as many under way as the caller likes: the same headers as the services' journal
/// (bridge/jetstream_journal.hpp), an ack on an inbox of the link.
class guarded_append {
 public:
  /// The message's place in the stream; 0: not stored (the guard refused, or the broker had a reason of its own).
  using stored = std::function<void(std::uint64_t position)>;

  /// Must outlive nothing but its link. Errors as for `plain_link::subscribe`.
  static auto open(plain_link& on) -> result<std::unique_ptr<guarded_append>>;

  /// `guard` is the wildcard over all of the aggregate's subjects, `expected` the last position below it. The views are read
  /// before the call returns; `done` runs in a later turn, unless the link breaks before.
  void append(const std::string& subject, const std::string& guard, std::uint64_t expected, const std::string& id,
              bytes_view body, stored done);

 private:
  explicit guarded_append(plain_link& on) : link_{on} {}
  void take(plain_message ack);

  plain_link& link_;
  std::vector<stored> waiting_;          // by token
  std::vector<std::size_t> free_tokens_; // among them
};

} // namespace sinew::bench
