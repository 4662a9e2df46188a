// SPDX-License-Identifier: Apache-2.0
#include "gateway/event_feed.hpp"

#include "bridge/subjects.hpp"
#include "gateway/problem_of.hpp"
#include "tools/cloud_event.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace sinew::gateway {

namespace {

constexpr std::size_t page_size = 500;
constexpr std::size_t most_meanwhile = 256;
// Proxies close a line that is silent for a minute.
constexpr std::chrono::seconds heartbeat_interval{15};
constexpr std::string_view heartbeat = ": still here\n\n";

auto name_of(std::string_view type) -> std::string_view {
  return type.substr(type.find('.') + 1);
}

} // namespace

void event_feed::open(source from, wish what, http_answer answer) {
  std::shared_ptr<event_feed> made{new event_feed{from, std::move(what), std::move(answer)}};
  made->start();
}

event_feed::event_feed(source from, wish what, http_answer answer)
    : from_{from}, wish_{std::move(what)}, answer_{std::move(answer)} {}

void event_feed::start() {
  // Before the log is read: so what is stored while it is read is not missed. The watch keeps this alive, until `stop`.
  watch_ = from_.tail.watch_key(
      wish_.key, [self = shared_from_this()](std::uint64_t position, bytes_view body) { self->hear(position, body); });
  read();
}

void event_feed::read() {
  from_.log.read(wish_.key, last_position_, page_size,
                 [self = shared_from_this()](result<history_page> page) { self->on_page(std::move(page)); });
}

void event_feed::on_page(result<history_page> page) {
  if (!answer_) // stopped meanwhile
    return;
  if (!page) {
    answer_(to_response(problem_of(page.error()), wish_.instance));
    return stop();
  }
  for (const auto& m : page->messages)
    past_ += told(m.position, m.body);
  if (page->more && !page->messages.empty())
    return read();
  for (const auto& [position, body] : meanwhile_)
    past_ += told(position, body);
  meanwhile_.clear();
  answer();
}

void event_feed::answer() {
  const auto give = std::exchange(answer_, nullptr);
  if (last_position_ == 0) {
    const auto detail = fmt::format("there is no {} '{}'", wish_.key.aggregate, wish_.key.id);
    give(to_response({404, "not_found", detail}, wish_.instance));
    return stop();
  }
  if (has_ended_ && past_.empty()) {
    give({.status = 204, .headers = {}, .body = {}, .stream = {}});
    return stop();
  }
  give({.status = 200,
        .headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}},
        .body = {},
        .stream = [self = shared_from_this()](std::shared_ptr<http_stream> out) { self->begin(std::move(out)); }});
  if (!out_) // the reader has gone, or asked for the head alone
    stop();
}

void event_feed::begin(std::shared_ptr<http_stream> out) {
  out_ = std::move(out);
  out_->on_end([self = weak_from_this()] {
    if (const auto feed = self.lock())
      feed->stop();
  });
  show_life();
  say(std::exchange(past_, {}));
}

void event_feed::hear(std::uint64_t position, bytes_view body) {
  if (out_)
    return say(told(position, body));
  meanwhile_.emplace_back(position, copy_of(body));
  if (meanwhile_.size() <= most_meanwhile)
    return;
  answer_(to_response(problem_of(error{errc::overloaded, "more happens to it than can be shown"}), wish_.instance));
  stop();
}

auto event_feed::told(std::uint64_t position, bytes_view body) -> std::string {
  if (position <= last_position_)
    return {};
  last_position_ = position;
  const auto subject = message::verify(body).map([](const message& m) { return subject::event(m.key(), m.type()); });
  std::string text;
  for (auto& event : cloud_events(*from_.known.current(), subject.value_or(""), body, position)) {
    if (event.contains("undecodable")) {
      spdlog::warn("{} {}: position {} cannot be shown: {}", wish_.key.aggregate, wish_.key.id, position,
                   one_line(event.at("reason")));
      continue;
    }
    const auto type = event.at("type").get<std::string>();
    const auto version = event.value("version", std::uint64_t{0});
    has_ended_ = has_ended_ || wish_.is_last(name_of(type));
    wish_.censor(event.at("data"));
    if (version > wish_.after)
      text += fmt::format("id: {}\nevent: {}\ndata: {}\n\n", version, type, one_line(event));
  }
  return text;
}

void event_feed::say(std::string_view text) {
  const auto self = shared_from_this();
  if (!text.empty() && !out_->write(text))
    return stop();
  if (!has_ended_)
    return;
  out_->end();
  stop();
}

void event_feed::show_life() {
  from_.where.cancel(heartbeat_);
  heartbeat_ = from_.where.after(heartbeat_interval, [self = weak_from_this()] {
    const auto feed = self.lock();
    if (!feed || !feed->out_)
      return;
    feed->show_life();
    feed->say(heartbeat);
  });
}

void event_feed::stop() {
  const auto self = shared_from_this(); // the watch may hold the last other reference
  from_.where.cancel(heartbeat_);
  watch_.reset();
  answer_ = nullptr;
  meanwhile_.clear();
  if (const auto out = std::exchange(out_, nullptr))
    out->on_end(nullptr);
  wish_.seat.reset();
}

} // namespace sinew::gateway
