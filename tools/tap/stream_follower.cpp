// SPDX-License-Identifier: Apache-2.0
#include "tools/tap/stream_follower.hpp"

#include "bridge/ack_subject.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <utility>

namespace sinew {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto heartbeat_interval = 5s;

auto number(std::string_view text) -> std::uint64_t {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

auto check_created(const broker_message& answer, const std::string& stream) -> result<void> {
  const auto reply = json::parse(as_text(answer.body()), nullptr, false);
  if (reply.is_object() && !reply.contains("error"))
    return {};
  const auto why = reply.is_object() ? reply["error"].value("description", "?") : std::string{"no JSON"};
  const bool may_pass = reply.is_object() && reply["error"].value("code", 0) == 503; // a leader is being chosen
  return fail(may_pass ? errc::unavailable : errc::rejected_by_broker,
              fmt::format("cannot read stream {}: {}", stream, why));
}

} // namespace

stream_follower::stream_follower(client& with, from what, handler h)
    : with_{with}, what_{std::move(what)}, handler_{std::move(h)}, last_position_{what_.after} {}

void stream_follower::start(completion<void> done) {
  create(std::move(done));
}

void stream_follower::start_behind(std::uint64_t position, completion<void> done) {
  last_position_ = position;
  stopped_ = false;
  resuming_ = false;
  create(std::move(done));
}

void stream_follower::stop() {
  stopped_ = true;
  with_.where().cancel(heartbeat_);
  if (subscription_ != 0)
    with_.broker().unsubscribe(std::exchange(subscription_, 0)); // the broker forgets the consumer by itself
}

void stream_follower::resume() {
  if (stopped_)
    return;
  resuming_ = false;
  create([this](const result<void>& made) {
    if (!made) // the broker is still coming up; the heartbeat's time is the next attempt
      expect_heartbeat();
  });
}

void stream_follower::create(completion<void> done) {
  if (subscription_ != 0)
    with_.broker().unsubscribe(subscription_);
  inbox_ = with_.broker().new_inbox();
  last_delivery_ = 0;
  auto subscribed = with_.broker().subscribe(inbox_, {}, [this](const broker_message& m) { on_message(m); });
  if (!subscribed) {
    with_.where().post([done, why = subscribed.error()] { done(tl::unexpected{why}); });
    return;
  }
  subscription_ = *subscribed;
  const auto name = fmt::format("tap-{}", to_string(with_.new_id()));
  const auto body = consumer_config();
  with_.broker().request(fmt::format("$JS.API.CONSUMER.CREATE.{}.{}", what_.stream, name), {}, as_bytes(body),
                         client::answer_patience, [this, done = std::move(done)](const result<broker_message>& answer) {
                           if (!stopped_)
                             expect_heartbeat();
                           done(answer ? check_created(*answer, what_.stream) : tl::unexpected{answer.error()});
                         });
}

auto stream_follower::consumer_config() const -> std::string {
  const auto ns = [](std::chrono::nanoseconds t) { return t.count(); };
  json config{{"ack_policy", "none"},
              {"deliver_subject", inbox_},
              {"filter_subject", what_.filter},
              {"flow_control", true},
              {"idle_heartbeat", ns(heartbeat_interval)},
              {"inactive_threshold", ns(60s)},
              {"mem_storage", true},
              {"num_replicas", 1}};
  if (last_position_ > 0) {
    config["deliver_policy"] = "by_start_sequence";
    config["opt_start_seq"] = last_position_ + 1;
  } else if (!what_.start_time.empty()) {
    config["deliver_policy"] = "by_start_time";
    config["opt_start_time"] = what_.start_time;
  } else {
    config["deliver_policy"] = "all";
  }
  return json{{"stream_name", what_.stream}, {"config", config}, {"action", "create"}}.dump();
}

void stream_follower::on_message(const broker_message& m) {
  if (resuming_)
    return;
  expect_heartbeat();
  if (m.status() != 0)
    return on_control(m);
  const auto place = read_ack_subject(m.reply());
  if (!place) // not from the consumer: somebody else's message on our inbox
    return;
  if (place->delivery != last_delivery_ + 1)
    return resume_soon();
  last_delivery_ = place->delivery;
  last_position_ = place->position;
  handler_(m.subject(), last_position_, m.body());
}

void stream_follower::on_control(const broker_message& m) {
  // The broker waits until we have come this far; see flow control in ADR-9 of NATS.
  const auto stalled = m.header("Nats-Consumer-Stalled");
  const auto answer_to = m.reply().empty() ? stalled : m.reply();
  if (!answer_to.empty())
    (void)with_.broker().publish(answer_to, {});
  const auto last = m.header("Nats-Last-Consumer");
  if (!last.empty() && number(last) != last_delivery_)
    resume_soon(); // what it has sent last never came
}

void stream_follower::resume_soon() {
  resuming_ = true;
  with_.where().cancel(heartbeat_);
  heartbeat_ = with_.where().after(0s, [this] { resume(); });
}

void stream_follower::expect_heartbeat() {
  with_.where().cancel(heartbeat_);
  heartbeat_ = with_.where().after(3 * heartbeat_interval, [this] { resume(); });
}

} // namespace sinew
