// SPDX-License-Identifier: Apache-2.0
#include "bridge/subjects.hpp"
#include "tools/client/log_reading.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/cloud_event.hpp"
#include "tools/verb.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
Reads the aggregate's events from its service's log, oldest first; no service need run. With --json each line is one
event with its CloudEvents attributes, as `sinew tap` prints it.

Examples:
  sinew history order o-1
  sinew history stock SKU-1 --json | jq .data

Exit codes: 0 shown, 2 there is no such aggregate, 4 unavailable.
)";

struct history_options {
  std::string aggregate;
  std::string id;
};

auto read_events(client& with, const history_options& o) -> result<std::vector<ordered_json>> {
  if (auto ok = check_id(o.id); !ok)
    return tl::unexpected{ok.error()};
  const auto known = read_catalog(with);
  if (!known)
    return tl::unexpected{known.error()};
  const auto owner = known->need(o.aggregate);
  if (!owner)
    return tl::unexpected{owner.error()};
  const auto messages = read_log(with, {.stream = (*owner)->stream, .filter = subject::events_of({o.aggregate, o.id})});
  if (!messages)
    return tl::unexpected{messages.error()};
  std::vector<ordered_json> events;
  for (const auto& m : *messages)
    std::ranges::move(cloud_events(*known, m.subject, m.body, m.position), std::back_inserter(events));
  if (events.empty())
    return fail(errc::not_found,
                fmt::format("there is no {} '{}': nothing has ever happened to it", o.aggregate, o.id));
  return events;
}

/// "   3  10:00:00.250  held  {"reservation":"o-1","quantity":2}"
auto human_line(const ordered_json& event, const terminal& where) -> std::string {
  if (event.contains("undecodable"))
    return where.on_out(ink::bad, "   ?  " + one_line(event));
  const auto type = event.at("type").get<std::string>();
  const auto time = event.at("time").get<std::string>();
  return fmt::format("{}  {}  {} {}", where.on_out(ink::bold, fmt::format("{:>4}", event.value("version", 0U))),
                     where.on_out(ink::faint, time),
                     where.on_out(ink::accent, fmt::format("{:<20}", type.substr(type.find('.') + 1))),
                     one_line(event.at("data")));
}

auto run(const history_options& o, const common_options& common, const terminal& where) -> exit_code {
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  const auto events = read_events(**with, o);
  if (!events)
    return where.failed(events.error());
  for (const auto& event : *events)
    where.line(common.json ? one_line(event) : human_line(event, where));
  return exit_code::done;
}

} // namespace

auto history_verb() -> verb {
  return {"Look", "history", "show all that ever happened to an aggregate", usage, [](CLI::App& app) -> verb_action {
            auto o = std::make_shared<history_options>();
            app.add_option("aggregate", o->aggregate, "Kind of aggregate")->required();
            app.add_option("id", o->id, "Which one")->required();
            return [o](const common_options& common, const terminal& where) { return run(*o, common, where); };
          }};
}

} // namespace sinew
