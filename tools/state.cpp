// SPDX-License-Identifier: Apache-2.0
#include "actors/service.hpp"
#include "bridge/subjects.hpp"
#include "tools/checks.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/verb.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
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

using std::chrono::milliseconds;
constexpr milliseconds first_pause{20};
constexpr milliseconds longest_pause{250};
// One attempt waits no longer: whoever was asked may have died since.
constexpr milliseconds attempt_patience{3'000};

auto is_passing(errc code) -> bool {
  return code == errc::unavailable || code == errc::outcome_unknown || code == errc::overloaded;
}

auto write_query(const state_options& o) -> bytes {
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(wire::CreateStateQueryDirect(builder, o.aggregate.c_str(), o.id.c_str(), o.at));
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

/// "not_found: there is no order o-9" -> the error it was.
auto read_error(std::string_view text) -> error {
  for (const auto code :
       {errc::invalid_input, errc::unknown_type, errc::not_found, errc::conflict, errc::outcome_unknown,
        errc::overloaded, errc::unavailable, errc::deadline_exceeded, errc::rejected_by_broker, errc::system_failure})
    if (text.starts_with(to_string(code)))
      return {code, std::string{text.substr(std::min(text.size(), to_string(code).size() + 2))}};
  return {errc::rejected_by_broker, std::string{text}};
}

auto read_answer(const service_card& owner, const state_options& o, bytes_view body) -> result<ordered_json> {
  const auto* answer = verified_table<wire::StateAnswer>(body, {.size = 8 * 1024 * 1024});
  if (answer == nullptr)
    return fail(errc::rejected_by_broker,
                fmt::format("service {} answers with something else than a state", owner.name));
  if (answer->error() != nullptr)
    return tl::unexpected{read_error(answer->error()->string_view())};
  const auto* snapshot = answer->snapshot();
  if (snapshot == nullptr || snapshot->version() == 0)
    return fail(errc::not_found,
                fmt::format("there is no {} '{}': nothing has ever happened to it", o.aggregate, o.id));
  const auto& saved = *snapshot->state();
  const bytes_view state{reinterpret_cast<const std::byte*>(saved.data()), saved.size()};
  return read_payload(*owner.schema, table_name(o.aggregate, "state"), state).map([&](ordered_json value) {
    return ordered_json{{"aggregate", o.aggregate},
                        {"id", o.id},
                        {"version", snapshot->version()},
                        {"position", snapshot->position()},
                        {"state", std::move(value)}};
  });
}

auto ask_once(client& with, const service_card& owner, const state_options& o, milliseconds patience)
    -> result<ordered_json> {
  const auto answer = with.request(subject::query(owner.name, "state"), write_query(o), patience);
  if (!answer && answer.error().code == errc::unavailable)
    return fail(errc::unavailable,
                fmt::format("no instance of service {} answers; start it with `sinew up`", owner.name));
  if (!answer)
    return tl::unexpected{answer.error()};
  return read_answer(owner, o, answer->body());
}

auto ask(client& with, const state_options& o, milliseconds patience) -> result<ordered_json> {
  if (auto ok = check_id(o.id); !ok)
    return tl::unexpected{ok.error()};
  const auto known = read_catalog(with);
  if (!known)
    return tl::unexpected{known.error()};
  const auto owner = known->need(o.aggregate);
  if (!owner)
    return tl::unexpected{owner.error()};
  if (!(*owner)->schema)
    return fail(errc::unavailable, "the registry has no usable schema of service " + (*owner)->name);
  const auto end = with.where().now() + patience;
  for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
    const auto left = std::chrono::duration_cast<milliseconds>(end - with.where().now());
    auto state = ask_once(with, **owner, o, std::clamp(left, milliseconds{1}, attempt_patience));
    if (state || !is_passing(state.error().code) || with.where().now() + pause >= end)
      return state;
    (void)with.where().run_until([] { return false; }, pause);
  }
}

auto run(const state_options& o, const common_options& common, const terminal& where) -> exit_code {
  const auto patience = parse_duration(o.timeout);
  if (!patience)
    return where.failed(patience.error());
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  const auto state = ask(**with, o, *patience);
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
