// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/run_plan.hpp"
#include "bench/rig/run_result.hpp"
#include "bench/rig/target.hpp"
#include "bench/target/own_command.hpp"
#include "kernel/result.hpp"
#include "tools/client/client.hpp"
#include "tools/terminal.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sinew::bench {

/// Where a gateway is measured, and as whom.
struct door {
  /// Its address; empty: that of the `sinew up` on the same broker, or the usual one.
  std::string url;
  /// Of a clerk, or, to be told hops, of an operator; empty: one is made with the development key of that `sinew up`.
  std::string token;
  /// Kept connections. 1 … 1,024.
  std::size_t connections = 64;
};

/// What the load is made of.
struct load {
  /// Different aggregates that operations are spread over. 1 … 10,000,000.
  std::size_t aggregates = 10'000;
  /// Exponent of Zipf's law: 0 is the same for all, 0.99 is usual for people. 0 … 2.
  double skew = 0.99;
  /// Bytes of the concrete message inside the envelope, where the scenario can choose.
  std::size_t payload = 256;
  /// In the history of each aggregate, where a scenario replays it. 1 … 10,000.
  std::size_t deposits = 100;
  std::uint64_t seed = 1;
  /// Only of `--target`.
  own_command own;
  /// Only of `http`.
  door http = {};
  /// Each message asks for the times of its steps, where the scenario `times_hops`.
  bool time_hops = false;
  /// A scenario that kills processes may do so.
  bool may_kill = false;
};

/// What a scenario works with. Outlives it.
struct surroundings {
  client& with; // its loop is the rig's
  std::string url;
  const terminal& says;
  load what;
  /// Commands that preparations have sent and that were not refused: what they set off in other services is waited for before
  /// anything is measured.
  std::size_t& prepared;
};

/// One kind of work, made ready to be measured: its own preparations (accounts opened, goods received) are done. Undoes
/// in its destructor what it has put up (processes, streams of its own); what it has made others store stays.
class scenario {
 public:
  virtual ~scenario() = default;
  /// What one operation is, in a sentence with its figures.
  [[nodiscard]] virtual auto work() const -> std::string = 0;
  /// What else a person should know once all is measured, in a sentence; empty: nothing.
  [[nodiscard]] virtual auto remarks() const -> std::string { return {}; }
  virtual auto ours() -> target& = 0;
  /// A run of ours begins now.
  virtual void before_run(const run_plan&) {}
  /// It is over: adds what only the scenario has seen of it.
  virtual void after_run(run_result&) {}
  /// False: a run that is void must not be made once more.
  [[nodiscard]] virtual auto may_repeat() const -> bool { return true; }
  /// The same work in plain nats.c; null: there is nothing to compare with.
  virtual auto floor() -> target* { return nullptr; }
  /// What the way to ours costs by itself; null: it is no question here. Measured where the floor is, too.
  virtual auto static_route() -> target* { return nullptr; }
};

/// A scenario by name.
struct scenario_card {
  std::string_view name;
  std::string_view about; // one line
  /// Errors say what is missing in the system and what to do: "nobody owns accounts; start the payment service".
  std::function<result<std::unique_ptr<scenario>>(const surroundings&)> prepare;
  /// False: the client in its surroundings is offline.
  bool needs_broker = true;
  /// It can tell where the time of its operations goes.
  bool times_hops = false;
  /// It goes through a gateway: `load::http` is for it.
  bool asks_gateway = false;
  /// Operations per second without --rate; 0: the knee is searched for.
  double usual_rate = 0;
  /// Without --duration.
  std::chrono::milliseconds usual_duration{5'000};
};

/// All of them, in the order of the help.
auto all_scenarios() -> const std::vector<scenario_card>&;

} // namespace sinew::bench
