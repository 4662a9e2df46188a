// SPDX-License-Identifier: Apache-2.0
#include "tools/park/parked_reading.hpp"

#include "actors/stray.hpp"
#include "bridge/api.hpp"
#include "bridge/json_field.hpp"
#include "bridge/parked_headers.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>

namespace sinew {

namespace {

using nlohmann::json;

constexpr std::size_t page_messages = 500;
constexpr std::size_t page_bytes = 4 * 1024 * 1024;
constexpr std::string_view note_suffix = ".tried";
constexpr std::string_view aside_suffix = ".aside";

auto subject_of(const parked_queue& q) -> std::string {
  return q.is_aside ? subject::set_aside(q.service, q.key) : subject::parked(q.service, q.key);
}

/// `park.<service>.<aggregate>.<id>`, with `*` for what is left open, and `tail` behind it.
auto filter_of(const parked_choice& which, std::string_view tail = {}) -> std::string {
  const auto token = [](const std::string& text) { return text.empty() ? std::string{"*"} : text; };
  return fmt::format("park.{}.{}.{}{}", token(which.service), token(which.aggregate), token(which.id), tail);
}

void ask_api(connection& with, std::string_view verb, const json& question, completion<json> done) {
  call_api(with, subject::api(verb, subject::park_stream), question,
           [done = std::move(done)](result<api_answer> answer) {
             if (!answer)
               return done(tl::unexpected{answer.error()});
             if (answer->code == api_code::stream_not_found)
               return done(
                   fail(errc::unavailable, "this broker has no parked messages yet: start a system with `sinew up`"));
             if (answer->is_error())
               return done(answer->as_error("PARK"));
             done(std::move(answer->body));
           });
}

/// Adds what one answer tells; how many queues that are.
auto add_queues(const json& told, parked_queues& to) -> std::size_t {
  const auto& state = object_in(told, "state");
  to.last_place = field_or(state, "last_seq", std::uint64_t{0});
  const auto& subjects = object_in(state, "subjects");
  for (const auto& [text, count] : subjects.items())
    if (auto parts = subject::parse_parked(text); parts && count.is_number_unsigned())
      to.queues.push_back(
          {std::move(parts->service), std::move(parts->key), count.get<std::uint64_t>(), parts->is_aside});
  return subjects.size();
}

/// One counting of all queues; lives until it has been answered.
class queues_run : public std::enable_shared_from_this<queues_run> {
 public:
  queues_run(connection& with, std::vector<std::string> filters, completion<parked_queues> done)
      : with_{with}, filters_{std::move(filters)}, done_{std::move(done)} {}

  void next() {
    if (filters_.empty())
      return done_(std::move(all_));
    ask_api(with_, "STREAM.INFO.", {{"subjects_filter", filters_.back()}, {"offset", offset_}},
            [self = shared_from_this()](const result<json>& told) { self->on_told(told); });
  }

 private:
  void on_told(const result<json>& told) {
    if (!told)
      return done_(tl::unexpected{told.error()});
    const auto added = add_queues(*told, all_);
    offset_ += added;
    if (added == 0 || offset_ >= field_or(*told, "total", std::size_t{0})) {
      filters_.pop_back();
      offset_ = 0;
    }
    next();
  }

