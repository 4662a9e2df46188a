// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_journal.hpp"

#include "bridge/current_page.hpp"
#include "bridge/history_answer.hpp"
#include "bridge/leader_read.hpp"
#include "bridge/stored_ack.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <nlohmann/json.hpp>

namespace sinew {

namespace {

constexpr std::chrono::milliseconds store_patience{5'000};
constexpr std::chrono::milliseconds read_patience{10'000};

// One answer of the broker's: it sends without flow control, so what we ask for at once stays moderate.
constexpr std::size_t page_messages = 500;
constexpr std::size_t page_bytes = 4 * 1024 * 1024;

// The broker's own limit.
constexpr std::size_t batch_messages = 1'000;

} // namespace

jetstream_journal::jetstream_journal(connection& with, std::string_view service, topology::durability label)
    : with_{with},
      events_{subject::event_stream(service)},
      snapshots_{subject::snapshot_stream(service)},
      replicated_{topology::replicas_of(label) > 1},
      sender_{with} {
  if (label == topology::durability::fsync)
    together_.emplace(with.where(), [this](std::span<const guarded_append> appends, completion<appended> done) {
      sender_.send(appends, std::move(done));
    });
}

void jetstream_journal::append(const aggregate_key& key, std::uint64_t expected, std::vector<message> messages,
                               completion<appended> done) {
  if (messages.empty() || messages.size() > batch_messages)
    return answer_later(std::move(done),
                        {errc::invalid_input, fmt::format("an append of {} messages; 1 to {} are possible",
                                                          messages.size(), batch_messages)});
  guarded_append wanted{key, expected, std::move(messages), std::move(done)};
  if (together_)
    return together_->append(std::move(wanted));
  auto answer = std::move(wanted.done);
  sender_.send({&wanted, 1}, std::move(answer));
}

void jetstream_journal::answer_later(completion<appended> done, error why) {
  with_.where().post([done = std::move(done), why = std::move(why)] { done(tl::unexpected{why}); });
}

void jetstream_journal::read(const aggregate_key& key, std::uint64_t after, std::size_t at_most,
                             completion<history_page> done) {
  if (!replicated_)
    return read_anywhere(key, after, at_most, std::move(done));
  current_page::read({[this, key, after, at_most](auto page) { read_anywhere(key, after, at_most, std::move(page)); },
                      [this, key](auto newest) { last(key, std::move(newest)); },
                      [this, key](std::uint64_t from, auto missing) {
                        leader_read::next(with_, events_, subject::events_of(key), from, std::move(missing));
                      }},
                     after, at_most, std::move(done));
}

void jetstream_journal::read_anywhere(const aggregate_key& key, std::uint64_t after, std::size_t at_most,
                                      completion<history_page> done) {
  const nlohmann::json wanted = {{"seq", after + 1},
                                 {"next_by_subj", subject::events_of(key)},
                                 {"batch", std::clamp<std::size_t>(at_most, 1, page_messages)},
                                 {"max_bytes", page_bytes}};
  const auto text = wanted.dump();
  with_.request_many(
      subject::api("DIRECT.GET.", events_), {}, as_bytes(text), read_patience,
      [](const broker_message& m) { return !is_stored_message(m); },
      [done = std::move(done)](result<std::vector<broker_message>> answers) {
        done(answers.and_then(read_history_page));
      });
}

void jetstream_journal::last(const aggregate_key& key, completion<std::optional<stored_message>> done) {
  leader_read::last(with_, events_, subject::events_of(key), std::move(done));
}

void jetstream_journal::save_snapshot(const aggregate_key& key, bytes snapshot, completion<void> done) {
  with_.store(
      subject::snapshot(key), {}, snapshot, store_patience,
      [done = std::move(done)](result<broker_message> answer) { done(read_stored_ack(answer).map([](auto) {})); });
}

void jetstream_journal::load_snapshot(const aggregate_key& key, completion<std::optional<bytes>> done) {
  with_.request(subject::api("DIRECT.GET.", snapshots_, subject::snapshot(key)), {}, {}, read_patience,
                [done = std::move(done)](result<broker_message> answer) {
                  if (!answer)
                    return done(tl::unexpected{answer.error()});
                  done(is_stored_message(*answer) ? std::optional{copy_of(answer->body())} : std::nullopt);
                });
}

} // namespace sinew
