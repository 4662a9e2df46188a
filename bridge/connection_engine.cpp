// SPDX-License-Identifier: Apache-2.0
#include "bridge/connection_engine.hpp"

#include <spdlog/spdlog.h>
#include <algorithm>
#include <random>

namespace sinew {

namespace {

auto lost() -> tl::unexpected<error> {
  return fail(errc::outcome_unknown, "the connection to nats-server broke before the answer");
}

auto too_late() -> tl::unexpected<error> {
  return fail(errc::outcome_unknown, "nats-server or the receiver did not answer in time");
}

// Two lives of a node with the same name must not read each other's answers.
auto inbox_of(const std::string& node) -> std::string {
  return fmt::format("_INBOX_{}.{:08x}.", node, std::random_device{}());
}

} // namespace

connection::engine::engine(loop& where, epoll_poller& poller, connection_options options)
    : where_{where},
      poller_{poller},
      options_{std::move(options)},
      inbox_{inbox_of(options_.node)},
      asked_{inbox_ + "r.", true, options_.pending_limit},
      stored_{inbox_ + "a.", false, options_.pending_limit} {}

auto connection::engine::start() -> result<void> {
  auto made = connect_once();
  if (!made)
    return tl::unexpected{made.error()};
  if (auto adopted = adopt(std::move(*made)); !adopted)
    return adopted;
  where_.at_turn_end(guarded([this] { write(); }));
  connector_.emplace([this] { return connect_once(); },
                     [this](std::shared_ptr<session> again) {
                       where_.post(guarded([this, again = std::move(again)]() mutable {
                         if (auto adopted = adopt(std::move(again)); !adopted)
                           lose();
                       }));
                     });
  return {};
}

void connection::engine::drop_all() {
  listeners_.clear();
  for (const auto& s : subscribers_) {
    s->messages.reset();
    s->is_gone = true;
  }
  sweep();
  for (auto* lane : {&asked_, &stored_})
    (void)lane->table().take_all();
}

void connection::engine::close() {
  connector_.reset(); // first: it hands over sessions
  alive_.reset();
  drop_all();
  drop_feeds();
  session_.reset();
}

auto connection::engine::connect_once() -> result<std::shared_ptr<session>> {
  return session::open(where_, poller_, owner_, options_);
}

auto connection::engine::adopt(std::shared_ptr<session> made) -> result<void> {
  session_ = std::move(made);
  max_payload_ = session_->max_payload();
  for (auto* lane : {&asked_, &stored_})
    if (auto listening = lane->listen(*session_); !listening)
      return listening;
  for (const auto& s : subscribers_)
    if (auto listening = listen(*s); !listening)
      return listening;
  session_->driver().listen([this] { drain(); }, guarded([this] { lose(); }));
  tell(state::connected);
  return {};
}

void connection::engine::lose() {
  spdlog::warn("the connection to nats-server broke; connecting again");
  drop_feeds();
  session_.reset();
  for (auto* lane : {&asked_, &stored_})
    for (auto& t : lane->table().take_all())
      (void)t(lost());
  tell(state::disconnected);
  connector_->connect();
}

void connection::engine::drop_feeds() {
  for (const auto& s : subscribers_)
    s->messages.reset();
  asked_.forget_feed();
  stored_.forget_feed();
}

void connection::engine::drain() {
  // A node has hundreds of subscribers, and looking whether something waits for one takes a lock: none is looked at once
  // all that has come is accounted for.
  const auto arrived = session_->take_arrived();
  auto taken = stored_.drain();
  taken += asked_.drain();
  draining_ = true;
  // By index: handlers subscribe and unsubscribe.
  for (std::size_t i = 0; i < subscribers_.size() && taken < arrived; ++i) {
    auto& s = *subscribers_[i];
    for (int left = s.messages ? s.messages->waiting() : 0; left > 0 && s.messages; --left, ++taken)
      s.handle(s.messages->next());
  }
  draining_ = false;
  sweep();
}

void connection::engine::sweep() {
  if (!draining_)
    std::erase_if(subscribers_, [](const auto& s) { return s->is_gone; });
}

auto connection::engine::publish(std::string_view subject, headers with, bytes_view body, std::string_view reply)
    -> result<void> {
  if (!session_)
    return fail(errc::unavailable, "nats-server is away");
  return session_->publish(subject, with, body, reply);
}

void connection::engine::ask(reply_lane& lane, std::string_view subject, headers with, bytes_view body,
                             std::chrono::milliseconds timeout, pending_table::taker t) {
  if (!is_connected())
    return fail_later(std::move(t), {errc::unavailable, "nats-server is away"});
  if (lane.table().is_full())
    return fail_later(std::move(t), {errc::overloaded, "too many requests wait for nats-server"});
  const auto token = lane.table().add(where_.now(), timeout, std::move(t));
  if (auto sent = session_->publish(subject, with, body, lane.reply_subject(token)); !sent)
    return fail_later(lane.table().take(token), sent.error());
  if (lane.with_echo())
    (void)session_->publish(lane.echo_subject(token), {}, {}, {});
  await_deadline();
}

auto connection::engine::subscribe(std::string_view subject, std::string_view queue_group, handler h)
    -> result<subscription_id> {
  auto s = std::make_unique<subscriber>(
      subscriber{++last_subscription_, std::string{subject}, std::string{queue_group}, std::move(h), std::nullopt});
  if (alive_ == nullptr)
    return fail(errc::unavailable, "the connection to nats-server is closed");
  if (is_connected())
    if (auto listening = listen(*s); !listening)
      return tl::unexpected{listening.error()};
  subscribers_.push_back(std::move(s));
  return last_subscription_;
}

void connection::engine::unsubscribe(subscription_id id) {
  const auto found = std::ranges::lower_bound(subscribers_, id, {}, [](const auto& s) { return s->id; });
  if (found == subscribers_.end() || (*found)->id != id)
    return;
  (*found)->messages.reset();
  (*found)->is_gone = true;
  sweep();
}

auto connection::engine::listen(subscriber& s) -> result<void> {
  auto opened = session_->subscribe(s.subject, s.queue_group);
  if (!opened)
    return tl::unexpected{opened.error()};
  s.messages = std::move(*opened);
  return {};
}

void connection::engine::flush(std::chrono::milliseconds timeout, completion<void> done) {
  // The broker handles what we send in order, and a message to ourselves is sent back when its turn has come.
  const auto inbox = new_inbox();
  const auto id = std::make_shared<subscription_id>(0);
  const auto timer = std::make_shared<loop::timer_id>(0);
  auto finish = [this, id, timer, done = std::move(done)](result<void> outcome) {
    where_.cancel(*timer);
    unsubscribe(*id);
    done(std::move(outcome));
  };
  const auto subscribed = subscribe(inbox, {}, [finish](const broker_message&) { finish({}); });
  *id = subscribed.value_or(0);
  *timer = where_.after(is_connected() ? timeout : std::chrono::milliseconds{0},
                        guarded([finish = std::move(finish)] { finish(too_late()); }));
  (void)publish(inbox, {}, {}, {});
}

void connection::engine::fail_later(pending_table::taker t, error why) {
  where_.post(guarded([t = std::move(t), why = std::move(why)] { (void)t(tl::unexpected{why}); }));
}

void connection::engine::await_deadline() {
  auto next = asked_.table().next_deadline();
  if (const auto other = stored_.table().next_deadline(); other && (!next || *other < *next))
    next = other;
  if (!next || (alarm_ && alarm_->first <= *next))
    return;
  if (alarm_)
    where_.cancel(alarm_->second);
  alarm_ = {*next, where_.at(*next, guarded([this] { expire(); }))};
}

void connection::engine::expire() {
  alarm_.reset();
  for (auto* lane : {&asked_, &stored_})
    for (auto& t : lane->table().take_expired(where_.now()))
      (void)t(too_late());
  await_deadline();
}

void connection::engine::tell(state s) {
  for (std::size_t i = 0; i < listeners_.size(); ++i) // a listener may add another
    listeners_[i](s);
}

auto connection::engine::guarded(loop::work w) -> loop::work {
  return [weak = std::weak_ptr{alive_}, w = std::move(w)]() mutable {
    if (!weak.expired())
      w();
  };
}

} // namespace sinew
