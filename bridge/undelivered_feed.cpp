// SPDX-License-Identifier: Apache-2.0
#include "bridge/undelivered_feed.hpp"

#include "bridge/base64.hpp"
#include "bridge/json_field.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <charconv>
#include <utility>

namespace sinew {

namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds read_patience{10'000};
constexpr std::size_t page_messages = 100;
constexpr std::chrono::milliseconds pause_between_looks{250};
constexpr int looks_for_a_word = 20;

/// `<word> <stream> <position>`: what an ack needs to know.
auto token_of(std::uint64_t word, std::string_view stream, std::uint64_t position) -> std::string {
  return fmt::format("{} {} {}", word, stream, position);
}

void erase(connection& with, std::string_view stream, std::uint64_t position) {
  call_api(with, subject::api("STREAM.MSG.DELETE.", stream), {{"seq", position}, {"no_erase", true}},
           [](const result<api_answer>&) {}); // else it is told again, and found to be kept already
}

auto is_timers(std::string_view stream) -> bool {
  return stream.starts_with("TMR_");
}

} // namespace

template <class Work>
auto undelivered_feed::guarded(Work work) {
  return [weak = std::weak_ptr{alive_}, work = std::move(work)](auto&& what) {
    if (!weak.expired())
      work(std::forward<decltype(what)>(what));
  };
}

undelivered_feed::undelivered_feed(connection& with, const subscription& what, delivery_handler handler)
    : with_{with}, handler_{std::move(handler)} {
  const auto consumer = topology::consumer_of(what);
  stream_ = consumer.stream;
  subject_ = subject::given_up(consumer.stream, consumer.name);
  // The word itself is read from where it is stored.
  const auto heard = with_.subscribe(subject_, {}, guarded([this](const auto&) { on_heard(); }));
  if (heard)
    heard_ = *heard;
  else
    spdlog::error("cannot hear what is given up of {}: {}", stream_, heard.error().what);
  look();
}

undelivered_feed::~undelivered_feed() {
  if (heard_)
    with_.unsubscribe(*heard_);
}

void undelivered_feed::on_state(connection::state s) {
  seen_ = 0;
  if (s == connection::state::connected)
    look();
}

// It is being stored at this very moment, perhaps on another server than the one that we ask.
void undelivered_feed::on_heard() {
  looks_left_ = looks_for_a_word;
  look();
}

void undelivered_feed::look_again() {
  if (--looks_left_ < 0)
    return;
  with_.where().after(pause_between_looks, [this, weak = std::weak_ptr{alive_}] {
    if (!weak.expired())
      look();
  });
}

void undelivered_feed::look() {
  again_ = looking_;
  if (std::exchange(looking_, true))
    return;
  const auto wanted = json{{"seq", seen_ + 1}, {"next_by_subj", subject_}, {"batch", page_messages}}.dump();
  with_.request_many(
      subject::api("DIRECT.GET.", subject::undelivered_stream), {}, as_bytes(wanted), read_patience,
      [](const broker_message& m) { return m.header("Nats-Sequence").empty(); },
      guarded([this](const result<std::vector<broker_message>>& words) { on_words(words); }));
}

void undelivered_feed::on_words(const result<std::vector<broker_message>>& words) {
  looking_ = false;
  if (!words)
    return look_again(); // or when the connection is back, or the next word is heard
  for (const auto& m : *words) {
    const auto word = m.number("Nats-Sequence");
    if (word == 0)
      continue;
    seen_ = word;
    looks_left_ = 0;
    const auto said = json::parse(as_text(m.body()), nullptr, false);
    if (said.is_object())
      fetch(word, field_or(said, "stream_seq", std::uint64_t{0}), field_or(said, "deliveries", std::uint64_t{0}));
  }
  if (again_ || words->back().number("Nats-Num-Pending") > 0)
    return look();
  look_again();
}

void undelivered_feed::fetch(std::uint64_t word, std::uint64_t position, std::uint64_t deliveries) {
  call_api(with_, subject::api("STREAM.MSG.GET.", stream_), {{"seq", position}},
           guarded([this, word, position, deliveries](const result<api_answer>& answer) {
             on_message(word, position, deliveries, answer);
           }));
}

void undelivered_feed::on_message(std::uint64_t word, std::uint64_t position, std::uint64_t deliveries,
                                  const result<api_answer>& answer) {
  if (!answer)
    return;
  if (answer->code == api_code::no_message_found)
    return erase(with_, subject::undelivered_stream, word); // a timer that somebody has seen to
  const auto stored = answer->body.find("message");
  const bool is_there = stored != answer->body.end();
  auto parts = subject::parse(is_there ? field_or(*stored, "subject", "") : "");
  auto body = from_base64(is_there ? field_or(*stored, "data", "") : "");
  if (answer->is_error() || !parts || !body) {
    spdlog::error("message {} of {} was given up and cannot be read; it stays there", position, stream_);
    return;
  }
  spdlog::error("message {} of {} was delivered {} times and is given up", position, stream_, deliveries);
  handler_({.key = std::move(parts->key),
            .type = std::move(parts->name),
            .position = position,
            .attempt = deliveries,
            .body = std::move(*body),
            .token = token_of(word, stream_, position),
            .given_up = true});
}

void undelivered_feed::ack(connection& with, const delivery& d) {
  std::uint64_t word = 0;
  const std::string_view token = d.token;
  const auto end = std::from_chars(token.data(), token.data() + token.size(), word).ptr;
  const auto rest = token.substr(static_cast<std::size_t>(end - token.data()) + 1);
  const auto stream = rest.substr(0, rest.find(' '));
  if (is_timers(stream))
    erase(with, stream, d.position);
  erase(with, subject::undelivered_stream, word);
}

} // namespace sinew
