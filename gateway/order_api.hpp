// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/jetstream_journal.hpp"
#include "gateway/command_door.hpp"
#include "gateway/event_tail.hpp"
#include "gateway/route_table.hpp"

#include <chrono>
#include <memory>
#include <vector>

namespace sinew::gateway {

class outcome_wait;

/// `/v1/orders`: what people may do with orders through HTTP. Loop's thread.
///
///   POST /v1/orders               place one; Idempotency-Key needed. 202 + Location; with Prefer: wait, 200 once it has ended
///   GET  /v1/orders/{id}          what it is now, with its version as ETag
///   POST /v1/orders/{id}/cancel   the customer changed their mind; 202, or 200 with Prefer: wait
///   GET  /v1/orders/{id}/events   what happens to it, as Server-Sent Events
class order_api {
 public:
  struct bounds {
    /// For a command or a query, with all its repetitions.
    std::chrono::milliseconds patience{5'000};
    /// Event streams open at once; one more is answered 503.
    std::size_t event_streams = 256;
  };

  /// Both must outlive it, and it the loop's last turn.
  order_api(client& with, const registry_mirror& known, bounds b);

  auto routes() -> std::vector<route>;
  /// Begins to follow the orders' log, once their service has registered.
  void on_registry_changed();
  /// Whether everything above can be served.
  [[nodiscard]] auto is_ready() const -> bool { return tail_.is_on(); }

 private:
  using shared_wait = std::shared_ptr<outcome_wait>;
  struct asked;

  void place(const call& made, http_answer answer);
  void show(const call& made, const http_answer& answer);
  void cancel(const call& made, http_answer answer);
  void events(const call& made, http_answer answer);

  /// Does what is asked of an order once it is known to be theirs; others are told that there is none.
  void with_own(const call& made, const http_answer& answer, void (order_api::*then)(const call&, http_answer));
  void send(std::shared_ptr<asked> a);
  void on_receipt(const std::shared_ptr<asked>& a, const result<receipt>& how);
  /// Answers with the order if it has ended; else `otherwise`.
  void answer_with_end(const std::shared_ptr<asked>& a, std::function<void()> otherwise);
  void await_end(const std::shared_ptr<asked>& a, const receipt& how);
  [[nodiscard]] auto time_left(const asked& a) const -> std::chrono::milliseconds;
  void ask(std::string id, std::chrono::milliseconds patience, completion<ordered_json> done);

  client& with_;
  const registry_mirror& known_;
  bounds bounds_;
  command_door door_;
  event_tail tail_;
  jetstream_journal log_;
  std::shared_ptr<std::size_t> open_streams_ = std::make_shared<std::size_t>(0);
};

} // namespace sinew::gateway
