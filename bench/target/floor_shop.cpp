// SPDX-License-Identifier: Apache-2.0
#include "bench/target/floor_shop.hpp"

#include "bench/floor/saga_steps.hpp"
#include "bench/target/bench_stream.hpp"
#include "bridge/subjects.hpp"
#include "bridge/topology.hpp"

#include <fmt/format.h>

namespace sinew::bench {

auto floor_shop::open(const surroundings& in, const catalog& known, std::size_t articles)
    -> result<std::unique_ptr<floor_shop>> {
  std::unique_ptr<floor_shop> made{new floor_shop{in.with, bench_name(in.with)}};
  const auto ready = made->copy_logs(known).and_then([&] { return made->copy_timers(known); }).and_then([&] {
    return made->make_consumers();
  });
  if (!ready)
    return tl::unexpected{ready.error()};
  auto program = floor_program::start(in.url, {"--saga", made->prefix_, "--articles", fmt::to_string(articles)});
  if (!program)
    return tl::unexpected{program.error()};
  made->program_ = std::move(*program);
  return made;
}

auto floor_shop::order_aggregate() const -> std::string {
  return floor_name(prefix_, "order");
}

auto floor_shop::copy_logs(const catalog& known) -> result<void> {
  for (const auto service : saga_services) {
    std::vector<std::string> subjects;
    std::string model;
    for (const auto& aggregate : saga_aggregates) {
      if (aggregate.service != service)
        continue;
      const auto owner = known.need(aggregate.name);
      if (!owner)
        return tl::unexpected{owner.error()};
      model = (*owner)->stream;
      subjects.push_back(subject::events(floor_name(prefix_, aggregate.name)));
    }
    if (auto made = copy(model, subject::event_stream(floor_name(prefix_, service)), subjects); !made)
      return made;
  }
  return {};
}

auto floor_shop::copy_timers(const catalog& known) -> result<void> {
  for (const auto& timer : saga_timers) {
    const auto owner = known.need(timer.aggregate);
    if (!owner)
      return tl::unexpected{owner.error()};
    const auto aggregate = floor_name(prefix_, timer.aggregate);
    auto made = copy(subject::timer_stream((*owner)->name),
                     subject::timer_stream(floor_name(prefix_, service_of(timer.aggregate))),
                     {subject::timers(aggregate), subject::dues(aggregate)});
    if (!made)
      return made;
  }
  return {};
}

auto floor_shop::copy(const std::string& model, const std::string& name, const std::vector<std::string>& subjects)
    -> result<void> {
  return copied_stream::make(with_, model, name, subjects).map([&](std::unique_ptr<copied_stream> made) {
    streams_.push_back(std::move(made));
  });
}

auto floor_shop::make_consumers() -> result<void> {
  for (const auto& reading : saga_readings()) {
    subscription wanted{.reader = floor_name(prefix_, reading.reader),
                        .upstream = floor_name(prefix_, reading.upstream)};
    for (const auto& step : reading.steps)
      wanted.filters.push_back({floor_name(prefix_, step.aggregate), std::string{step.event}});
    if (auto made = make_consumer(wanted); !made)
      return made;
  }
  // Nothing comes to them, for the timers are taken back; but the broker has them to look after.
  for (const auto& timer : saga_timers) {
    const auto service = floor_name(prefix_, service_of(timer.aggregate));
    if (auto made = make_consumer({.reader = service, .upstream = service}); !made)
      return made;
  }
  return {};
}

auto floor_shop::make_consumer(const subscription& wanted) -> result<void> {
  return with_
      .await<std::uint64_t>([&](completion<std::uint64_t> done) {
        topology::apply(with_.broker(), topology::consumer_of(wanted), 0, std::move(done));
      })
      .map([](std::uint64_t) {});
}

} // namespace sinew::bench
