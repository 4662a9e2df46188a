// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/floor/plain_link.hpp"
#include "kernel/bytes.hpp"

#include <string>

namespace sinew::bench {

/// The floor of a query: a request and an answer of the size wanted, nothing looked up, nothing computed.
class query_server {
 public:
  /// Answers every `qry.<service>.state` with one and the same state, of `size` bytes all told (or the next that FlatBuffers'
  /// alignment allows).
  query_server(plain_link& on, std::string service, std::size_t size);

  auto serve() -> result<void>;

 private:
  plain_link& link_;
  std::string service_;
  bytes answer_;
};

/// An answer to a query for a state, of `size` bytes or the next that is possible.
auto state_answer_of(std::size_t size) -> bytes;

} // namespace sinew::bench
