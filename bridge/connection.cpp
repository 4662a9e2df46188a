// SPDX-License-Identifier: Apache-2.0
#include "bridge/connection.hpp"

#include "bridge/connector.hpp"
#include "bridge/reply_lane.hpp"
#include "bridge/session.hpp"
#include "kernel/names.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <algorithm>
#include <random>
#include <unordered_map>
#include <utility>

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

/// What a connection is made of. Outlived by nothing that points to it but posted work, which asks `alive_` first.
class connection::engine {
 public:
  engine(loop& where, epoll_poller& poller, connection_options options)
      : where_{where},
        poller_{poller},
        options_{std::move(options)},
        inbox_{inbox_of(options_.node)},
        asked_{inbox_ + "r.", true, options_.pending_limit},
        stored_{inbox_ + "a.", false, options_.pending_limit} {}

  ~engine() { close(); }

  void drop_all();
  void close();

  auto start() -> result<void>;
  auto publish(std::string_view subject, headers with, bytes_view body, std::string_view reply) -> result<void>;
  void ask(reply_lane& lane, std::string_view subject, headers with, bytes_view body, std::chrono::milliseconds timeout,
           pending_table::taker t);
  auto subscribe(std::string_view subject, std::string_view queue_group, handler h) -> result<subscription_id>;
  void unsubscribe(subscription_id id) { subscribers_.erase(id); }
  auto new_inbox() -> std::string { return fmt::format("{}s.{}", inbox_, ++last_inbox_); }
  void on_state(std::function<void(state)> h) { listeners_.push_back(std::move(h)); }
  [[nodiscard]] auto is_connected() const -> bool { return session_ != nullptr && session_->driver().has_socket(); }
  [[nodiscard]] auto max_payload() const -> std::int64_t { return max_payload_; }
  void flush(std::chrono::milliseconds timeout, completion<void> done);

  [[nodiscard]] auto where() -> loop& { return where_; }
  [[nodiscard]] auto asked() -> reply_lane& { return asked_; }
  [[nodiscard]] auto stored() -> reply_lane& { return stored_; }

 private:
  struct subscriber {
    std::string subject;
    std::string queue_group;
    handler handle;
    std::optional<feed> messages;
  };

  auto connect_once() -> result<std::shared_ptr<session>>;
  auto adopt(std::shared_ptr<session> made) -> result<void>;
  auto listen(subscriber& s) -> result<void>;
  void lose();
  void drop_feeds();
  void drain();
  void drain(const std::shared_ptr<subscriber>& s, subscription_id id);
  void write() {
    if (session_)
      session_->driver().flush();
  }
  void fail_later(pending_table::taker t, error why);
  void await_deadline();
  void expire();
  void tell(state s);
  /// `w`, skipped when this engine is gone by then.
  auto guarded(loop::work w) -> loop::work;

  loop& where_;
  epoll_poller& poller_;
  const std::thread::id owner_ = std::this_thread::get_id();
  connection_options options_;
  std::string inbox_;
  std::uint64_t last_inbox_ = 0;

  std::shared_ptr<session> session_;
  std::int64_t max_payload_ = 0;
  reply_lane asked_;
  reply_lane stored_;
  std::unordered_map<subscription_id, std::shared_ptr<subscriber>> subscribers_;
  subscription_id last_subscription_ = 0;
  std::vector<std::function<void(state)>> listeners_;
  std::optional<std::pair<loop::time_point, loop::timer_id>> alarm_; // for the earliest deadline

  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::optional<connector> connector_;
};

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
  subscribers_.clear();
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
  for (auto& [id, s] : subscribers_)
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
  for (auto& [id, s] : subscribers_)
    s->messages.reset();
  asked_.forget_feed();
  stored_.forget_feed();
}

void connection::engine::drain() {
  stored_.drain();
  asked_.drain();
  // A copy: handlers subscribe and unsubscribe.
  const std::vector<std::pair<subscription_id, std::shared_ptr<subscriber>>> all{subscribers_.begin(),
                                                                                 subscribers_.end()};
  for (const auto& [id, s] : all)
    drain(s, id);
}

