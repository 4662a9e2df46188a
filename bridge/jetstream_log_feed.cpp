// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_log_feed.hpp"

#include "bridge/ack_subject.hpp"
#include "bridge/api.hpp"
#include "bridge/json_field.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <algorithm>
#include <random>
#include <utility>

namespace sinew {

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{2'000};
// Messages on their way to us, and as many again in the hands of whoever reads.
constexpr std::size_t window = 1'000;
constexpr nanoseconds order_life = std::chrono::seconds{30};
constexpr nanoseconds heartbeat = std::chrono::seconds{5};
// Long enough for a broker that is started anew, short enough not to pile up where nodes come and go.
constexpr nanoseconds consumer_life = std::chrono::seconds{60};

auto consumer_config(std::uint64_t after) -> nlohmann::json {
  nlohmann::json config = {{"ack_policy", "none"},
                           {"inactive_threshold", consumer_life.count()},
                           {"mem_storage", true},
                           {"num_replicas", 1},
                           {"deliver_policy", "all"}};
  if (after > 0) {
    config["deliver_policy"] = "by_start_sequence";
    config["opt_start_seq"] = after + 1;
  }
  return config;
}

auto facts_in(const api_answer& answer, const std::string& stream) -> result<log_facts> {
  if (answer.is_error())
    return answer.as_error("stream " + stream);
  auto created = field_or(answer.body, "created", "");
  if (created.empty())
    return fail(errc::invalid_input, fmt::format("nats-server does not say when it made stream {}", stream));
  return log_facts{std::move(created), field_or(object_in(answer.body, "state"), "last_seq", std::uint64_t{0})};
}

} // namespace

jetstream_log_feed::jetstream_log_feed(connection& with, std::string_view service)
    : with_{with}, stream_{subject::event_stream(service)}, window_{window}, pause_{first_pause} {
  with_.on_state([weak = std::weak_ptr{alive_}, this](connection::state s) {
    if (weak.expired() || !tell_.on_log)
      return;
    forget_consumer();
    if (s == connection::state::connected)
      begin_anew();
  });
}

jetstream_log_feed::~jetstream_log_feed() {
  forget_consumer();
  if (retry_)
    with_.where().cancel(*retry_);
}

void jetstream_log_feed::start(listener tell) {
  tell_ = std::move(tell);
  look();
}

// -- the log, and a consumer on it ------------------------------------------------------------------------------------

void jetstream_log_feed::look() {
  call_api(with_, subject::api("STREAM.INFO.", stream_), nullptr,
           [this, life = life_, weak = std::weak_ptr{alive_}](const result<api_answer>& answer) {
             if (!weak.expired() && life == life_)
               on_looked(answer.and_then([this](const api_answer& a) { return facts_in(a, stream_); }));
           });
}

void jetstream_log_feed::on_looked(const result<log_facts>& found) {
  if (found)
    return tell_.on_log(*found);
  if (pause_ == first_pause)
    spdlog::info("read models wait for stream {} ({})", stream_, found.error().what);
  begin_anew_later();
}

void jetstream_log_feed::read(std::uint64_t after) {
  forget_consumer();
  in_hand_ = 0;
  inbox_ = with_.new_inbox();
  auto subscribed = with_.subscribe(inbox_, {}, [this](const broker_message& m) { on_message(m); });
  if (!subscribed)
    return begin_anew_later();
  subscription_ = *subscribed;
  create(after);
}

void jetstream_log_feed::create(std::uint64_t after) {
  // Nobody else's, not even an earlier life's of this node: the broker would give us the consumer that is there.
  std::random_device chance;
  consumer_ = fmt::format("list-{:08x}{:08x}", chance(), chance());
  const nlohmann::json wanted = {{"stream_name", stream_}, {"config", consumer_config(after)}, {"action", "create"}};
  call_api(with_, subject::api("CONSUMER.CREATE.", stream_, consumer_), wanted,
           [this, life = life_, weak = std::weak_ptr{alive_}](const result<api_answer>& answer) {
             if (weak.expired() || life != life_)
               return;
             on_created(answer.and_then([this](const api_answer& a) -> result<void> {
               return a.is_error() ? a.as_error("a consumer of stream " + stream_) : result<void>{};
             }));
           });
}

void jetstream_log_feed::on_created(const result<void>& made) {
  if (!made) {
    spdlog::warn("read models: {}", made.error().what);
    return begin_anew_later();
  }
  pause_ = first_pause;
  order();
}

void jetstream_log_feed::begin_anew() {
  forget_consumer();
  if (retry_)
    with_.where().cancel(*std::exchange(retry_, std::nullopt));
  look();
}

void jetstream_log_feed::begin_anew_later() {
  forget_consumer();
  if (retry_)
    with_.where().cancel(*retry_);
  retry_ = with_.where().after(std::exchange(pause_, std::min(pause_ * 2, longest_pause)), guarded([this] {
                                 retry_.reset();
                                 look();
                               }));
}

void jetstream_log_feed::forget_consumer() {
  ++life_;
  window_.reset();
  gathered_.clear();
  last_delivery_ = 0;
  consumer_.clear();
  if (heartbeat_)
    with_.where().cancel(*std::exchange(heartbeat_, std::nullopt));
  if (subscription_)
    with_.unsubscribe(*std::exchange(subscription_, std::nullopt));
}

// -- messages ---------------------------------------------------------------------------------------------------------

void jetstream_log_feed::on_message(const broker_message& m) {
  last_sign_ = with_.where().now();
  m.status() != 0 ? on_status(m) : take(m);
}

void jetstream_log_feed::take(const broker_message& m) {
  const auto facts = read_ack_subject(m.reply());
  if (!facts) // not from the consumer: somebody else's message on our inbox
    return;
  if (facts->delivery != last_delivery_ + 1) {
    spdlog::warn("read models: something of {} was missed; reading it again", stream_);
    return begin_anew_later();
  }
  last_delivery_ = facts->delivery;
  behind_ = facts->pending;
  window_.arrived();
  log_event event{.position = facts->position, .key = {}, .type = {}, .body = copy_of(m.body())};
  if (auto parts = subject::parse(m.subject())) {
    event.key = std::move(parts->key);
    event.type = std::move(parts->name);
  }
  gathered_.push_back(std::move(event));
  tell_soon();
}

// Together with all that has come in this turn.
void jetstream_log_feed::tell_soon() {
  if (std::exchange(is_telling_, true))
    return;
  with_.where().post(guarded([this] {
    is_telling_ = false;
    if (gathered_.empty())
      return;
    in_hand_ += gathered_.size();
    tell_.on_events(std::exchange(gathered_, {}), behind_);
  }));
}

void jetstream_log_feed::dealt_with(std::size_t events) {
  in_hand_ -= std::min(in_hand_, events);
  order();
}

void jetstream_log_feed::on_status(const broker_message& m) {
  switch (m.status()) {
    case 100: return; // heartbeat
    case 404:
    case 408: // the order's life is over
      window_.cancelled(m.number("Nats-Pending-Messages"));
      return order();
    case 409:
      if (!m.header("Nats-Pending-Messages").empty()) {
        window_.cancelled(m.number("Nats-Pending-Messages"));
        return order();
      }
      [[fallthrough]]; // deleted, or a new leader that knows nothing of it
    default: return begin_anew_later();
  }
}

void jetstream_log_feed::order() {
  // Whoever reads is behind: what is in his hands comes first.
  if (!subscription_ || consumer_.empty() || in_hand_ >= window)
    return;
  if (const auto wanted = window_.take_order(); wanted > 0) {
    const auto text = fmt::format(R"({{"batch":{},"expires":{},"idle_heartbeat":{}}})", wanted, order_life.count(),
                                  heartbeat.count());
    if (!with_.publish(subject::api("CONSUMER.MSG.NEXT.", stream_, consumer_), {}, as_bytes(text), inbox_))
      window_.reset(); // disconnected: all begins anew on return
  }
  if (!heartbeat_)
    watch_heartbeat();
}

void jetstream_log_feed::watch_heartbeat() {
  last_sign_ = with_.where().now();
  heartbeat_ = with_.where().after(2 * heartbeat, guarded([this] {
                                     heartbeat_.reset();
                                     const bool is_silent = with_.where().now() - last_sign_ >= 2 * heartbeat;
                                     if (is_silent && window_.on_order() > 0)
                                       return begin_anew();
                                     watch_heartbeat();
                                   }));
}

auto jetstream_log_feed::guarded(loop::work w) -> loop::work {
  return [weak = std::weak_ptr{alive_}, w = std::move(w)] {
    if (!weak.expired())
      w();
  };
}

} // namespace sinew
