// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/fault.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace simulation {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

auto below(sinew::seeded_randomness& chance, std::uint64_t limit) -> std::uint64_t {
  return chance.next() % limit;
}

/// Between `least` and `most`, shorter ones more often.
auto some_time(sinew::seeded_randomness& chance, milliseconds least, milliseconds most) -> duration {
  const auto span = static_cast<std::uint64_t>((most - least).count()) + 1;
  return least + milliseconds{static_cast<std::int64_t>(std::min(below(chance, span), below(chance, span)))};
}

auto length_of(fault_kind kind, sinew::seeded_randomness& chance) -> duration {
  switch (kind) {
    case fault_kind::delay: return some_time(chance, 1ms, 8s);
    case fault_kind::early_timer:
    case fault_kind::late_timer: return some_time(chance, 1ms, 20s);
    case fault_kind::twin_timer: return some_time(chance, 1ms, 8s);
    case fault_kind::broker_restart: return some_time(chance, 50ms, 6s);
    case fault_kind::crash: return some_time(chance, 20ms, 8s);
    case fault_kind::roll: return some_time(chance, 20ms, 1s);
    case fault_kind::pause:
    case fault_kind::partition: return some_time(chance, 100ms, 12s);
    case fault_kind::disconnect: return some_time(chance, 10ms, 3s);
    case fault_kind::skewed_clock: return some_time(chance, 1ms, 400ms);
    case fault_kind::lossy_network:
    case fault_kind::slow_network: return some_time(chance, 200ms, 5s);
    // Now and then longer than any order waits.
    case fault_kind::party_away: return below(chance, 3) == 0 ? duration{70s} : some_time(chance, 100ms, 9s);
    default: return {};
  }
}

/// By a chance of its own, so that what else befalls a seed is what befell it without.
void add_reroutes(std::uint64_t seed, duration span, std::vector<fault>& plan) {
  sinew::seeded_randomness chance{seed ^ 0x4e407eULL};
  for (auto left = below(chance, 2) * below(chance, 6); left > 0; --left)
    plan.push_back({.kind = fault_kind::reroute,
                    .at = duration{static_cast<std::int64_t>(below(chance, static_cast<std::uint64_t>(span.count())))},
                    .target = chance.next()});
}

} // namespace

auto plan_faults(std::uint64_t seed, duration span) -> std::vector<fault> {
  sinew::seeded_randomness chance{seed ^ 0xfa017ULL};
  std::array<std::uint64_t, static_cast<std::size_t>(fault_kind::reroute)> weight{};
  for (auto& w : weight)
    w = below(chance, 3) == 0 ? 0 : 1 + below(chance, 8);
  // Single messages are many: they are hit more often than nodes.
  for (int kind = 0; kind < static_cast<int>(fault_kind::append_unavailable); ++kind)
    weight[static_cast<std::size_t>(kind)] *= 3;
  // What matters only in the right moment is tried more often.
  for (const auto kind : {fault_kind::early_timer, fault_kind::roll, fault_kind::stale_read})
    weight[static_cast<std::size_t>(kind)] *= 3;
  std::uint64_t all = 0;
  for (const auto w : weight)
    all += w;
  constexpr std::array<std::uint64_t, 6> amounts{0, 3, 8, 16, 30, 60};
  const auto wanted = all == 0 ? 0 : below(chance, amounts[below(chance, amounts.size())] + 1);

  std::vector<fault> plan;
  for (std::uint64_t i = 0; i < wanted; ++i) {
    auto at = below(chance, all);
    int kind = 0;
    while (at >= weight[static_cast<std::size_t>(kind)])
      at -= weight[static_cast<std::size_t>(kind++)];
    fault f{.kind = static_cast<fault_kind>(kind)};
    f.at = duration{static_cast<std::int64_t>(below(chance, static_cast<std::uint64_t>(span.count())))};
    f.length = length_of(f.kind, chance);
    f.target = chance.next();
    f.what = static_cast<message_class>(below(chance, static_cast<std::uint64_t>(message_class::control)));
    const bool is_rare = f.what == message_class::arm || f.what == message_class::arm_answer;
    f.skip = static_cast<unsigned>(below(chance, is_rare ? 2 : 12));
    plan.push_back(f);
  }
  add_reroutes(seed, span, plan);
  std::ranges::stable_sort(plan, {}, &fault::at);
  for (std::size_t i = 0; i < plan.size(); ++i)
    plan[i].number = static_cast<int>(i);
  return plan;
}

auto to_string(message_class what) -> std::string {
  constexpr std::array names{"append",  "append_answer", "read",     "read_answer", "arm",    "arm_answer",
                             "command", "receipt",       "delivery", "ack",         "notice", "control"};
  static_assert(names.size() == message_classes);
  return names.at(static_cast<std::size_t>(what));
}

auto to_string(fault_kind what) -> std::string {
  constexpr std::array names{"drop",
                             "duplicate",
                             "delay",
                             "append_unavailable",
                             "append_overloaded",
                             "stale_read",
                             "early_timer",
                             "late_timer",
                             "twin_timer",
                             "broker_restart",
                             "crash",
                             "roll",
                             "pause",
                             "partition",
                             "disconnect",
                             "skewed_clock",
                             "lossy_network",
                             "slow_network",
                             "party_away",
                             "lost_party_request",
                             "lost_party_answer",
                             "slow_party",
                             "reroute"};
  static_assert(names.size() == fault_kinds);
  return names.at(static_cast<std::size_t>(what));
}

auto to_string(const fault& f) -> std::string {
  const auto ms = [](duration d) { return std::chrono::duration_cast<milliseconds>(d).count(); };
  auto text = fmt::format("fault {}: {} at {} ms", f.number, to_string(f.kind), ms(f.at));
  if (f.length > duration{})
    text += fmt::format(", {} ms", ms(f.length));
  if (f.kind <= fault_kind::delay)
    text += fmt::format(", {} number {}", to_string(f.what), f.skip + 1);
  return text;
}

} // namespace simulation
