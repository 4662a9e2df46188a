// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "actors/service.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace contract {

/// One node of a service, connected to the fixture's broker. Owned by the fixture.
class node {
 public:
  virtual ~node() = default;
  /// The references live until the fixture ends, also after `crash`.
  virtual auto ports() -> sinew::ports = 0;
  /// As if its process had been killed: it says no goodbye, and none of its handlers and completions runs any more.
  virtual void crash() = 0;
};

/// A fresh, empty broker and the one loop on which all its nodes run: what the contract suite knows of a broker.
///
/// Everything is single-threaded: handlers and completions run inside `run_until` and `wait` only. Time may be real or
/// not.
class broker_fixture {
 public:
  virtual ~broker_fixture() = default;

  /// A connected node of `what`; the broker has been made ready for that service (its streams exist). `name` is unique.
  /// Two nodes of one service share its streams. Throws when the broker is not to be had.
  virtual auto start_node(const sinew::service& what, std::string_view name) -> node& = 0;

  /// Runs the loop until `done()` is true, at most for `patience`. False: patience ran out.
  virtual auto run_until(const std::function<bool()>& done, std::chrono::milliseconds patience) -> bool = 0;
  auto run_until(const std::function<bool()>& done) -> bool { return run_until(done, std::chrono::seconds{5}); }
  /// Lets that much time pass, with the loop running: for showing that something does not happen.
  virtual void wait(std::chrono::milliseconds duration) = 0;

  // -- what a third party sees of the broker --------------------------------------------------------------------------

  /// Asks any instance that serves queries of `service`: a request on `qry.<service>.<query>`.
  virtual void ask(std::string_view service, std::string_view query, sinew::bytes_view body,
                   std::chrono::milliseconds timeout, sinew::completion<sinew::bytes> done) = 0;
  /// Asks something of one node: a request on `ctl.<node>.<verb>`.
  virtual void control(std::string_view node, std::string_view verb, std::chrono::milliseconds timeout,
                       sinew::completion<sinew::bytes> done) = 0;
  /// Sends `command` without wanting an answer.
  virtual void tell(const sinew::message& command) = 0;
  /// Everything parked so far, in order. May run the loop.
  virtual auto parked() -> std::vector<sinew::parked_message> = 0;
  /// The records of the nodes that are there now, in any order. May run the loop.
  virtual auto members() -> std::vector<sinew::node_record> = 0;
  /// Lets the nodes of `service` share its work by this rule; none: by none. May run the loop.
  virtual void rule(std::string_view service, const std::optional<sinew::canary_rule>& by) = 0;
};

/// Makes a fixture with a fresh broker.
using fixture_maker = std::function<std::unique_ptr<broker_fixture>()>;

/// A broker to hold to the contract: its name in the tests' names, and how to get one.
struct broker_under_test {
  std::string name;
  fixture_maker make;
};

} // namespace contract
