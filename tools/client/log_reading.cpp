// SPDX-License-Identifier: Apache-2.0
#include "tools/client/log_reading.hpp"

#include "bridge/api.hpp"
#include "bridge/base64.hpp"
#include "bridge/insist.hpp"
#include "bridge/json_field.hpp"
#include "bridge/subjects.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <memory>
#include <optional>

namespace sinew {

namespace {

using nlohmann::json;

constexpr int page_size = 500;

auto number(std::string_view text) -> std::uint64_t {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

auto read_message(const broker_message& from) -> log_message {
  return {.stream = std::string{from.header("Nats-Stream")},
          .subject = std::string{from.header("Nats-Subject")},
          .position = number(from.header("Nats-Sequence")),
          .stored_at = std::string{from.header("Nats-Time-Stamp")},
          .body = copy_of(from.body())};
}

struct page {
  std::vector<log_message> messages;
  bool more = false;
};

auto page_of(const std::string& stream, std::vector<broker_message> answers) -> result<page> {
  const auto& end = answers.back();
  if (end.status() != 204 && end.status() != 404)
    return fail(errc::rejected_by_broker, stream + ": the broker answers " + std::string{end.status_text()});
  page read;
  read.more = end.status() == 204 && number(end.header("Nats-Num-Pending")) > 0;
  for (std::size_t i = 0; i + 1 < answers.size(); ++i)
    read.messages.push_back(read_message(answers[i]));
  return read;
}

/// One batched direct get: messages, then a status line (204 end of batch, 404 nothing there, 4xx refused).
void ask_once(connection& with, const std::string& stream, const json& question, completion<page> done) {
  const auto subject = subject::api("DIRECT.GET.", stream);
  const auto body = question.dump();
  with.request_many(
      subject, {}, as_bytes(body), client::answer_patience, [](const broker_message& m) { return m.status() != 0; },
      [stream, done = std::move(done)](result<std::vector<broker_message>> answers) {
        done(std::move(answers).and_then([&](auto all) { return page_of(stream, std::move(all)); }));
      });
}

/// Done when a stream is not there; unavailable when it is, or when nobody can tell just now.
void confirm_absence(connection& with, const std::string& stream, completion<void> done) {
  call_api(with, subject::api("STREAM.INFO.", stream), json::object(),
           [stream, done = std::move(done)](const result<api_answer>& said) {
             done(said && said->code == api_code::stream_not_found
                      ? result<void>{}
                      : fail(errc::unavailable, "no server serves " + stream + " just now"));
           });
}

/// The same, asked again while a stream that is there has nobody who serves it: for a moment after it has lost a server.
/// Nobody serves one that is not there either; that is an empty page.
void ask_page(connection& with, const std::string& stream, const json& question, completion<page> done) {
  const auto outcome = std::make_shared<result<page>>(page{});
  insist(
      with.where(), with.where().now() + client::answer_patience,
      [&with, stream, question, outcome](completion<void> step) {
        ask_once(with, stream, question, [&with, stream, outcome, step = std::move(step)](result<page> read) {
          const bool is_unserved = !read && read.error().code == errc::unavailable && with.is_connected();
          if (is_unserved)
            return confirm_absence(with, stream, step);
          *outcome = std::move(read);
          step({});
        });
      },
      [outcome, done = std::move(done)](const result<void>& ended) {
        done(ended ? std::move(*outcome) : tl::unexpected{ended.error()});
      });
}

auto stored_in(const api_answer& answer, const std::string& stream) -> result<std::optional<log_message>> {
  if (answer.code == api_code::no_message_found || answer.code == api_code::stream_not_found)
    return std::nullopt;
  if (answer.is_error())
    return answer.as_error(stream);
  const auto& stored = object_in(answer.body, "message");
  return from_base64(field_or(stored, "data", "")).map([&](bytes body) {
    return std::optional{log_message{.stream = stream,
                                     .subject = field_or(stored, "subject", ""),
                                     .position = field_or(stored, "seq", std::uint64_t{0}),
                                     .stored_at = field_or(stored, "time", ""),
                                     .body = std::move(body)}};
  });
}

/// What only the leader of a stream is asked: one message, or none.
void ask_leader(connection& with, const std::string& stream, const json& question,
                completion<std::optional<log_message>> done) {
  call_api(with, subject::api("STREAM.MSG.GET.", stream), question,
           [stream, done = std::move(done)](result<api_answer> answer) {
             done(std::move(answer).and_then([&](const api_answer& said) { return stored_in(said, stream); }));
           });
}

/// One reading of a log, page by page. Lives until it has been answered.
class log_run : public std::enable_shared_from_this<log_run> {
 public:
  log_run(connection& with, log_wish what, completion<std::vector<log_message>> done)
      : with_{with}, what_{std::move(what)}, done_{std::move(done)} {}

  void start() {
    json question{{"next_by_subj", what_.filter}, {"batch", page_size}};
    if (what_.start_time.empty())
      question["seq"] = 1;
    else
      question["start_time"] = what_.start_time;
    next_page(question);
  }

 private:
  void next_page(const json& question) {
    ask_page(with_, what_.stream, question,
             [self = shared_from_this()](result<page> read) { self->on_page(std::move(read)); });
  }

  void on_page(result<page> read) {
    if (!read)
      return done_(tl::unexpected{read.error()});
    const bool is_last = !read->more || read->messages.empty();
    const bool is_enough = !read->messages.empty() && what_.enough(read->messages.back());
    for (auto& m : read->messages)
      take(std::move(m));
    if (is_last) // what is older than a start time must not come in again
      return last_position_ == 0 && !what_.start_time.empty() ? finish() : find_end();
    if (is_enough)
      return finish();
    next_page({{"next_by_subj", what_.filter}, {"batch", page_size}, {"seq", last_position_ + 1}});
  }

  /// Any server of a stream answers a direct get, and may be a moment behind: what it did not have yet.
  void find_end() {
    ask_leader(with_, what_.stream, {{"last_by_subj", what_.filter}},
               [self = shared_from_this()](const result<std::optional<log_message>>& last) {
                 if (!last)
                   return self->done_(tl::unexpected{last.error()});
                 self->read_rest(*last ? (*last)->position : 0);
               });
  }

  void read_rest(std::uint64_t end) {
    if (last_position_ >= end)
      return finish();
    ask_leader(with_, what_.stream, {{"seq", last_position_ + 1}, {"next_by_subj", what_.filter}},
               [self = shared_from_this(), end](result<std::optional<log_message>> next) {
                 if (!next)
                   return self->done_(tl::unexpected{next.error()});
                 if (!*next) // removed meanwhile: not everything is a log
                   return self->finish();
                 self->take(std::move(**next));
                 self->read_rest(end);
               });
  }

  void take(log_message m) {
    last_position_ = m.position;
    if (what_.is_wanted(m))
      all_.push_back(std::move(m));
  }

  void finish() { done_(std::move(all_)); }

  connection& with_;
  log_wish what_;
  completion<std::vector<log_message>> done_;
  std::vector<log_message> all_;
  std::uint64_t last_position_ = 0;
};

} // namespace

void ask_log(connection& with, log_wish what, completion<std::vector<log_message>> done) {
  std::make_shared<log_run>(with, std::move(what), std::move(done))->start();
}

auto read_log(client& with, log_wish what) -> result<std::vector<log_message>> {
  return with.await<std::vector<log_message>>(
      [&](completion<std::vector<log_message>> done) { ask_log(with.broker(), std::move(what), std::move(done)); });
}

void ask_newest(connection& with, const std::string& stream, const std::vector<std::string>& filters,
                completion<std::vector<log_message>> done) {
  ask_page(with, stream, {{"multi_last", filters}}, [done = std::move(done)](result<page> read) {
    done(std::move(read).map([](page all) { return std::move(all.messages); }));
  });
}

auto read_newest(client& with, const std::string& stream, const std::vector<std::string>& filters)
    -> result<std::vector<log_message>> {
  return with.await<std::vector<log_message>>(
      [&](completion<std::vector<log_message>> done) { ask_newest(with.broker(), stream, filters, std::move(done)); });
}

auto streams_of(client& with, const std::string& filter) -> result<std::vector<std::string>> {
  const auto question = json{{"subject", filter}}.dump();
  auto answer = with.request("$JS.API.STREAM.NAMES", as_bytes(question));
  if (!answer)
    return tl::unexpected{answer.error()};
  const auto reply = json::parse(as_text(answer->body()), nullptr, false);
  const auto names = reply.is_object() ? reply.value("streams", json{}) : json{};
  std::vector<std::string> streams;
  for (const auto& name : names)
    if (name.is_string())
      streams.push_back(name.get<std::string>());
  return streams;
}

} // namespace sinew
