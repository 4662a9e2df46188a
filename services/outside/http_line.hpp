// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/deadline_budget.hpp"
#include "actors/dependency.hpp"
#include "services/outside/http_client.hpp"
#include "telemetry/work_scope.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace shop {

/// The line to one outside party over HTTP: the client, and the guard around each of its calls (breaker, bulkhead,
/// retries). Made before the node, on its loop; methods and completions are the loop's thread's.
class http_line {
 public:
  /// How long one question may take in all, if the deadline leaves that much.
  static constexpr std::chrono::milliseconds patience{10'000};

  /// `party` is for people and metrics: "card provider". `where` and `post` are the node's loop and the way into it.
  http_line(std::string party, http_client_options client, const sinew::dependency_options& guard, sinew::loop& where,
            sinew::poster post);

  /// Asks; `read` makes a `result<T>` of a `result<http_answer>`, and what it says counts for the breaker. Safe to repeat
  /// only. The party hears which trace it is asked in (telemetry/work_scope.hpp). Errors are those of `dependency::call`, and deadline_exceeded: there was no time left to ask at all.
  template <class T, class Read>
  void ask(http_request what, const sinew::deadline_budget& budget, Read read, sinew::completion<T> done) {
    const auto left = std::min(time_left(budget), patience);
    if (left.count() == 0)
      return post_([done = std::move(done), party = guard_.name()] {
        done(sinew::fail(sinew::errc::deadline_exceeded, "too late to ask the " + party));
      });
    what.trace = sinew::work_scope::current().trace;
    guard_.call<T>(
        left,
        [this, what = std::move(what), read = std::move(read)](std::chrono::milliseconds allowed,
                                                               sinew::completion<T> answered) {
          client_.call(what, allowed, [read, answered = std::move(answered)](const auto& got) { answered(read(got)); });
        },
        std::move(done));
  }

  [[nodiscard]] auto guard() const -> const sinew::dependency& { return guard_; }

 private:
  static auto time_left(const sinew::deadline_budget& budget) -> std::chrono::milliseconds;

  sinew::poster post_;
  http_client client_;
  sinew::dependency guard_; // before the client goes: it holds calls that use it
};

} // namespace shop
