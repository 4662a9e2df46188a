// SPDX-License-Identifier: Apache-2.0
#include "bench/micro/no_store.hpp"

#include "kernel/assertion.hpp"

#include <utility>

namespace sinew::bench {

// -- no_store: the answers wait for the loop's next turn, for no port calls back from inside a call --------------------

void no_store::append(const aggregate_key&, std::uint64_t expected, std::vector<message> messages,
                      completion<appended> done) {
  appends_.push_back({std::move(done), expected + messages.size()});
}

void no_store::read(const aggregate_key&, std::uint64_t, std::size_t, completion<history_page> done) {
  reads_.push_back(std::move(done));
}

void no_store::last(const aggregate_key&, completion<std::optional<stored_message>> done) {
  lasts_.push_back(std::move(done));
}

void no_store::save_snapshot(const aggregate_key&, bytes, completion<void>) {}

void no_store::load_snapshot(const aggregate_key&, completion<std::optional<bytes>> done) {
  snapshots_.push_back(std::move(done));
}

auto no_store::work() -> bool {
  const auto answer_all = [](auto& waiting, const auto& with) {
    for (const auto& done : std::exchange(waiting, {}))
      done(with);
  };
  const bool any = !(appends_.empty() && reads_.empty() && lasts_.empty() && snapshots_.empty());
  answer_all(snapshots_, std::optional<bytes>{});
  answer_all(reads_, history_page{});
  answer_all(lasts_, std::optional<stored_message>{});
  for (const auto& append : std::exchange(appends_, {}))
    append.done(appended{append.position});
  return any;
}

// -- storeless_node -----------------------------------------------------------------------------------------------------

storeless_node::storeless_node(service served, const limits& bounds)
    : served_{std::move(served)},
      link_{broker_, loop_, std::string{served_.name}, "bench", clock_, chance_},
      context_{.outside = outside(),
               .bounds = bounds,
               .actor = "service/" + std::string{served_.name},
               .schema = schema_hash(served_.schema),
               .times = times_},
      running_{loop_, context_.outside, served_, bounds, {.name = "bench", .version = "bench"}},
      intake_{std::make_shared<intake>(running_.system(), context_, served_)} {
  for (std::uint32_t partition = 0; partition < partition_count; ++partition)
    intake_->commands.take_up(partition);
}

// Ends the actors before the journal that they would still tell of.
storeless_node::~storeless_node() {
  intake_->close();
}

auto storeless_node::outside() -> ports {
  const auto all = link_.ports();
  return {log_, all.alarms, all.calls, feeds_, all.parked, all.members, all.clock, all.chance};
}

void storeless_node::run_until(const std::function<bool()>& done) {
  while (!done())
    loop_.turn(loop::clock::duration::zero());
}

void storeless_node::advance(loop::clock::duration span) {
  poller_.advance(span);
  for (auto idle_turns = 0; idle_turns < 3;) {
    loop_.turn(loop::clock::duration::zero());
    idle_turns = loop_.next_due() > loop_.now() && !poller_.is_woken() ? idle_turns + 1 : 0;
  }
}

} // namespace sinew::bench
