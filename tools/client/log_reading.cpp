// SPDX-License-Identifier: Apache-2.0
#include "tools/client/log_reading.hpp"

#include "bridge/api.hpp"
#include "bridge/base64.hpp"
#include "bridge/insist.hpp"
#include "bridge/subjects.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <memory>

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

auto read_page(client& with, const std::string& stream, const json& question) -> result<page> {
  return with.await<page>([&](completion<page> done) { ask_page(with.broker(), stream, question, std::move(done)); });
}

/// What only the leader of a stream is asked: one message, or none.
auto read_from_leader(client& with, const std::string& stream, const json& question)
    -> result<std::optional<log_message>> {
  auto answer = with.await<api_answer>([&](completion<api_answer> done) {
    call_api(with.broker(), subject::api("STREAM.MSG.GET.", stream), question, std::move(done));
  });
  if (!answer)
    return tl::unexpected{answer.error()};
  if (answer->code == api_code::no_message_found || answer->code == api_code::stream_not_found)
    return std::nullopt;
  if (answer->is_error())
    return answer->as_error(stream);
  const auto& stored = answer->body["message"];
  return from_base64(stored.value("data", "")).map([&](bytes body) {
    return std::optional{log_message{.stream = stream,
                                     .subject = stored.value("subject", ""),
                                     .position = stored.value("seq", std::uint64_t{0}),
                                     .stored_at = stored.value("time", ""),
                                     .body = std::move(body)}};
  });
}

/// Any server of a stream answers a direct get, and may be a moment behind: what it did not have yet.
auto read_rest(client& with, const std::string& stream, const std::string& filter, std::vector<log_message> all)
    -> result<std::vector<log_message>> {
  const auto last = read_from_leader(with, stream, {{"last_by_subj", filter}});
  if (!last)
    return tl::unexpected{last.error()};
  const auto end = *last ? (*last)->position : 0;
  while ((all.empty() ? 0 : all.back().position) < end) {
    const auto from = all.empty() ? 1 : all.back().position + 1;
    auto next = read_from_leader(with, stream, {{"seq", from}, {"next_by_subj", filter}});
    if (!next)
      return tl::unexpected{next.error()};
    if (!*next) // removed meanwhile: not everything is a log
      break;
    all.push_back(std::move(**next));
  }
  return all;
}

} // namespace

auto read_log(client& with, const std::string& stream, const std::string& filter, const std::string& start_time,
              const std::function<bool(const log_message&)>& enough) -> result<std::vector<log_message>> {
  std::vector<log_message> all;
  json question{{"next_by_subj", filter}, {"batch", page_size}};
  if (start_time.empty())
    question["seq"] = 1;
  else
    question["start_time"] = start_time;
  for (;;) {
    auto read = read_page(with, stream, question);
    if (!read)
      return tl::unexpected{read.error()};
    std::ranges::move(read->messages, std::back_inserter(all));
    if (!read->more || read->messages.empty()) // what is older than a start time must not come in again
      return all.empty() && !start_time.empty() ? std::move(all) : read_rest(with, stream, filter, std::move(all));
    if (enough(all.back()))
      return all;
    question.erase("start_time");
    question["seq"] = all.back().position + 1;
  }
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
