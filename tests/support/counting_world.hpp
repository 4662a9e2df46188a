// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/node.hpp"
#include "memory/manual_time.hpp"
#include "memory/memory_broker.hpp"
#include "memory/memory_node.hpp"
#include "memory/seeded_randomness.hpp"
#include "tests/support/counter_codec.hpp"

#include <memory>
#include <optional>
#include <string>

namespace test {

/// A service run by the real runtime on a broker in memory, with time in the test's hands.
class counting_world {
 public:
  explicit counting_world(sinew::service served = counting_service()) : served_{std::move(served)} {}

  /// One running node. Destroying it is a crash.
  class instance {
   public:
    instance(counting_world& world, std::string name, std::string variant, std::uint64_t seed);

    std::string name;
    bool ready = false;
    bool drained = false;
    std::optional<sinew::error> failure;
    void drain() { running_->drain(); }
    /// What `ctl.<node>.<verb>` answers.
    auto ask(const std::string& verb) -> std::string;
    void crash() {
      link_.crash();
      running_.reset();
    }

   private:
    counting_world& world_;
    sinew::seeded_randomness chance_;
    sinew::memory_node link_;
    std::unique_ptr<sinew::node> running_;
  };

  /// A node that is ready.
  auto start(const std::string& name, std::string_view variant = sinew::main_variant) -> std::unique_ptr<instance>;

  /// Sends and waits; fails the test when no receipt comes.
  template <class Command>
  auto ask(const std::string& id, const Command& c, sinew::uuid command_id = {}) -> sinew::receipt {
    return ask_raw(id, sinew::encode_named(c), command_id);
  }
  /// Sends without waiting; the receipt appears in the slot.
  template <class Command>
  auto send(const std::string& id, const Command& c, sinew::uuid command_id = {})
      -> std::shared_ptr<std::optional<sinew::receipt>> {
    return send_raw(id, sinew::encode_named(c), command_id);
  }
  auto new_id() -> sinew::uuid { return sinew::uuid_v7(time.clock().now(), chance_.next(), chance_.next()); }
  /// The sum that the log of `id` adds up to.
  auto total_in_log(const std::string& id) -> std::uint64_t;

  sinew::manual_time time;
  sinew::memory_broker broker{time.where(), time.clock()};
  sinew::limits bounds;
  /// Of the commands sent from now on; the epoch: none.
  sinew::timestamp command_deadline{};
  sinew::timestamp saga_deadline{};
  /// Whether they ask how long each step takes.
  bool time_hops = false;
  /// Their traceparent.
  std::string command_trace;
  /// Where the spans of nodes that are started from now on go; null: nobody looks.
  sinew::tracer* traces = nullptr;
  /// Whether they count what they do.
  bool keeps_figures = false;

 private:
  auto ask_raw(const std::string& id, const sinew::encoded& c, sinew::uuid command_id) -> sinew::receipt;
  auto send_raw(const std::string& id, const sinew::encoded& c, sinew::uuid command_id)
      -> std::shared_ptr<std::optional<sinew::receipt>>;

  sinew::service served_;
  sinew::seeded_randomness chance_{7};
  sinew::memory_node client_{broker, time.where(), "client", "client-1", time.clock(), chance_};
};

} // namespace test
