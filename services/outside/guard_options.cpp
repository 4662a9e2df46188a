// SPDX-License-Identifier: Apache-2.0
#include "services/outside/guard_options.hpp"

#include <CLI/CLI.hpp>

namespace shop {

namespace {

void bind_milliseconds(CLI::App& app, const std::string& name, std::chrono::milliseconds& to, const std::string& help) {
  app.add_option_function<std::int64_t>(
         name, [&to](std::int64_t value) { to = std::chrono::milliseconds{value}; }, help)
      ->default_str(std::to_string(to.count()))
      ->group("Guards");
}

template <class T>
void bind_number(CLI::App& app, const std::string& name, T& to, const std::string& help) {
  app.add_option(name, to, help)->capture_default_str()->group("Guards");
}

} // namespace

void bind_guard_options(CLI::App& app, const std::string& party, sinew::dependency_options& to) {
  const auto option = [&](const char* what) { return "--" + party + "-" + what; };
  bind_number(app, option("failures"), to.breaker.failures_in_a_row, "Failures in a row after which it is left alone");
  bind_number(app, option("failing-percent"), to.breaker.failing_percent,
              "Share of recent failures that does the same");
  bind_number(app, option("window"), to.breaker.window, "How many recent answers that share is taken of");
  bind_milliseconds(app, option("open-ms"), to.breaker.open_time, "How long it is left alone then");
  bind_number(app, option("probes"), to.breaker.probes, "Calls that must succeed before all may call again");
  bind_number(app, option("attempts"), to.retry.attempts, "How often one call is tried in all");
  bind_number(app, option("retry-percent"), to.retry.budget_percent, "Repetitions as a share of all calls, at most");
  bind_number(app, option("calls"), to.calls.places, "Calls under way at once");
  bind_number(app, option("waiting-calls"), to.calls.waiting, "Calls that may wait for that");
}

auto faults_of(const sinew::dependency_options& options) -> std::string {
  std::string all;
  for (const auto& fault : options.validate())
    all += (all.empty() ? "" : "; ") + fault;
  return all;
}

} // namespace shop
