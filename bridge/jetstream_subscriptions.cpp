// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_subscriptions.hpp"

#include <fmt/format.h>

namespace sinew {

jetstream_subscriptions::jetstream_subscriptions(connection& with) : with_{with} {
  with_.on_state([this, weak = std::weak_ptr{alive_}](connection::state s) {
    if (weak.expired())
      return;
    for (auto& [name, l] : lanes_) {
      l.given_up.on_state(s);
      l.feed.on_state(s);
    }
  });
}

void jetstream_subscriptions::open(subscription what, delivery_handler handler, completion<void> done) {
  close(what);
  lanes_.try_emplace(lane_name(what), with_, what, handler, std::move(done));
}

void jetstream_subscriptions::close(const subscription& what) {
  lanes_.erase(lane_name(what));
}

// None of these waits for the broker: should one get lost, the message comes again, which everyone must expect anyway.

void jetstream_subscriptions::ack(const delivery& d) {
  if (d.is_probe) {
    for (auto& [name, l] : lanes_)
      l.feed.acknowledge_probe(d.token);
    return;
  }
  if (d.given_up)
    return undelivered_feed::ack(with_, d);
  (void)with_.publish(d.token, as_bytes("+ACK"));
}

void jetstream_subscriptions::retry(const delivery& d, std::chrono::milliseconds delay) {
  if (d.given_up)
    return; // its consumer knows it no more; it is told again when the subscription is opened
  const auto text = fmt::format(R"(-NAK {{"delay":{}}})", std::chrono::nanoseconds{delay}.count());
  (void)with_.publish(d.token, as_bytes(text));
}

void jetstream_subscriptions::in_progress(const delivery& d) {
  if (!d.given_up)
    (void)with_.publish(d.token, as_bytes("+WPI"));
}

} // namespace sinew
