// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_parking.hpp"

#include "bridge/api.hpp"
#include "bridge/json_field.hpp"
#include "bridge/parked_headers.hpp"
#include "bridge/stored_ack.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <algorithm>

namespace sinew {

namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds store_patience{5'000};
constexpr std::chrono::milliseconds read_patience{10'000};
constexpr std::size_t page_messages = 500;
constexpr std::size_t page_bytes = 4 * 1024 * 1024;

const auto park_stream = std::string{subject::park_stream};

auto is_stored(const broker_message& m) -> bool {
  return !m.header("Nats-Sequence").empty();
}

auto page_of(const std::vector<broker_message>& answers) -> result<parked_page> {
  parked_page page;
  for (const auto& m : answers)
    if (is_stored(m))
      if (auto what = read_parked(m.header("Nats-Subject"), m))
        page.entries.push_back({m.number("Nats-Sequence"), std::move(*what)});
  const auto& end = answers.back();
  if (end.status() != 204 && end.status() != 404)
    return fail(errc::rejected_by_broker, fmt::format("reading PARK: {} {}", end.status(), end.status_text()));
  page.more = end.status() == 204 && end.number("Nats-Num-Pending") > 0;
  return page;
}

auto last_in(const api_answer& answer) -> result<std::uint64_t> {
  if (answer.code == api_code::no_message_found)
    return 0;
  if (answer.is_error())
    return answer.as_error("reading the last parked message");
  return field_or(object_in(answer.body, "message"), "seq", std::uint64_t{0});
}

auto keys_in(const api_answer& answer, std::size_t at_most) -> result<parked_keys> {
  if (answer.is_error())
    return answer.as_error("listing the parked keys");
  parked_keys found;
  const auto& subjects = object_in(object_in(answer.body, "state"), "subjects");
  for (const auto& [text, count] : subjects.items())
    if (auto parts = subject::parse_parked(text); parts && found.keys.size() < at_most)
      found.keys.push_back(std::move(parts->key));
  // The broker lists no more than this at once.
  constexpr std::size_t broker_limit = 100'000;
  found.more = subjects.size() > at_most || subjects.size() >= broker_limit;
  return found;
}

auto stored(completion<void> done) -> completion<broker_message> {
  return [done = std::move(done)](const result<broker_message>& answer) {
    done(read_stored_ack(answer).map([](auto) {}));
  };
}

} // namespace

// A watcher lives here, and the connection's listeners only know of it: they outlive us.
jetstream_parking::jetstream_parking(connection& with) : with_{with} {}

void jetstream_parking::park(parked_message what, std::uint64_t behind, completion<std::uint64_t> done) {
  // No id for the broker's own deduplication: what was redriven and comes again within its window would be lost.
  parked_headers all{what};
  all.add("Nats-Expected-Last-Subject-Sequence", std::to_string(behind));
  with_.store(subject::parked(what.service, what.key), all.view(), what.body, store_patience,
              [done = std::move(done)](const result<broker_message>& answer) { done(read_stored_ack(answer)); });
}

void jetstream_parking::set_aside(parked_message what, completion<void> done) {
  parked_headers all{what};
  // Set aside again after a crash between this and the acknowledgement: stored once.
  all.add("Nats-Msg-Id", fmt::format("aside/{}/{}/{}/{}", what.service, what.upstream, what.is_timer, what.position));
  with_.store(subject::set_aside(what.service, what.key), all.view(), what.body, store_patience,
              stored(std::move(done)));
}

void jetstream_parking::last(std::string_view service, const aggregate_key& key, completion<std::uint64_t> done) {
  call_api(with_, subject::api("STREAM.MSG.GET.", park_stream), {{"last_by_subj", subject::parked(service, key)}},
           [done = std::move(done)](const result<api_answer>& answer) { done(answer.and_then(last_in)); });
}

void jetstream_parking::read(std::string_view service, const aggregate_key& key, std::uint64_t after,
                             std::size_t at_most, completion<parked_page> done) {
  const json wanted = {{"seq", after + 1},
                       {"next_by_subj", subject::parked(service, key)},
                       {"batch", std::clamp<std::size_t>(at_most, 1, page_messages)},
                       {"max_bytes", page_bytes}};
  const auto text = wanted.dump();
  with_.request_many(
      subject::api("DIRECT.GET.", park_stream), {}, as_bytes(text), read_patience,
      [](const broker_message& m) { return !is_stored(m); },
      [this, after, service = std::string{service}, key,
       done = std::move(done)](const result<std::vector<broker_message>>& answers) {
        auto page = answers.and_then(page_of);
        if (!page || page->entries.empty() || after != 0)
          return done(std::move(page));
        read_note(service, key, std::move(*page), done);
      });
}

void jetstream_parking::read_note(std::string_view service, const aggregate_key& key, parked_page page,
                                  completion<parked_page> done) {
  with_.request(subject::api("DIRECT.GET.", park_stream, subject::parked_note(service, key)), {}, {}, read_patience,
                [page = std::move(page), done = std::move(done)](const result<broker_message>& note) mutable {
                  if (!note)
                    return done(tl::unexpected{note.error()});
                  if (is_stored(*note) && note->number("Sinew-Place") == page.entries.front().place)
                    overlay_note(page.entries.front().what, *note);
                  done(std::move(page));
                });
}

void jetstream_parking::keys(std::string_view service, std::size_t at_most, completion<parked_keys> done) {
  call_api(with_, subject::api("STREAM.INFO.", park_stream), {{"subjects_filter", subject::parked_keys(service)}},
           [at_most, done = std::move(done)](const result<api_answer>& answer) {
             done(answer.and_then([at_most](const api_answer& a) { return keys_in(a, at_most); }));
           });
}

void jetstream_parking::note(const parked_entry& tried, completion<void> done) {
  const auto to = subject::parked_note(tried.what.service, tried.what.key);
  parked_headers all{tried.what};
  all.add("Sinew-Place", std::to_string(tried.place));
  with_.store(to, all.view(), {}, store_patience,
              stored([this, to, done = std::move(done)](const result<void>& outcome) {
                if (outcome)
                  purge(to, 1);
                done(outcome);
              }));
}

void jetstream_parking::remove(std::string_view service, const aggregate_key& key, std::uint64_t place,
                               completion<bool> done) {
  call_api(with_, subject::api("STREAM.MSG.DELETE.", park_stream), {{"seq", place}, {"no_erase", true}},
           [this, note = subject::parked_note(service, key), done = std::move(done)](const result<api_answer>& answer) {
             if (!answer)
               return done(tl::unexpected{answer.error()});
             if (answer->is_error() && answer->code != api_code::message_delete_failed)
               return done(answer->as_error("taking a message out of PARK"));
             purge(note, 0); // void from now on
             done(!answer->is_error());
           });
}

/// Best effort: a void note disturbs nobody.
void jetstream_parking::purge(const std::string& subject, std::uint64_t keep) {
  json wanted = {{"filter", subject}};
  if (keep > 0)
    wanted["keep"] = keep;
  call_api(with_, subject::api("STREAM.PURGE.", park_stream), wanted, [](const result<api_answer>&) {});
}

void jetstream_parking::watch(std::string_view service, watcher h) {
  watchers_.push_back(std::make_shared<watcher>(std::move(h)));
  const std::weak_ptr<watcher> known = watchers_.back();
  const auto subscribed = with_.subscribe(subject::parked_keys(service), {}, [known](const broker_message& m) {
    const auto parts = subject::parse_parked(m.subject());
    if (const auto tell = known.lock(); tell && parts)
      (*tell)(parts->key);
  });
  if (!subscribed)
    spdlog::error("cannot hear of parked keys: {}", subscribed.error().what);
  with_.on_state([known](connection::state s) {
    if (const auto tell = known.lock(); tell && s == connection::state::connected)
      (*tell)(std::nullopt);
  });
}

} // namespace sinew
