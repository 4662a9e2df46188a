// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "kernel/result.hpp"
#include "services/outside/http_address.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace shop {

/// What an outside party is asked. Must be safe to repeat: a lost answer is asked for again.
struct http_request {
  enum class verb : std::uint8_t { get, put, del };
  verb what = verb::get;
  /// Begins with '/'. Not escaped here: made of literals and checked ids.
  std::string path;
  /// JSON, or empty.
  std::string body;
};

/// Any complete answer below 500.
struct http_answer {
  unsigned status = 0;
  std::string body;
};

struct http_client_options {
  http_address where;
  /// Calls that may be under way or waiting for a connection; one more is `overloaded`. Bounds memory.
  std::size_t in_flight = 1024;
  /// Connections in use at once; further calls wait for one, in order, while their patience runs.
  std::size_t connections = 128;
  /// Connections kept open for the next call.
  std::size_t idle_connections = 16;
  /// How often one call is tried in all.
  unsigned attempts = 4;
  /// The pause before the second attempt, doubled before each further one up to the longest, with jitter.
  std::chrono::milliseconds first_backoff{100};
  std::chrono::milliseconds longest_backoff{1'000};
  /// Bytes of an answer's body. More is taken for a failure of the other side.
  std::size_t answer_size = 64 * 1024;
};

/// Calls one outside party over HTTP/1.1 without ever blocking the node's loop: connections live on one thread of the
/// client's own, answers come back through the poster.
///
/// Repeats an attempt that met a 5xx or a broken connection, a bounded number of times, with exponential backoff and
/// jitter. `call` belongs to the loop's thread. Destroying the client (on that thread, once the loop is done) abandons
/// the calls under way: their completions never run.
class http_client {
 public:
  http_client(http_client_options options, sinew::poster post);
  ~http_client();
  http_client(const http_client&) = delete;
  auto operator=(const http_client&) -> http_client& = delete;

  /// Answers on the loop's thread within about `patience`, all attempts together.
  /// overloaded: too many calls under way, nothing was sent. unavailable: the other side is down or keeps answering
  /// 5xx. outcome_unknown: sent, but not answered in time. All three: retry later.
  void call(http_request what, std::chrono::milliseconds patience, sinew::completion<http_answer> done);

 private:
  struct engine;
  std::unique_ptr<engine> engine_;
};

} // namespace shop
