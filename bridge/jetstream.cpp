// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream.hpp"

#include "bridge/insist.hpp"
#include "bridge/jetstream_journal.hpp"
#include "bridge/jetstream_membership.hpp"
#include "bridge/jetstream_parking.hpp"
#include "bridge/jetstream_requests.hpp"
#include "bridge/jetstream_subscriptions.hpp"
#include "bridge/jetstream_timers.hpp"
#include "bridge/registry.hpp"
#include "bridge/server_check.hpp"
#include "bridge/system_surroundings.hpp"
#include "bridge/topology.hpp"

#include <functional>
#include <optional>

namespace sinew {

struct jetstream::parts {
  parts(std::unique_ptr<connection> c, std::string_view service, topology::durability label)
      : with{std::move(c)},
        durability{label},
        log{*with, service, label},
        alarms{*with, service},
        members{*with, service} {}

  std::unique_ptr<connection> with;
  topology::durability durability;
  jetstream_journal log;
  jetstream_timers alarms;
  jetstream_requests calls{*with};
  jetstream_subscriptions feeds{*with};
  jetstream_parking parked{*with};
  jetstream_membership members;
  system_wall_clock clock;
  system_randomness chance;
};

namespace {

constexpr std::chrono::seconds close_patience{2};
// Longer than a cluster takes to choose its leaders anew, which is up to ten seconds.
constexpr std::chrono::seconds start_patience{25};

/// One after the other, each insisted on; ends at the first error.
void run_steps(loop& where, loop::time_point until, std::vector<repeatable_step> steps, completion<void> done) {
  if (steps.empty())
    return done({});
  auto first = std::move(steps.front());
  steps.erase(steps.begin());
  insist(where, until, std::move(first),
         [&where, until, steps = std::move(steps), done = std::move(done)](result<void> outcome) mutable {
           if (!outcome)
             return done(std::move(outcome));
           run_steps(where, until, std::move(steps), std::move(done));
         });
}

} // namespace

auto jetstream::open(loop& where, epoll_poller& poller, connection_options options, std::string_view service,
                     std::string_view durability) -> result<std::unique_ptr<jetstream>> {
  const auto label = topology::parse_durability(durability);
  if (!label)
    return tl::unexpected{label.error()};
  auto connected = connection::open(where, poller, std::move(options));
  if (!connected)
    return tl::unexpected{connected.error()};
  return std::unique_ptr<jetstream>{new jetstream{std::make_unique<parts>(std::move(*connected), service, *label)}};
}

jetstream::jetstream(std::unique_ptr<parts> all) : parts_{std::move(all)} {}
jetstream::~jetstream() = default;

void jetstream::start(const service& s, std::uint32_t lanes, completion<void> done) {
  auto& with = broker();
  const auto label = parts_->durability;
  run_steps(
      with.where(), with.where().now() + start_patience,
      {[&with](completion<void> next) { check_server(with, std::move(next)); },
       [&with, &s, label](completion<void> next) {
         topology::apply(with, topology::streams_of(s, label), std::move(next));
       },
       [&with, label](completion<void> next) { registry::agree(with, label, std::move(next)); },
       [&with, &s, lanes](completion<void> next) { topology::agree_on_lanes(with, s.name, lanes, std::move(next)); },
       [&with, &s](completion<void> next) { registry::publish(with, s, std::move(next)); }},
      std::move(done));
}

auto jetstream::outside() -> ports {
  return {parts_->log,    parts_->alarms,  parts_->calls, parts_->feeds,
          parts_->parked, parts_->members, parts_->clock, parts_->chance};
}

auto jetstream::broker() -> connection& {
  return *parts_->with;
}

void jetstream::close() {
  auto& with = broker();
  with.drop_all();
  std::optional<result<void>> flushed;
  with.flush(close_patience, [&flushed](result<void> outcome) { flushed = std::move(outcome); });
  (void)with.where().run_until([&flushed] { return flushed.has_value(); }, close_patience + close_patience);
  with.close();
}

} // namespace sinew
