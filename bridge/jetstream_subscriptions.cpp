// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_subscriptions.hpp"

#include <fmt/format.h>

namespace sinew {

jetstream_subscriptions::jetstream_subscriptions(connection& with) : with_{with} {
  with_.on_state([this, weak = std::weak_ptr{alive_}](connection::state s) {
    if (!weak.expired())
      for (const auto& [lane, feed] : feeds_)
        feed->on_state(s);
  });
}

void jetstream_subscriptions::open(subscription what, delivery_handler handler, completion<void> done) {
  feeds_.insert_or_assign(lane_name(what),
                          std::make_unique<pull_feed>(with_, what, std::move(handler), std::move(done)));
}

void jetstream_subscriptions::close(const subscription& what) {
  feeds_.erase(lane_name(what));
}

// None of these waits for the broker: should one get lost, the message comes again, which everyone must expect anyway.

void jetstream_subscriptions::ack(const delivery& d) {
  (void)with_.publish(d.token, as_bytes("+ACK"));
}

void jetstream_subscriptions::retry(const delivery& d, std::chrono::milliseconds delay) {
  const auto text = fmt::format(R"(-NAK {{"delay":{}}})", std::chrono::nanoseconds{delay}.count());
  (void)with_.publish(d.token, as_bytes(text));
}

void jetstream_subscriptions::in_progress(const delivery& d) {
  (void)with_.publish(d.token, as_bytes("+WPI"));
}

} // namespace sinew
