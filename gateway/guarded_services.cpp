// SPDX-License-Identifier: Apache-2.0
#include "gateway/guarded_services.hpp"

#include "tools/client/state_reading.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::gateway {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t waiting_per_place = 4;
constexpr milliseconds fair_wait{2'000};

auto nobody_for(std::string_view aggregate) -> error {
  return {errc::unavailable, fmt::format("no service has registered for {}s", aggregate)};
}

} // namespace

auto guard_json(const dependency_status& how) -> ordered_json {
  return {{"breaker", to_string(how.breaker)},
          {"openings", how.openings},
          {"calls", how.calls},
          {"failures", how.failures},
          {"rejected", how.rejected},
          {"in_flight", how.in_flight},
          {"waiting", how.waiting}};
}

auto guarded_services::bounds::guard() const -> dependency_options {
  dependency_options made;
  made.breaker.failures_in_a_row = failures_in_a_row;
  made.breaker.open_time = open_time;
  made.retry.attempts = 1; // what is asked repeats itself
  made.calls = {.places = calls, .waiting = calls * waiting_per_place};
  made.fair_wait = std::min(fair_wait, patience / 2);
  return made;
}

guarded_services::guarded_services(client& with, const registry_mirror& known, bounds b)
    : with_{with}, known_{known}, bounds_{b}, sender_{with, b.patience} {}

void guarded_services::send(message command, completion<receipt> done) {
  auto* guard = guard_of(command.aggregate());
  if (guard == nullptr)
    return with_.where().post(
        [done = std::move(done), why = nobody_for(command.aggregate())] { done(tl::unexpected{why}); });
  guard->call<receipt>(
      bounds_.patience,
      [this, command = std::move(command)](milliseconds allowed, completion<receipt> answered) {
        sender_.send(command, allowed, std::move(answered));
      },
      std::move(done));
}

void guarded_services::ask(const aggregate_key& key, milliseconds patience, completion<ordered_json> done) {
  auto* guard = guard_of(key.aggregate);
  if (guard == nullptr)
    return with_.where().post([done = std::move(done), why = nobody_for(key.aggregate)] { done(tl::unexpected{why}); });
  guard->call<ordered_json>(
      patience,
      [this, key](milliseconds allowed, completion<ordered_json> answered) {
        ask_state(with_, known_.current(), {key.aggregate, key.id}, allowed, std::move(answered));
      },
      std::move(done));
}

void guarded_services::list(list_question what, milliseconds patience, completion<listed> done) {
  if (known_.current()->find(what.service) == nullptr) {
    error why{errc::unavailable, fmt::format("the service {} has not registered", what.service)};
    return with_.where().post([done = std::move(done), why = std::move(why)] { done(tl::unexpected{why}); });
  }
  auto& guard = guard_named(what.service + " lists"); // who waits for a list takes no place from commands
  guard.call<listed>(
      patience,
      [this, what = std::move(what)](milliseconds allowed, completion<listed> answered) {
        ask_list(with_, known_.current(), what, allowed, std::move(answered));
      },
      std::move(done));
}

void guarded_services::visit(const std::function<void(const std::string&, const dependency_status&)>& each) const {
  for (const auto& [service, guard] : guards_)
    each(service, guard->status());
}

auto guarded_services::guard_of(std::string_view aggregate) -> dependency* {
  const auto* owner = known_.current()->owner_of(aggregate);
  if (owner == nullptr)
    return nullptr;
  return &guard_named(owner->name);
}

auto guarded_services::guard_named(const std::string& service) -> dependency& {
  auto& guard = guards_[service];
  if (!guard)
    guard = new_guard(service);
  return *guard;
}

auto guarded_services::new_guard(const std::string& service) -> std::unique_ptr<dependency> {
  return std::make_unique<dependency>("service " + service, bounds_.guard(), with_.where(), with_.new_id().low);
}

} // namespace sinew::gateway
