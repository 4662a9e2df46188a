// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "kernel/http_url.hpp"
#include "kernel/result.hpp"

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
  /// The traceparent header; empty: none.
  std::string trace = {};
};

/// Any complete answer from 200 to 499.
struct http_answer {
  unsigned status = 0;
  std::string body;
};

struct http_client_options {
  /// Without a path.
  sinew::http_url where;
  /// Connections kept open for the next call, each for half a minute.
  std::size_t idle_connections = 16;
  /// Bytes of an answer's body. More is taken for a failure of the other side.
  std::size_t answer_size = 64 * 1024;
};

/// Calls one outside party over HTTP/1.1 without ever blocking the node's loop: connections live on one thread of the
/// client's own, answers come back through the poster.
///
/// One call is one try on one connection. How many there are at once, and whether a failed one is repeated, is for the
/// guard around it (actors/dependency.hpp); this client neither counts nor repeats. `call` belongs to the loop's thread.
/// Destroying the client (on that thread, once the loop is done) abandons the calls under way: their completions never
/// run.
class http_client {
 public:
  http_client(http_client_options options, sinew::poster post);
  ~http_client();
  http_client(const http_client&) = delete;
  auto operator=(const http_client&) -> http_client& = delete;

  /// Answers on the loop's thread within about `patience`.
  /// unavailable: it cannot be reached, or answers 503: nothing happened. outcome_unknown: it was asked, but answered not
  /// in time, with another 5xx, or not at all.
  void call(http_request what, std::chrono::milliseconds patience, sinew::completion<http_answer> done);

 private:
  struct engine;
  std::unique_ptr<engine> engine_;
};

} // namespace shop
