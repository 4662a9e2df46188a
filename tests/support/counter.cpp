// SPDX-License-Identifier: Apache-2.0
#include "tests/support/counter.hpp"

namespace test {

namespace {

using answer = sinew::decision<counter>;

auto on(const counter::state&, const counter::add& c) -> answer {
  if (c.amount > counter::largest_amount)
    return counter::refusal::too_large;
  if (c.amount == 0)
    return sinew::nothing;
  return counter::added{c.amount};
}

auto on(const counter::state& now, const counter::reset&) -> answer {
  if (now.total == 0)
    return sinew::nothing;
  return counter::was_reset{};
}

auto on(const counter::state& now, const counter::remind& c) -> answer {
  if (now.remind_at == c.at)
    return sinew::nothing;
  return counter::reminded{c.at};
}

auto on(const counter::state& now, const counter::ring& c) -> answer {
  if (!now.remind_at || c.now < *now.remind_at)
    return sinew::nothing;
  return counter::rang{};
}

void apply(counter::state& s, const counter::added& e) {
  s.total += e.amount;
}

void apply(counter::state& s, const counter::was_reset&) {
  s.total = 0;
}

void apply(counter::state& s, const counter::reminded& e) {
  s.remind_at = e.at;
}

void apply(counter::state& s, const counter::rang&) {
  s.remind_at.reset();
  ++s.rings;
}

} // namespace

auto counter::decide(const state& now, const command& wanted) -> sinew::decision<counter> {
  return std::visit([&](const auto& c) { return on(now, c); }, wanted);
}

auto counter::evolve(state before, const event& happened) -> state {
  std::visit([&](const auto& e) { apply(before, e); }, happened);
  return before;
}

auto counter::alarm_of(const state& now) -> std::optional<sinew::alarm<counter>> {
  if (!now.remind_at)
    return std::nullopt;
  return sinew::alarm<counter>{ring{*now.remind_at}, *now.remind_at};
}

auto to_string(counter::refusal why) -> std::string_view {
  switch (why) {
    case counter::refusal::too_large: return "too_large";
  }
  return "unknown";
}

} // namespace test
