// SPDX-License-Identifier: Apache-2.0
#include "services/catalog/product.hpp"

namespace shop {

namespace {

using sinew::nothing;
using decision = sinew::decision<product>;
using refusal = product::refusal;
using stage = product::stage;
using state = product::state;

// -- decide: one function per command ---------------------------------------------------------------------------------

auto answer(const state& s, const product::list& c) -> decision {
  if (s.at == stage::listed)
    return refusal::already_listed;
  return product::listed{c.name, c.description, c.price};
}

auto answer(const state& s, const product::reprice& c) -> decision {
  if (s.at != stage::listed)
    return refusal::not_listed;
  if (c.price == s.price)
    return nothing;
  return product::repriced{c.price};
}

auto answer(const state& s, const product::withdraw&) -> decision {
  switch (s.at) {
    case stage::unknown: return refusal::not_listed;
    case stage::listed: return product::withdrawn{};
    case stage::withdrawn: return nothing;
  }
  return nothing;
}

auto answer(const state& s, const product::quote& c) -> decision {
  switch (s.at) {
    case stage::unknown: return product::quote_refused{c.cart, c.want, "not_listed"};
    case stage::listed: return product::quoted{c.cart, c.want, c.quantity, s.price};
    case stage::withdrawn: return product::quote_refused{c.cart, c.want, "withdrawn"};
  }
  return nothing;
}

// -- evolve: one function per event -----------------------------------------------------------------------------------

void apply(state& s, const product::listed& e) {
  s = {stage::listed, e.name, e.description, e.price};
}

void apply(state& s, const product::repriced& e) {
  s.price = e.price;
}

void apply(state& s, const product::withdrawn&) {
  s.at = stage::withdrawn;
}

void apply(state&, const product::quoted&) {}

void apply(state&, const product::quote_refused&) {}

} // namespace

auto product::decide(const state& s, const command& c) -> sinew::decision<product> {
  return std::visit([&s](const auto& asked) { return answer(s, asked); }, c);
}

auto product::evolve(state s, const event& e) -> state {
  std::visit([&s](const auto& happened) { apply(s, happened); }, e);
  return s;
}

auto to_string(product::refusal why) -> std::string_view {
  switch (why) {
    case product::refusal::already_listed: return "already_listed";
    case product::refusal::not_listed: return "not_listed";
  }
  return "unknown";
}

} // namespace shop
