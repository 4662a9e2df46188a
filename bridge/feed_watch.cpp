// SPDX-License-Identifier: Apache-2.0
#include "bridge/feed_watch.hpp"

#include "bridge/json_field.hpp"
#include "bridge/subjects.hpp"

#include <spdlog/spdlog.h>
#include <utility>

namespace sinew {

namespace {

auto sequence_in(const nlohmann::json& told, std::string_view part, std::string_view name) -> std::uint64_t {
  const auto found = told.find(part);
  return found == told.end() ? 0 : field_or(*found, name, std::uint64_t{0});
}

} // namespace

feed_watch::feed_watch(connection& with, const topology::consumer& watched, std::chrono::milliseconds interval,
                       remedies with_what)
    : with_{with},
      stream_{watched.stream},
      consumer_{watched.name},
      window_{watched.config.value("max_ack_pending", std::uint64_t{0})},
      interval_{interval},
      remedies_{std::move(with_what)} {}

void feed_watch::start() {
  stop();
  moved_ = false;
  probe_out_ = false; // one that was under way is lost with the connection
  silences_ = 0;
  ask();
  tick();
}

void feed_watch::stop() {
  with_.where().cancel(std::exchange(timer_, 0));
}

void feed_watch::tick() {
  timer_ = with_.where().after(interval_, [this, weak = std::weak_ptr{alive_}] {
    if (weak.expired())
      return;
    if (with_.is_connected()) {
      if (probe_out_)
        alert("its reader does not take what is delivered");
      probe_out_ = true;
      remedies_.send_probe();
      // What moves needs no question: it would only cost the broker.
      if (!std::exchange(moved_, false))
        ask();
      else
        silences_ = 0;
    }
    tick();
  });
}

void feed_watch::ask() {
  call_api(with_, subject::api("CONSUMER.INFO.", stream_, consumer_), nullptr,
           [this, weak = std::weak_ptr{alive_}](const result<api_answer>& answer) {
             if (!weak.expired() && timer_ != 0)
               on_info(answer);
           });
}

void feed_watch::on_info(const result<api_answer>& answer) {
  if (!answer)
    return; // the broker is away or slow: that is not what we look for
  if (answer->code == api_code::consumer_not_found) {
    alert("its consumer is gone");
    return remedies_.make_consumer_anew();
  }
  if (answer->is_error())
    return;
  const auto& told = answer->body;
  floor_ = sequence_in(told, "ack_floor", "stream_seq");
  const auto pending = field_or(told, "num_pending", std::uint64_t{0});
  if (remedies_.tell_pending)
    remedies_.tell_pending(pending);
  const bool could_deliver = pending > 0 && field_or(told, "num_ack_pending", std::uint64_t{0}) < window_;
  // Where several nodes read one consumer it may be the others' turn.
  const auto delivered = sequence_in(told, "delivered", "consumer_seq");
  const bool progressed = std::exchange(delivered_, delivered) != delivered;
  if (could_deliver && !moved_ && !progressed)
    on_silence();
  else
    silences_ = 0;
}

// Seen once it may be a matter of the very moment: what is new may be on its way.
void feed_watch::on_silence() {
  switch (++silences_) {
    case 1: return;
    case 2: alert("it delivers nothing of what is there; pulling again"); return remedies_.pull_again();
    default: alert("it still delivers nothing; making its consumer anew"); return remedies_.make_consumer_anew();
  }
}

void feed_watch::alert(std::string_view what) {
  spdlog::error("consumer {} of {} has stalled: {} ({} alert(s) so far)", consumer_, stream_, what, ++alerts_);
}

} // namespace sinew
