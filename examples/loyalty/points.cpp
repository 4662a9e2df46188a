// SPDX-License-Identifier: Apache-2.0
#include "points.hpp"

namespace loyalty {

namespace {

using sinew::nothing;
using decision = sinew::decision<points>;

// Told twice of one order, it is not paid twice.
auto answer(const points::state& s, const points::earn& c) -> decision {
  if (s.orders.contains(c.order))
    return nothing;
  return points::earned{c.order, c.amount};
}

auto answer(const points::state& s, const points::spend& c) -> decision {
  if (c.amount > s.balance)
    return points::refusal::not_enough;
  return points::spent{c.amount};
}

void apply(points::state& s, const points::earned& e) {
  s.balance += e.amount;
  s.orders.insert(e.order);
}

void apply(points::state& s, const points::spent& e) {
  s.balance -= e.amount;
}

} // namespace

auto points::decide(const state& s, const command& c) -> sinew::decision<points> {
  return std::visit([&s](const auto& asked) { return answer(s, asked); }, c);
}

auto points::evolve(state s, const event& e) -> state {
  std::visit([&s](const auto& happened) { apply(s, happened); }, e);
  return s;
}

auto to_string(points::refusal why) -> std::string_view {
  switch (why) {
    case points::refusal::not_enough: return "not_enough";
  }
  return "unknown";
}

} // namespace loyalty
