// SPDX-License-Identifier: Apache-2.0
#include "bench/target/plain_store.hpp"

#include "bench/floor/plain_journal.hpp"
#include "bridge/subjects.hpp"

namespace sinew::bench {

auto plain_store::open(const surroundings& in, std::string stream) -> result<std::unique_ptr<plain_store>> {
  // A broken link needs no word: its appends end unanswered.
  auto link = plain_link::open(in.with.where(), in.with.poller(), in.url, [] {});
  if (!link)
    return tl::unexpected{link.error()};
  auto log = plain_journal::open(**link);
  if (!log)
    return tl::unexpected{log.error()};
  return std::unique_ptr<plain_store>{new plain_store{std::move(stream), std::move(*link), std::move(*log)}};
}

plain_store::plain_store(std::string stream, std::unique_ptr<plain_link> link, std::unique_ptr<plain_journal> log)
    : stream_{std::move(stream)}, link_{std::move(link)}, log_{std::move(log)} {}

plain_store::~plain_store() = default;

void plain_store::append(const aggregate_key& key, std::uint64_t expected, message event, completion<appended> done) {
  log_->append(subject::event(key, event.type()), subject::events_of(key), expected, to_string(event.id()), event.raw(),
               [done = std::move(done)](std::uint64_t position) {
                 if (position == 0)
                   return done(fail(errc::conflict, "nats-server did not store it"));
                 done(appended{position});
               });
}

void plain_store::last(const aggregate_key& key, completion<std::uint64_t> done) {
  log_->last(stream_, subject::events_of(key), [done = std::move(done)](std::uint64_t position) { done(position); });
}

} // namespace sinew::bench