void connection::engine::drain(const std::shared_ptr<subscriber>& s, subscription_id id) {
  for (int left = s->messages ? s->messages->waiting() : 0; left > 0 && s->messages; --left) {
    if (!subscribers_.contains(id))
      return;
    s->handle(s->messages->next());
  }
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
  // Shared with the table until it is known whether the message could be sent.
  const auto taker = std::make_shared<pending_table::taker>(std::move(t));
  const auto token = lane.table().add(where_.now(), timeout,
                                      [taker](result<broker_message> answer) { return (*taker)(std::move(answer)); });
  if (!token)
    return fail_later(std::move(*taker), {errc::overloaded, "too many requests wait for nats-server"});
  if (auto sent = session_->publish(subject, with, body, lane.reply_subject(*token)); !sent) {
    lane.table().forget(*token);
    return fail_later(std::move(*taker), sent.error());
  }
  if (lane.with_echo())
    (void)session_->publish(lane.echo_subject(*token), {}, {}, {});
  await_deadline();
}

auto connection::engine::subscribe(std::string_view subject, std::string_view queue_group, handler h)
    -> result<subscription_id> {
  auto s = std::make_shared<subscriber>(
      subscriber{std::string{subject}, std::string{queue_group}, std::move(h), std::nullopt});
  if (alive_ == nullptr)
    return fail(errc::unavailable, "the connection to nats-server is closed");
  if (is_connected())
    if (auto listening = listen(*s); !listening)
      return tl::unexpected{listening.error()};
  subscribers_.emplace(++last_subscription_, std::move(s));
  return last_subscription_;
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

auto connection::open(loop& where, epoll_poller& poller, connection_options options)
    -> result<std::unique_ptr<connection>> {
  if (auto named = check_id(options.node); !named)
    return tl::unexpected{named.error()};
  auto e = std::make_unique<engine>(where, poller, std::move(options));
  if (auto started = e->start(); !started)
    return tl::unexpected{started.error()};
  return std::unique_ptr<connection>{new connection{std::move(e)}};
}

connection::connection(std::unique_ptr<engine> e) : engine_{std::move(e)} {}
connection::~connection() = default;

auto connection::publish(std::string_view subject, headers with, bytes_view body, std::string_view reply)
    -> result<void> {
  return engine_->publish(subject, with, body, reply);
}

namespace {

auto taking_one(completion<broker_message> done) -> pending_table::taker {
  return [done = std::move(done)](result<broker_message> answer) {
    done(std::move(answer));
    return true;
  };
}

} // namespace

void connection::request(std::string_view subject, headers with, bytes_view body, std::chrono::milliseconds timeout,
                         completion<broker_message> done) {
  engine_->ask(engine_->asked(), subject, with, body, timeout, taking_one(std::move(done)));
}

void connection::store(std::string_view subject, headers with, bytes_view body, std::chrono::milliseconds timeout,
                       completion<broker_message> done) {
  engine_->ask(engine_->stored(), subject, with, body, timeout, taking_one(std::move(done)));
}

void connection::request_many(std::string_view subject, headers with, bytes_view body,
                              std::chrono::milliseconds timeout, std::function<bool(const broker_message&)> is_last,
                              completion<std::vector<broker_message>> done) {
  const auto collected = std::make_shared<std::vector<broker_message>>();
  engine_->ask(engine_->asked(), subject, with, body, timeout,
               [collected, is_last = std::move(is_last), done = std::move(done)](result<broker_message> answer) {
                 if (!answer) {
                   done(tl::unexpected{answer.error()});
                   return true;
                 }
                 collected->push_back(std::move(*answer));
                 if (!is_last(collected->back()))
                   return false;
                 done(std::move(*collected));
                 return true;
               });
}

auto connection::subscribe(std::string_view subject, std::string_view queue_group, handler h)
    -> result<subscription_id> {
  return engine_->subscribe(subject, queue_group, std::move(h));
}

void connection::unsubscribe(subscription_id id) {
  engine_->unsubscribe(id);
}

auto connection::new_inbox() -> std::string {
  return engine_->new_inbox();
}

void connection::on_state(std::function<void(state)> h) {
  engine_->on_state(std::move(h));
}

auto connection::is_connected() const -> bool {
  return engine_->is_connected();
}

auto connection::max_payload() const -> std::int64_t {
  return engine_->max_payload();
}

void connection::flush(std::chrono::milliseconds timeout, completion<void> done) {
  engine_->flush(timeout, std::move(done));
}

void connection::drop_all() {
  engine_->drop_all();
}

void connection::close() {
  engine_->close();
}

auto connection::where() -> loop& {
  return engine_->where();
}

} // namespace sinew
