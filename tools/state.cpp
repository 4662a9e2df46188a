// SPDX-License-Identifier: Apache-2.0
#include "tools/checks.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/client/state_reading.hpp"
#include "tools/verb.hpp"

#include <CLI/CLI.hpp>

#include <limits>
#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
Asks any instance of the service that owns the aggregate to fold its events, and prints the state as JSON with all
defaults, the version it is of, and the position of its last event. --at shows the past. While nobody answers, as when the
service starts or its broker is away, it asks again until --timeout.

Examples:
  sinew state stock SKU-1
  sinew state order o-1 --at 1
  sinew state account a-1 | jq .state.balance

Exit codes: 0 shown, 2 there is no such aggregate, 4 unavailable.
)";

struct state_options {
  std::string aggregate;
  std::string id;
  std::uint64_t at = 0; // 0: the newest
  std::string timeout = "10s";
};

auto run(const state_options& o, const common_options& common, const terminal& where) -> exit_code {
  const auto patience = parse_duration(o.timeout);
  if (!patience)
    return where.failed(patience.error());
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  auto known = read_catalog(**with);
  if (!known)
    return where.failed(known.error());
  const auto catalogue = std::make_shared<const catalog>(std::move(*known));
  const auto state = (*with)->await<ordered_json>([&](completion<ordered_json> done) {
    ask_state(**with, catalogue, {o.aggregate, o.id, o.at}, *patience, std::move(done));
  });
  if (!state)
    return where.failed(state.error());
  where.line(common.json ? one_line(*state) : state->dump(2, ' ', false, ordered_json::error_handler_t::replace));
  return exit_code::done;
}

} // namespace

auto state_verb() -> verb {
  return {"Look", "state", "show what an aggregate's events add up to, now or at a version", usage,
          [](CLI::App& app) -> verb_action {
            auto o = std::make_shared<state_options>();
            app.add_option("aggregate", o->aggregate, "Kind of aggregate")->required();
            app.add_option("id", o->id, "Which one")->required();
            app.add_option("--at", o->at, "The state after that version (default: the newest)")
                ->type_name("VERSION")
                ->check(whole_number(1, std::numeric_limits<std::uint64_t>::max(),
                                     "version: the first event makes version 1"));
            app.add_option("--timeout", o->timeout, "How long to ask: 250ms, 10s, 5m")->default_str("10s");
            return [o](const common_options& common, const terminal& where) { return run(*o, common, where); };
          }};
}

} // namespace sinew
