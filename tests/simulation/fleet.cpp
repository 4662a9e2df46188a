// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/fleet.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace simulation {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view canary = "b";

} // namespace

fleet::fleet(std::uint64_t seed, surroundings around, place& director)
    : around_{around}, director_{director}, chance_{seed ^ 0xf1ee7ULL} {
  for (const auto what : shop_services) {
    // Three less often than one: how long a run takes depends on how many nodes there are.
    const auto nodes = 1 + std::min(chance_.next() % 3, chance_.next() % 3);
    for (std::uint64_t i = 0; i < nodes; ++i)
      seats_.push_back(std::make_unique<seat>(seat{.what = what, .number = static_cast<int>(i) + 1}));
  }
  // A chance of its own, so that what else a seed does is what it did without.
  sinew::seeded_randomness variants{seed ^ 0xca9a7ULL};
  for (const auto& s : seats_)
    if (variants.next() % 4 == 0)
      s->variant = canary;
}

void fleet::start_all() {
  for (const auto& s : seats_)
    start(*s);
}

void fleet::start(seat& s) {
  if (s.node)
    return;
  const auto life = ++s.lives;
  auto name = fmt::format("{}-{}-{}", to_string(s.what), s.number, life);
  around_.through.told().print(std::chrono::duration<double>{around_.when.elapsed()}.count(), name + " starts");
  // Told in a turn of the node's, done in one of the director's: perhaps somebody else lives there by then.
  const auto end = [this, &s, life](duration pause) {
    director_.where().post([this, &s, life, pause] {
      if (s.node && s.lives == life)
        restart(s, pause);
    });
  };
  s.node = std::make_unique<shop_node>(around_, s.what, shop_node::seat_name{name, s.variant}, chance_.next(),
                                       shop_node::callbacks{
                                           [this, name, end](const sinew::error& why) {
                                             failures_.push_back(name + ": " + to_string(why));
                                             end(1s);
                                           },
                                           [end] { end(10ms); },
                                       });
  wires_.push_back(s.node->connection().weak_from_this());
}

void fleet::restart(seat& s, duration after) {
  s.node.reset();
  director_.where().after(after, [this, &s] { start(s); });
}

auto fleet::victim(const fault& f) -> seat& {
  return *seats_[f.target % seats_.size()];
}

void fleet::apply(const fault& f) {
  auto& s = victim(f);
  switch (f.kind) {
    case fault_kind::broker_restart: return restart_broker(f.length);
    case fault_kind::reroute: return reroute(f);
    case fault_kind::append_unavailable:
      around_.broker.faults().appends.push_back(sinew::append_fault::unavailable);
      return;
    case fault_kind::append_overloaded:
      around_.broker.faults().appends.push_back(sinew::append_fault::overloaded);
      return;
    case fault_kind::stale_read: around_.broker.faults().stale_reads.push_back(1 + f.target % 3); return;
    default: break;
  }
  if (!s.node)
    return;
  switch (f.kind) {
    case fault_kind::crash: restart(s, f.length); break;
    case fault_kind::roll: s.node->drain(); break;
    case fault_kind::pause: s.node->at().pause(around_.when.now() + f.length); break;
    case fault_kind::skewed_clock: s.node->clock().set_skew(f.target % 2 == 0 ? f.length : -f.length); break;
    case fault_kind::partition:
    case fault_kind::disconnect:
      if (f.kind == fault_kind::partition)
        s.node->connection().silence(true);
      else
        s.node->connection().break_off();
      // A connection that was silent for long is given up, and made anew.
      director_.where().after(f.length, [over = s.node->connection().weak_from_this()] {
        if (const auto w = over.lock()) {
          w->break_off();
          w->reconnect();
        }
      });
      break;
    default: break;
  }
}

// What the broker has stored it still has; what was under way, and who was subscribed, it forgets.
void fleet::restart_broker(duration downtime) {
  for (const auto& each : wires_)
    if (const auto w = each.lock()) {
      w->break_off();
      director_.where().after(downtime + std::chrono::milliseconds{chance_.next() % 500}, [each] {
        if (const auto over = each.lock())
          over->reconnect();
      });
    }
}

// Another share of a service's partitions goes to its canaries; now and then the rule is taken back.
void fleet::reroute(const fault& f) {
  const auto what = shop_services.at(f.target % shop_services.size());
  const auto drawn = static_cast<std::uint32_t>(f.target / shop_services.size() % 130);
  constexpr std::uint32_t whole = 100;
  around_.broker.rule(to_string(what),
                      drawn > whole ? std::nullopt : std::optional{sinew::canary_rule{std::string{canary}, drawn}});
}

void fleet::heal() {
  for (const auto& s : seats_) {
    if (!s->node)
      continue;
    s->node->at().resume();
    s->node->clock().set_skew({});
    s->node->connection().silence(false);
  }
  around_.broker.faults() = {};
}

void fleet::stop_all() {
  for (const auto& s : seats_)
    s->node.reset();
  for (const auto& each : wires_)
    if (const auto w = each.lock())
      w->close(true);
}

} // namespace simulation
