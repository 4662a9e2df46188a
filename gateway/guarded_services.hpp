// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/dependency.hpp"
#include "gateway/registry_mirror.hpp"
#include "tools/client/list_reading.hpp"
#include "tools/send/persistent_sender.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// How a guard fares, as `/readyz` and operators' pages show it.
auto guard_json(const dependency_status& how) -> ordered_json;

/// The way to the services: a guard of its own around each (dependency.hpp), so that one that is slow or gone takes a bounded
/// number of places, is left alone for a while, and costs the others nothing. What is asked is repeated behind the guard, for
/// as long as there is time: a node that died is replaced within that. Loop's thread.
class guarded_services {
 public:
  struct bounds {
    /// For a command or a query, with all its repetitions.
    std::chrono::milliseconds patience{5'000};
    /// Under way at once to one service; four times as many may wait for a place.
    std::size_t calls = 256;
    /// After so many failures in a row a service is left alone for `open_time`.
    std::size_t failures_in_a_row = 5;
    std::chrono::milliseconds open_time{2'000};

    /// The guard that keeps to them.
    [[nodiscard]] auto guard() const -> dependency_options;
  };

  /// Both must outlive it, and it the loop's last turn.
  guarded_services(client& with, const registry_mirror& known, bounds b);

  /// Sends until there is a receipt that will not change; see persistent_sender.
  void send(message command, completion<receipt> done);
  /// Asks for an aggregate's state; see `ask_state`. unavailable, too: nobody has registered for such aggregates.
  void ask(const aggregate_key& key, std::chrono::milliseconds patience, completion<ordered_json> done);
  void ask(const aggregate_key& key, completion<ordered_json> done) { ask(key, bounds_.patience, std::move(done)); }

  /// Asks for rows of a read model; see `ask_list`. unavailable, too: that service has not registered.
  void list(list_question what, std::chrono::milliseconds patience, completion<listed> done);

  [[nodiscard]] auto patience() const -> std::chrono::milliseconds { return bounds_.patience; }
  /// Those that were asked for something so far, by name.
  void visit(const std::function<void(const std::string& service, const dependency_status& how)>& each) const;

 private:
  /// Null: nobody has registered for such aggregates.
  auto guard_of(std::string_view aggregate) -> dependency*;
  auto guard_named(const std::string& service) -> dependency&;
  auto new_guard(const std::string& service) -> std::unique_ptr<dependency>;

  client& with_;
  const registry_mirror& known_;
  bounds bounds_;
  persistent_sender sender_;
  std::map<std::string, std::unique_ptr<dependency>, std::less<>> guards_; // as many as there are services
};

} // namespace sinew::gateway
