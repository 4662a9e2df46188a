// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/outside_lines.hpp"

namespace simulation {

namespace {

using namespace std::chrono_literals;
using sinew::completion;
using sinew::errc;
using sinew::fail;
using sinew::result;

// As long as the real adapters wait, and as long as services/sandbox takes for what it calls slow.
constexpr duration patience = 10s;
constexpr duration slow_answer = 8s;

auto denial_of(const std::string& number) -> std::string {
  return number == card::declined ? "card_declined" : "";
}

} // namespace

// -- card provider ----------------------------------------------------------------------------------------------------

void called_card_provider::charge(const charge_order& what, completion<answer> done) {
  const auto left = what.deadline - clock_.now();
  if (left <= 0ns)
    return line_.later([done = std::move(done)] { done(fail(errc::deadline_exceeded, "too late to charge")); });
  const auto at_party = [&world = world_, what]() -> result<answer> {
    if (what.from.number == card::failing && world.still_fails(what.payment.text))
      return fail(errc::unavailable, "503");
    const auto said = world.charges.ask(what.payment.text, what.amount.units, denial_of(what.from.number));
    return said.is_granted ? answer{approved{said.code}} : answer{declined{said.code}};
  };
  line_.call<answer>(outside::party::cards, what.from.number == card::slow ? slow_answer : duration{},
                     std::min<duration>(left, patience), at_party, std::move(done));
}

void called_card_provider::cancel(const shop::payment_id& what, completion<void> done) {
  line_.call<void>(
      outside::party::cards, {}, patience,
      [&world = world_, id = what.text]() -> result<void> {
        world.charges.cancel(id);
        return {};
      },
      std::move(done));
}

// -- carrier ----------------------------------------------------------------------------------------------------------

void called_carrier::book(std::string_view shipment, const shop::address& to, sinew::timestamp deadline,
                          completion<answer> done) {
  const auto left = deadline == sinew::timestamp{} ? duration{patience} : deadline - clock_.now();
  if (left <= 0ns)
    return line_.later([done = std::move(done)] { done(fail(errc::deadline_exceeded, "too late to book")); });
  const auto at_party = [&world = world_, id = std::string{shipment}, to]() -> result<answer> {
    const auto said = world.bookings.ask(id, 0, to.postcode == postcode::refused ? "undeliverable" : "");
    return said.is_granted ? answer{booked{said.code}} : answer{refused{said.code}};
  };
  line_.call<answer>(outside::party::carrier, to.postcode == postcode::slow ? slow_answer : duration{},
                     std::min<duration>(left, patience), at_party, std::move(done));
}

void called_carrier::cancel(std::string_view shipment, completion<void> done) {
  line_.call<void>(
      outside::party::carrier, {}, patience,
      [&world = world_, id = std::string{shipment}]() -> result<void> {
        world.bookings.cancel(id);
        return {};
      },
      std::move(done));
}

// -- mail -------------------------------------------------------------------------------------------------------------

void called_mail::send(letter what, completion<void> done) {
  line_.call<void>(
      outside::party::mail, {}, patience,
      [&world = world_, what = std::move(what)]() -> result<void> {
        world.letters.post(what);
        return {};
      },
      std::move(done));
}

} // namespace simulation
