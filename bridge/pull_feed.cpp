// SPDX-License-Identifier: Apache-2.0
#include "bridge/pull_feed.hpp"

#include "bridge/ack_subject.hpp"
#include "bridge/api.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <algorithm>
#include <utility>

namespace sinew {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{2'000};

// An order ends by itself after this and is renewed; the broker shows twice in that time that it still knows of it.
constexpr std::chrono::nanoseconds order_life = std::chrono::seconds{30};
constexpr std::chrono::nanoseconds heartbeat = std::chrono::seconds{5};

auto order_for(std::size_t messages) -> std::string {
  return fmt::format(R"({{"batch":{},"expires":{},"idle_heartbeat":{}}})", messages, order_life.count(),
                     heartbeat.count());
}

} // namespace

pull_feed::pull_feed(connection& with, const subscription& what, delivery_handler handler, completion<void> opened,
                     milliseconds watch_interval)
    : with_{with},
      consumer_{topology::consumer_of(what)},
      handler_{std::move(handler)},
      opened_{std::move(opened)},
      watch_{with_,
             consumer_,
             watch_interval,
             {.send_probe = [this] { send_probe(); },
              .pull_again = [this] { order_anew(milliseconds{0}); },
              .make_consumer_anew = [this] { make_consumer_anew(); },
              .tell_pending = what.tells_pending ? pending_teller() : nullptr}},
      window_{what.window},
      ack_wait_{what.ack_wait},
      pause_{first_pause},
      inbox_{with.new_inbox()} {
  create();
}

pull_feed::~pull_feed() {
  cancel_timers();
  if (subscription_)
    with_.unsubscribe(*std::exchange(subscription_, std::nullopt));
}

void pull_feed::create() {
  topology::apply(with_, consumer_, watch_.floor(),
                  [this, weak = std::weak_ptr{alive_}](result<std::uint64_t> left_over) {
                    if (!weak.expired())
                      created(std::move(left_over));
                  });
}

void pull_feed::created(result<std::uint64_t> left_over) {
  if (left_over && *left_over == 0)
    return begin();
  if (left_over) {
    spdlog::info("consumer {} of {}: {} deliveries of an earlier reader come again first", consumer_.name,
                 consumer_.stream, *left_over);
    retry_ = with_.where().after(ack_wait_, guarded([this] {
                                   retry_.reset();
                                   begin();
                                 }));
    return;
  }
  // Only the broker's refusal is final: a stream may still appear, a connection come back.
  const auto& why = left_over.error();
  if (why.code == errc::rejected_by_broker || why.code == errc::invalid_input)
    return opened_ ? opened_(tl::unexpected{why}) : void(spdlog::error("{}", why.what));
  if (pause_ == first_pause)
    spdlog::info("waiting for stream {} ({})", consumer_.stream, why.what);
  retry_ =
      with_.where().after(std::exchange(pause_, std::min(pause_ * 2, longest_pause)), guarded([this] { create(); }));
}

void pull_feed::begin() {
  pause_ = first_pause;
  auto subscribed = with_.subscribe(inbox_, {}, [this](broker_message m) { on_message(std::move(m)); });
  if (!subscribed)
    return opened_ ? opened_(tl::unexpected{subscribed.error()}) : void();
  subscription_ = *subscribed;
  order();
  watch_.start();
  if (auto tell = std::exchange(opened_, nullptr))
    tell({});
}

void pull_feed::on_message(broker_message m) {
  last_sign_ = with_.where().now();
  if (m.status() != 0)
    return on_status(m);
  pause_ = first_pause;
  if (m.subject() == inbox_)
    return handler_({.key = {}, .position = 0, .attempt = 1, .token = inbox_, .is_probe = true});
  watch_.delivered();
  window_.arrived();
  deliver(std::move(m));
  order();
}

void pull_feed::deliver(broker_message m) {
  const auto facts = read_ack_subject(m.reply());
  auto parts = subject::parse(m.subject());
  if (!facts || !parts) {
    spdlog::warn("message {} of {} is not ours and is passed over: {}", facts ? facts->position : 0, consumer_.stream,
                 parts ? "no ack subject" : parts.error().what);
    if (facts)
      (void)with_.publish(m.reply(), as_bytes("+TERM not a subject of ours"));
    return;
  }
  handler_({.key = std::move(parts->key),
            .type = std::move(parts->name),
            .position = facts->position,
            .attempt = facts->attempt,
            .body = copy_of(m.body()),
            .token = std::string{m.reply()},
            .stored = from_unix_ns(facts->stored),
            .pending = facts->pending});
}

void pull_feed::on_status(const broker_message& m) {
  const auto text = m.status_text();
  switch (m.status()) {
    case 100: pause_ = first_pause; return; // heartbeat
    case 404:
    case 408: // the order's life is over
      window_.cancelled(m.number("Nats-Pending-Messages"));
      return order();
    case 409:
      if (text.starts_with("Consumer Deleted")) {
        spdlog::warn("consumer {} of {} was deleted; making it again", consumer_.name, consumer_.stream);
        forget_consumer();
        return create();
      }
      if (m.header("Nats-Pending-Messages").empty())
        return order_anew(first_pause); // a new leader knows nothing of our orders
      window_.cancelled(m.number("Nats-Pending-Messages"));
      return order();
    default:                     // 503: nobody answers for this consumer now; or something we do not know
      if (pause_ == first_pause) // once; a cluster takes seconds to choose another leader
        spdlog::warn("consumer {} of {}: {} {}", consumer_.name, consumer_.stream, m.status(), text);
      return order_anew(std::exchange(pause_, std::min(pause_ * 2, longest_pause)));
  }
}

auto pull_feed::pending_teller() -> std::function<void(std::uint64_t)> {
  return [this](std::uint64_t pending) {
    handler_({.key = {}, .position = 0, .attempt = 1, .token = {}, .is_probe = true, .pending = pending});
  };
}

void pull_feed::send_probe() {
  (void)with_.publish(inbox_, as_bytes("probe"));
}

void pull_feed::acknowledge_probe(std::string_view token) {
  if (token == inbox_)
    watch_.probe_came_back();
}

// Removed first: a consumer that does not deliver is not mended by the wish that it should exist.
void pull_feed::make_consumer_anew() {
  if (!subscription_)
    return; // it is being made just now
  forget_consumer();
  topology::remove(with_, consumer_, [this, weak = std::weak_ptr{alive_}](const result<void>&) {
    if (!weak.expired())
      create();
  });
}

void pull_feed::forget_consumer() {
  watch_.stop();
  window_.reset();
  cancel_timers();
  if (subscription_)
    with_.unsubscribe(*std::exchange(subscription_, std::nullopt));
}

void pull_feed::order() {
  if (!subscription_)
    return;
  if (const auto wanted = window_.take_order(); wanted > 0) {
    const auto text = order_for(wanted);
    if (!with_.publish(subject::api("CONSUMER.MSG.NEXT.", consumer_.stream, consumer_.name), {}, as_bytes(text),
                       inbox_))
      window_.reset(); // disconnected: ordered again on return
  }
  if (!heartbeat_)
    watch_heartbeat();
}

void pull_feed::order_anew(milliseconds delay) {
  window_.reset();
  if (retry_)
    with_.where().cancel(*retry_);
  retry_ = with_.where().after(delay, guarded([this] {
                                 retry_.reset();
                                 order();
                               }));
}

void pull_feed::watch_heartbeat() {
  last_sign_ = with_.where().now();
  heartbeat_ = with_.where().after(2 * heartbeat, guarded([this] {
                                     heartbeat_.reset();
                                     const bool silent = with_.where().now() - last_sign_ >= 2 * heartbeat;
                                     if (silent && with_.is_connected()) {
                                       spdlog::warn("consumer {} of {} is silent; asking again", consumer_.name,
                                                    consumer_.stream);
                                       window_.reset();
                                     }
                                     order();
                                   }));
}

void pull_feed::cancel_timers() {
  for (auto* timer : {&heartbeat_, &retry_})
    if (*timer)
      with_.where().cancel(*std::exchange(*timer, std::nullopt));
}

void pull_feed::on_state(connection::state s) {
  window_.reset();
  if (s != connection::state::connected || !subscription_)
    return;
  order();
  watch_.start();
}

auto pull_feed::guarded(loop::work w) -> loop::work {
  return [weak = std::weak_ptr{alive_}, w = std::move(w)] {
    if (!weak.expired())
      w();
  };
}

} // namespace sinew
