// SPDX-License-Identifier: Apache-2.0
#include "bench/target/event_writer.hpp"

#include "bench/target/bench_event.hpp"
#include "bench/target/deposits.hpp"

namespace sinew::bench {

event_writer::event_writer(event_store& into, std::string aggregate, const load& what, written tell)
    : into_{into},
      aggregate_{std::move(aggregate)},
      payload_(what.payload, std::byte{'x'}),
      chooses_{what.aggregates, what.skew, what.seed},
      tell_{std::move(tell)} {}

void event_writer::write(ticket operation) {
  auto& one = lane_of(chooses_.next());
  one.waiting.push_back(operation);
  if (!one.is_busy)
    go_on(one);
}

auto event_writer::lane_of(std::uint64_t number) -> lane& {
  const auto [found, is_new] = lanes_.try_emplace(number);
  if (is_new)
    found->second.key = {aggregate_, account_name(number)};
  return found->second;
}

void event_writer::go_on(lane& one) {
  one.is_busy = !one.waiting.empty();
  if (!one.is_busy)
    return;
  if (one.is_unsure)
    ask_where_it_stands(one);
  else
    append(one);
}

void event_writer::append(lane& one) {
  const auto now = clock_.now();
  auto event = bench_event(one.key,
                           {.id = uuid_v7(now, chance_.next(), chance_.next()),
                            .time = now,
                            .version = one.version + 1,
                            .operation = one.waiting.front()},
                           payload_);
  into_.append(one.key, one.last, std::move(event), [this, &one](const result<appended>& how) {
    one.is_unsure = !how;
    if (how) {
      one.last = how->position;
      ++one.version;
    }
    end_first(one, how.has_value());
  });
}

void event_writer::ask_where_it_stands(lane& one) {
  into_.last(one.key, [this, &one](const result<std::uint64_t>& position) {
    if (!position)
      return end_first(one, false);
    one.last = *position;
    one.is_unsure = false;
    append(one);
  });
}

void event_writer::end_first(lane& one, bool stored) {
  const auto operation = one.waiting.front();
  one.waiting.pop_front();
  tell_(operation, stored);
  go_on(one);
}

} // namespace sinew::bench
