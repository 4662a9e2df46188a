// SPDX-License-Identifier: Apache-2.0
#include "bridge/guarded_append.hpp"

#include "bridge/stored_ack.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>

namespace sinew {

namespace {

constexpr std::chrono::milliseconds store_patience{5'000};

auto positions(completion<appended> done) -> completion<broker_message> {
  return [done = std::move(done)](result<broker_message> answer) {
    done(read_stored_ack(answer).map([](auto position) { return appended{position}; }));
  };
}

auto count_of(std::span<const guarded_append> appends) -> std::size_t {
  std::size_t all = 0;
  for (const auto& a : appends)
    all += a.messages.size();
  return all;
}

} // namespace

void append_sender::send(std::span<const guarded_append> appends, completion<appended> done) {
  if (appends.size() == 1 && appends.front().messages.size() == 1)
    return send_message(appends.front(), std::move(done));
  send_batch(appends, std::move(done));
}

void append_sender::send_message(const guarded_append& only, completion<appended> done) {
  const auto& message = only.messages.front();
  const auto id = to_string(message.id());
  const auto guarded = subject::events_of(only.key);
  const auto position = std::to_string(only.expected);
  const header with[] = {{"Nats-Msg-Id", id},
                         {"Nats-Expected-Last-Subject-Sequence", position},
                         {"Nats-Expected-Last-Subject-Sequence-Subject", guarded}};
  with_.store(subject::event(only.key, message.type()), with, message.raw(), store_patience,
              positions(std::move(done)));
}

void append_sender::send_batch(std::span<const guarded_append> appends, completion<appended> done) {
  // A name of its own for each attempt: the broker may still hold the beginning of an earlier one.
  const auto batch = fmt::format("{}-{}", to_string(appends.front().messages.front().id()), ++last_batch_);
  const auto last = count_of(appends);
  std::size_t place = 0;
  for (const auto& append : appends) {
    const auto guarded = subject::events_of(append.key);
    const auto position = std::to_string(append.expected);
    for (const auto& message : append.messages) {
      const auto id = to_string(message.id());
      const auto number = std::to_string(++place);
      std::vector<header> with = {{"Nats-Msg-Id", id}, {"Nats-Batch-Id", batch}, {"Nats-Batch-Sequence", number}};
      // Guarding the first is guarding all of an aggregate: the broker checks at the commit, against what was there before.
      if (&message == &append.messages.front())
        with.insert(with.end(), {{"Nats-Expected-Last-Subject-Sequence", position},
                                 {"Nats-Expected-Last-Subject-Sequence-Subject", guarded}});
      const auto to = subject::event(append.key, message.type());
      if (place == last) {
        with.push_back({"Nats-Batch-Commit", "1"});
        return with_.store(to, with, message.raw(), store_patience, positions(std::move(done)));
      }
      // Without its commit, the broker forgets the batch.
      if (auto sent = with_.publish(to, with, message.raw()); !sent)
        return with_.where().post([done = std::move(done), why = sent.error()] { done(tl::unexpected{why}); });
    }
  }
}

} // namespace sinew