  connection& with_;
  std::vector<std::string> filters_; // from the last to the first
  completion<parked_queues> done_;
  parked_queues all_;
  std::size_t offset_ = 0;
};

/// One batched direct get and its end.
struct answers {
  std::vector<broker_message> messages;
  bool more = false;
};

auto page_of(std::vector<broker_message> got) -> result<answers> {
  answers page;
  const auto& end = got.back();
  if (end.status() != 204 && end.status() != 404)
    return fail(errc::rejected_by_broker, "PARK: the broker answers " + std::string{end.status_text()});
  page.more = end.status() == 204 && end.number("Nats-Num-Pending") > 0;
  got.pop_back();
  page.messages = std::move(got);
  return page;
}

void ask_page(connection& with, const std::string& filter, std::uint64_t from, std::size_t most,
              completion<answers> done) {
  const json question{{"seq", from}, {"next_by_subj", filter}, {"batch", most}, {"max_bytes", page_bytes}};
  const auto body = question.dump();
  with.request_many(
      subject::api("DIRECT.GET.", subject::park_stream), {}, as_bytes(body), client::answer_patience,
      [](const broker_message& m) { return m.header("Nats-Sequence").empty(); },
      [done = std::move(done)](result<std::vector<broker_message>> got) {
        done(std::move(got).and_then([](std::vector<broker_message> all) { return page_of(std::move(all)); }));
      });
}

/// False: no more are wanted.
using message_taker = std::function<bool(const broker_message&)>;

void ask_each(connection& with, const std::string& filter, std::uint64_t from, message_taker take,
              completion<void> done) {
  ask_page(with, filter, from, page_messages,
           [&with, filter, from, take = std::move(take), done = std::move(done)](const result<answers>& page) {
             if (!page)
               return done(tl::unexpected{page.error()});
             auto next = from;
             for (const auto& m : page->messages) {
               next = m.number("Nats-Sequence") + 1;
               if (!take(m))
                 return done({});
             }
             if (!page->more || page->messages.empty())
               return done({});
             ask_each(with, filter, next, take, done);
           });
}

auto row_of(const broker_message& m, bool is_aside) -> result<parked_row> {
  return read_parked(m.header("Nats-Subject"), m).map([&](parked_message what) {
    return parked_row{{m.number("Nats-Sequence"), std::move(what)}, std::string{m.header("Nats-Time-Stamp")}, is_aside};
  });
}

/// One reading of parked messages; lives until it has been answered.
class parked_run : public std::enable_shared_from_this<parked_run> {
 public:
  parked_run(connection& with, parked_choice which, parked_taker take, completion<void> done)
      : with_{with}, which_{std::move(which)}, take_{std::move(take)}, done_{std::move(done)} {}

  /// Begins with the notes on how it went when the first of a queue was tried again.
  void start() {
    // Copies nothing: a message is read again when it turns out to count.
    each(
        note_suffix,
        [this](const broker_message& m) { return note_places_.push_back(m.number("Nats-Sequence")), true; },
        [this] { read_note(0); });
  }

 private:
  void each(std::string_view suffix, message_taker take, std::function<void()> then) {
    ask_each(with_, filter_of(which_, suffix), 1, std::move(take),
             [self = shared_from_this(), then = std::move(then)](const result<void>& read) {
               if (!read)
                 return self->done_(read);
               then();
             });
  }

  void read_note(std::size_t i) {
    if (i == note_places_.size())
      return read_queues();
    const auto question = json{{"seq", note_places_[i]}}.dump();
    with_.request(subject::api("DIRECT.GET.", subject::park_stream), {}, as_bytes(question), client::answer_patience,
                  [self = shared_from_this(), i](result<broker_message> note) {
                    if (!note)
                      return self->done_(tl::unexpected{note.error()});
                    self->notes_.insert_or_assign(note->number("Sinew-Place"), std::move(*note));
                    self->read_note(i + 1);
                  });
  }

  void read_queues() {
    each(
        "", [this](const broker_message& m) { return take(m, false); },
        [this] { is_enough_ ? done_({}) : read_aside(); });
  }
  void read_aside() {
    each(
        aside_suffix, [this](const broker_message& m) { return take(m, true); }, [this] { done_({}); });
  }

  auto take(const broker_message& m, bool is_aside) -> bool {
    auto row = row_of(m, is_aside);
    if (!row)
      return true;
    if (const auto note = notes_.find(row->entry.place); note != notes_.end())
      overlay_note(row->entry.what, note->second);
    is_enough_ = !take_(std::move(*row));
    return !is_enough_;
  }

