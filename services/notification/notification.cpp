// SPDX-License-Identifier: Apache-2.0
#include "services/notification/notification.hpp"

namespace shop {

namespace {

using answer = sinew::decision<notification>;
using refusal = notification::refusal;
using sinew::nothing;
using stage = notification::stage;
using state = notification::state;

/// Lines end with '\n'; the mail adapter turns them into what its format wants.
auto letter_of(const notification::notify& c) -> notification::requested {
  const auto recipient = c.customer.text + "@example.test";
  switch (c.ended) {
    case notification::outcome::confirmed:
      return {recipient, "Your order " + c.order + " is confirmed",
              "Thank you for your order " + c.order + ".\nYou paid " + to_string(c.total) + ". It is on its way.\n"};
    case notification::outcome::cancelled:
      return {recipient, "Your order " + c.order + " is cancelled",
              "We are sorry: your order " + c.order + " was cancelled (" + c.code +
                  ").\nWhatever you paid has been given back.\n"};
  }
  return {};
}

auto on(const state& now, const notification::notify& c) -> answer {
  switch (now.at) {
    case stage::unknown: return letter_of(c);
    case stage::requested:
    case stage::sent: return nothing;
  }
  return nothing;
}

auto on(const state& now, const notification::note_sent&) -> answer {
  switch (now.at) {
    case stage::unknown: return refusal::not_requested;
    case stage::requested: return notification::sent{now.recipient};
    case stage::sent: return nothing;
  }
  return nothing;
}

void apply(state& s, const notification::requested& e) {
  s.at = stage::requested;
  s.recipient = e.recipient;
}

void apply(state& s, const notification::sent&) {
  s.at = stage::sent;
}

} // namespace

auto notification::decide(const state& now, const command& wanted) -> sinew::decision<notification> {
  return std::visit([&](const auto& c) { return on(now, c); }, wanted);
}

auto notification::evolve(state before, const event& happened) -> state {
  std::visit([&](const auto& e) { apply(before, e); }, happened);
  return before;
}

auto to_string(notification::refusal why) -> std::string_view {
  switch (why) {
    case refusal::not_requested: return "not_requested";
  }
  return "unknown";
}

} // namespace shop
