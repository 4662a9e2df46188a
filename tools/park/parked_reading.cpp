// SPDX-License-Identifier: Apache-2.0
#include "tools/park/parked_reading.hpp"

#include "actors/stray.hpp"
#include "bridge/api.hpp"
#include "bridge/parked_headers.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>

#include <map>

namespace sinew {

namespace {

using nlohmann::json;

constexpr std::size_t page_messages = 500;
constexpr std::size_t page_bytes = 4 * 1024 * 1024;
constexpr std::string_view note_suffix = ".tried";

auto subject_of(const parked_queue& q) -> std::string {
  return q.is_aside ? subject::set_aside(q.service, q.key) : subject::parked(q.service, q.key);
}

/// `park.<service>.<aggregate>.<id>`, with `*` for what is left open, and `tail` behind it.
auto filter_of(const parked_choice& which, std::string_view tail = {}) -> std::string {
  const auto token = [](const std::string& text) { return text.empty() ? std::string{"*"} : text; };
  return fmt::format("park.{}.{}.{}{}", token(which.service), token(which.aggregate), token(which.id), tail);
}

auto ask_api(client& with, std::string_view verb, const json& question) -> result<json> {
  auto answer = with.await<api_answer>([&](completion<api_answer> done) {
    call_api(with.broker(), subject::api(verb, subject::park_stream), question, std::move(done));
  });
  if (!answer)
    return tl::unexpected{answer.error()};
  if (answer->code == api_code::stream_not_found)
    return fail(errc::unavailable, "this broker has no parked messages yet: start a system with `sinew up`");
  if (answer->is_error())
    return answer->as_error("PARK");
  return std::move(answer->body);
}

auto add_queues(client& with, const std::string& filter, parked_queues& to) -> result<void> {
  for (std::size_t offset = 0;;) {
    const auto told = ask_api(with, "STREAM.INFO.", {{"subjects_filter", filter}, {"offset", offset}});
    if (!told)
      return tl::unexpected{told.error()};
    const auto state = told->value("state", json::object());
    to.last_place = state.value("last_seq", std::uint64_t{0});
    const auto subjects = state.value("subjects", json::object());
    for (const auto& [text, count] : subjects.items())
      if (auto parts = subject::parse_parked(text))
        to.queues.push_back(
            {std::move(parts->service), std::move(parts->key), count.get<std::uint64_t>(), parts->is_aside});
    offset += subjects.size();
    if (subjects.empty() || offset >= told->value("total", std::size_t{0}))
      return {};
  }
}

/// One batched direct get and its end.
struct answers {
  std::vector<broker_message> messages;
  bool more = false;
};

auto read_page(client& with, const std::string& filter, std::uint64_t from, std::size_t most = page_messages)
    -> result<answers> {
  const json question{{"seq", from}, {"next_by_subj", filter}, {"batch", most}, {"max_bytes", page_bytes}};
  const auto body = question.dump();
  auto got = with.await<std::vector<broker_message>>([&](completion<std::vector<broker_message>> done) {
    with.broker().request_many(
        subject::api("DIRECT.GET.", subject::park_stream), {}, as_bytes(body), client::answer_patience,
        [](const broker_message& m) { return m.header("Nats-Sequence").empty(); }, std::move(done));
  });
  if (!got)
    return tl::unexpected{got.error()};
  answers page;
  const auto& end = got->back();
  if (end.status() != 204 && end.status() != 404)
    return fail(errc::rejected_by_broker, "PARK: the broker answers " + std::string{end.status_text()});
  page.more = end.status() == 204 && end.number("Nats-Num-Pending") > 0;
  got->pop_back();
  page.messages = std::move(*got);
  return page;
}

auto for_each_message(client& with, const std::string& filter, const std::function<void(const broker_message&)>& take)
    -> result<void> {
  for (std::uint64_t from = 1;;) {
    const auto page = read_page(with, filter, from);
    if (!page)
      return tl::unexpected{page.error()};
    for (const auto& m : page->messages) {
      from = m.number("Nats-Sequence") + 1;
      take(m);
    }
    if (!page->more || page->messages.empty())
      return {};
  }
}

/// The newest note of each queue, by the place it is about.
using notes = std::map<std::uint64_t, broker_message>;

auto read_notes(client& with, const parked_choice& which) -> result<notes> {
  std::vector<std::uint64_t> places;
  notes found;
  // Copies nothing: a message is read again when it turns out to count.
  auto read = for_each_message(with, filter_of(which, note_suffix),
                               [&](const broker_message& m) { places.push_back(m.number("Nats-Sequence")); });
  if (!read)
    return tl::unexpected{read.error()};
  for (const auto place : places) {
    const auto question = json{{"seq", place}}.dump();
    auto note = with.request(subject::api("DIRECT.GET.", subject::park_stream), as_bytes(question));
    if (!note)
      return tl::unexpected{note.error()};
    found.insert_or_assign(note->number("Sinew-Place"), std::move(*note));
  }
  return found;
}

} // namespace

auto check_choice(const parked_choice& c) -> result<void> {
  if (!c.service.empty() && !is_valid_name(c.service))
    return fail(errc::invalid_input, fmt::format("'{}' is no name of a service", c.service));
  if (c.aggregate.empty() && c.id.empty())
    return {};
  if (c.aggregate.empty() || c.id.empty())
    return fail(errc::invalid_input, "a key is an aggregate and its id: sinew park show inventory order o-1");
  if (!is_valid_name(c.aggregate))
    return fail(errc::invalid_input, fmt::format("'{}' is no name of an aggregate", c.aggregate));
  return check_id(c.id);
}

auto list_queues(client& with, const parked_choice& which) -> result<parked_queues> {
  parked_queues all;
  for (const auto* tail : {"", ".aside"})
    if (auto added = add_queues(with, filter_of(which, tail), all); !added)
      return tl::unexpected{added.error()};
  return all;
}

auto for_each_parked(client& with, const parked_choice& which, const std::function<void(parked_row)>& take)
    -> result<void> {
  const auto noted = read_notes(with, which);
  if (!noted)
    return tl::unexpected{noted.error()};
  for (const auto* tail : {"", ".aside"}) {
    auto read = for_each_message(with, filter_of(which, tail), [&](const broker_message& m) {
      auto what = read_parked(m.header("Nats-Subject"), m);
      if (!what)
        return;
      const auto place = m.number("Nats-Sequence");
      if (const auto note = noted->find(place); note != noted->end())
        overlay_note(*what, note->second);
      take({{place, std::move(*what)}, std::string{m.header("Nats-Time-Stamp")}, *tail != '\0'});
    });
    if (!read)
      return read;
  }
  return {};
}

auto parked_row::only_waits() const -> bool {
  return !is_aside && entry.what.attempts == 0 && check_parked(entry.what);
}

auto read_first(client& with, const parked_queue& which) -> result<std::optional<parked_row>> {
  const auto page = read_page(with, subject_of(which), 1, 1);
  if (!page)
    return tl::unexpected{page.error()};
  if (page->messages.empty())
    return std::optional<parked_row>{};
  const auto& m = page->messages.front();
  auto what = read_parked(m.header("Nats-Subject"), m);
  if (!what)
    return tl::unexpected{what.error()};
  const auto place = m.number("Nats-Sequence");
  auto note = with.request(
      subject::api("DIRECT.GET.", subject::park_stream, subject::parked_note(which.service, which.key)), {});
  if (!note)
    return tl::unexpected{note.error()};
  if (note->number("Sinew-Place") == place)
    overlay_note(*what, *note);
  return parked_row{{place, std::move(*what)}, std::string{m.header("Nats-Time-Stamp")}, which.is_aside};
}

auto drop_queue(client& with, const parked_queue& which, std::uint64_t last_place, std::uint64_t up_to)
    -> result<std::uint64_t> {
  const bool is_whole = up_to == 0 || up_to >= last_place;
  // What has been parked since the operator looked stays.
  auto told =
      ask_api(with, "STREAM.PURGE.", {{"filter", subject_of(which)}, {"seq", (is_whole ? last_place : up_to) + 1}});
  if (!told)
    return tl::unexpected{told.error()};
  // How the others fared is still of interest.
  if (is_whole && !which.is_aside)
    if (auto voided = ask_api(with, "STREAM.PURGE.",
                              {{"filter", subject::parked_note(which.service, which.key)}, {"seq", last_place + 1}});
        !voided)
      return tl::unexpected{voided.error()};
  return told->value("purged", std::uint64_t{0});
}

} // namespace sinew
