// SPDX-License-Identifier: Apache-2.0
#include "tests/support/counting_world.hpp"

#include "actors/aggregate_loader.hpp"

#include <gtest/gtest.h>

namespace test {

using namespace std::chrono_literals;

counting_world::instance::instance(counting_world& world, std::string called, std::string variant, std::uint64_t seed)
    : name{std::move(called)}, world_{world}, chance_{seed}, link_{world.broker,
                                                                   world.time.where(),
                                                                   std::string{world.served_.name},
                                                                   name,
                                                                   world.time.clock(),
                                                                   chance_} {
  auto outside = link_.ports();
  outside.traces = world.traces;
  running_ =
      std::make_unique<sinew::node>(world.time.where(), outside, world.served_, world.bounds,
                                    sinew::node_identity{.name = name,
                                                         .version = "test",
                                                         .variant = std::move(variant),
                                                         .keeps_figures = world.keeps_figures,
                                                         .on_ready = [this] { ready = true; },
                                                         .on_failure = [this](const sinew::error& e) { failure = e; },
                                                         .on_drained = [this] { drained = true; }});
  running_->start();
}

auto counting_world::instance::ask(const std::string& verb) -> std::string {
  const auto said = std::make_shared<std::optional<std::string>>();
  running_->ask(verb, [said](const sinew::bytes& text) { *said = std::string{sinew::as_text(text)}; });
  EXPECT_TRUE(world_.time.run_until([&] { return said->has_value(); }, 5s)) << verb;
  return said->value_or("");
}

auto counting_world::start(const std::string& name, std::string_view variant) -> std::unique_ptr<instance> {
  auto made = std::make_unique<instance>(*this, name, std::string{variant}, sinew::fnv1a32(name));
  EXPECT_TRUE(time.run_until([&] { return made->ready; }, 10s)) << name << " does not get ready";
  return made;
}

auto counting_world::send_raw(const std::string& id, const sinew::encoded& c, sinew::uuid command_id)
    -> std::shared_ptr<std::optional<sinew::receipt>> {
  const auto command = sinew::message::write({.aggregate = "counter",
                                              .aggregate_id = id,
                                              .type = c.type,
                                              .deadline = command_deadline,
                                              .time_hops = time_hops},
                                             {{{.id = command_id.is_nil() ? new_id() : command_id,
                                                .correlation = id,
                                                .time = time.clock().now(),
                                                .trace = command_trace,
                                                .saga_deadline = saga_deadline},
                                               c.payload}});
  auto slot = std::make_shared<std::optional<sinew::receipt>>();
  client_.ports().calls.send(command, 5s, [slot, id = command.id()](const sinew::result<sinew::bytes>& reply) {
    if (!reply)
      *slot = sinew::receipt{.outcome = sinew::wire::Outcome::retry, .command = id, .reason = to_string(reply.error())};
    else
      *slot = *sinew::read_receipt(*reply);
  });
  return slot;
}

auto counting_world::ask_raw(const std::string& id, const sinew::encoded& c, sinew::uuid command_id) -> sinew::receipt {
  const auto slot = send_raw(id, c, command_id);
  EXPECT_TRUE(time.run_until([&] { return slot->has_value(); }, 20s)) << "no receipt for " << id;
  return slot->value_or(sinew::receipt{});
}

auto counting_world::total_in_log(const std::string& id) -> std::uint64_t {
  const auto& kind = *served_.find("counter");
  sinew::load_request what{kind, {"counter", id}, sinew::schema_hash(served_.schema)};
  std::shared_ptr<sinew::aggregate> loaded;
  sinew::memory_node auditor{broker, time.where(), std::string{served_.name}, "auditor", time.clock(), chance_};
  sinew::load_aggregate(auditor.ports().log, bounds, what, [&](auto outcome) { loaded = *outcome; });
  EXPECT_TRUE(time.run_until([&] { return loaded != nullptr; }, 5s));
  return sinew::decode<counter::state>(loaded->state().save())->total;
}

} // namespace test
