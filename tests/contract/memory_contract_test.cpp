// SPDX-License-Identifier: Apache-2.0
#include "memory/manual_time.hpp"
#include "memory/memory_node.hpp"
#include "memory/seeded_randomness.hpp"
#include "tests/contract/port_contract.hpp"

namespace contract {
namespace {

class connected_node final : public node {
 public:
  connected_node(sinew::memory_broker& broker, sinew::manual_time& time, std::string service, std::string name,
                 sinew::randomness& chance)
      : link_{broker, time.where(), std::move(service), std::move(name), time.clock(), chance} {}

  auto ports() -> sinew::ports override { return link_.ports(); }
  void crash() override { link_.crash(); }

 private:
  sinew::memory_node link_;
};

/// The in-memory broker, in a time that jumps.
class memory_fixture final : public broker_fixture {
 public:
  auto start_node(const sinew::service& what, std::string_view name) -> node& override {
    nodes_.push_back(
        std::make_unique<connected_node>(broker_, time_, std::string{what.name}, std::string{name}, chance_));
    return *nodes_.back();
  }

  auto run_until(const std::function<bool()>& done, std::chrono::milliseconds patience) -> bool override {
    return time_.run_until(done, patience);
  }
  void wait(std::chrono::milliseconds duration) override { time_.advance(duration); }

  void ask(std::string_view service, std::string_view query, sinew::bytes_view body, std::chrono::milliseconds timeout,
           sinew::completion<sinew::bytes> done) override {
    broker_.ask(service, query, sinew::copy_of(body), timeout, std::move(done));
  }
  void control(std::string_view node, std::string_view verb, std::chrono::milliseconds timeout,
               sinew::completion<sinew::bytes> done) override {
    broker_.control(node, verb, {}, timeout, std::move(done));
  }
  void tell(const sinew::message& command) override {
    broker_.switchboard().tell(sinew::memory_switchboard::address_of(command), sinew::copy_of(command.raw()));
  }
  auto parked() -> std::vector<sinew::parked_message> override { return broker_.parked(); }
  auto members() -> std::vector<sinew::node_record> override { return broker_.members(); }
  void rule(std::string_view service, const std::optional<sinew::canary_rule>& by) override {
    broker_.rule(service, by);
  }

 private:
  sinew::manual_time time_;
  sinew::seeded_randomness chance_{1};
  sinew::memory_broker broker_{time_.where(), time_.clock()};
  std::vector<std::unique_ptr<node>> nodes_;
};

auto make_memory_fixture() -> std::unique_ptr<broker_fixture> {
  return std::make_unique<memory_fixture>();
}

} // namespace
} // namespace contract

CONTRACT_HOLDS_FOR(memory, (contract::broker_under_test{"memory", contract::make_memory_fixture}));