  connection& with_;
  parked_choice which_;
  parked_taker take_;
  completion<void> done_;
  std::vector<std::uint64_t> note_places_;
  /// The newest note of each queue, by the place it is about.
  std::map<std::uint64_t, broker_message> notes_;
  bool is_enough_ = false;
};

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

void ask_queues(connection& with, const parked_choice& which, completion<parked_queues> done) {
  std::vector<std::string> filters{filter_of(which, aside_suffix), filter_of(which)};
  std::make_shared<queues_run>(with, std::move(filters), std::move(done))->next();
}

void ask_parked(connection& with, parked_choice which, parked_taker take, completion<void> done) {
  std::make_shared<parked_run>(with, std::move(which), std::move(take), std::move(done))->start();
}

auto parked_row::only_waits() const -> bool {
  return !is_aside && entry.what.attempts == 0 && check_parked(entry.what);
}

void ask_first(connection& with, const parked_queue& which, completion<std::optional<parked_row>> done) {
  ask_page(with, subject_of(which), 1, 1, [&with, which, done = std::move(done)](const result<answers>& page) {
    if (!page || page->messages.empty())
      return done(page.map([](const answers&) { return std::optional<parked_row>{}; }));
    auto row = row_of(page->messages.front(), which.is_aside);
    if (!row)
      return done(tl::unexpected{row.error()});
    with.request(subject::api("DIRECT.GET.", subject::park_stream, subject::parked_note(which.service, which.key)), {},
                 {}, client::answer_patience,
                 [row = std::move(*row), done](const result<broker_message>& note) mutable {
                   if (!note)
                     return done(tl::unexpected{note.error()});
                   if (note->number("Sinew-Place") == row.entry.place)
                     overlay_note(row.entry.what, *note);
                   done(std::move(row));
                 });
  });
}

void ask_drop(connection& with, const parked_queue& which, std::uint64_t last_place, std::uint64_t up_to,
              completion<std::uint64_t> done) {
  const bool is_whole = up_to == 0 || up_to >= last_place;
  // What has been parked since the operator looked stays.
  ask_api(with, "STREAM.PURGE.", {{"filter", subject_of(which)}, {"seq", (is_whole ? last_place : up_to) + 1}},
          [&with, which, last_place, is_whole, done = std::move(done)](const result<json>& told) {
            if (!told)
              return done(tl::unexpected{told.error()});
            const auto dropped = field_or(*told, "purged", std::uint64_t{0});
            // How the others fared is still of interest.
            if (!is_whole || which.is_aside)
              return done(dropped);
            const auto notes = subject::parked_note(which.service, which.key);
            ask_api(with, "STREAM.PURGE.", {{"filter", notes}, {"seq", last_place + 1}},
                    [done, dropped](const result<json>& voided) {
                      done(voided.map([dropped](const json&) { return dropped; }));
                    });
          });
}

// -- waited for -------------------------------------------------------------------------------------------------------

auto list_queues(client& with, const parked_choice& which) -> result<parked_queues> {
  return with.await<parked_queues>(
      [&](completion<parked_queues> done) { ask_queues(with.broker(), which, std::move(done)); });
}

auto for_each_parked(client& with, const parked_choice& which, const std::function<void(parked_row)>& take)
    -> result<void> {
  return with.await<void>([&](completion<void> done) {
    ask_parked(
        with.broker(), which, [&take](parked_row row) { return take(std::move(row)), true; }, std::move(done));
  });
}

auto read_first(client& with, const parked_queue& which) -> result<std::optional<parked_row>> {
  return with.await<std::optional<parked_row>>(
      [&](completion<std::optional<parked_row>> done) { ask_first(with.broker(), which, std::move(done)); });
}

auto drop_queue(client& with, const parked_queue& which, std::uint64_t last_place, std::uint64_t up_to)
    -> result<std::uint64_t> {
  return with.await<std::uint64_t>(
      [&](completion<std::uint64_t> done) { ask_drop(with.broker(), which, last_place, up_to, std::move(done)); });
}

} // namespace sinew
