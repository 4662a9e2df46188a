// SPDX-License-Identifier: Apache-2.0
#include "bench/bench_verb.hpp"

#include "bench/bench_options.hpp"
#include "bench/report/comparison.hpp"
#include "bench/report/environment.hpp"
#include "bench/report/report_files.hpp"
#include "bench/report/report_json.hpp"
#include "bench/report/text_table.hpp"
#include "bench/rig/wakefulness.hpp"
#include "bench/target/random_field.hpp"
#include "bench/workload.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>

namespace sinew::bench {

namespace {

constexpr std::string_view usage = R"(
Puts load on a running system and tells how long it takes. Without a scenario: the canonical workload, in under 90
seconds, as one table.

The load comes by a schedule that waits for nobody (open loop), and latency counts from the time at which an operation
was due, so that a system that stops for a second is shown with that second. Where a scenario has a floor (the same work in
plain nats.c, without actors), both are measured in turns, and the ratio is what to look at: it holds on any machine.

What it stores stays in that system, for a log forgets nothing: accounts and articles named bench-…, their deposits, and
orders. Measure where that does no harm.

A command of your own is measured with --target: aggregate, command and schema come from the registry, as for `sinew send`.
In --id and --data, {{…}} is another value each time, and the same ones for the same --seed:
@FIELDS@A field can be named and used again behind that: --id '{{sku = zipf 1000 0.99}}' --data '{"sku":"{{sku}}"}'. Some
thousand messages are built before the run and sent in turns, each time as a new command; ids are drawn for each
operation, unless --data uses a value of --id. What must be there before (accounts that are open) is yours to send:
`sinew send account open --file accounts.jsonl`, a line for each, or --id with its --data for a single one. There is no floor. What
is not accepted counts as refused or failed, and the most frequent reasons are told at the end.

`http` sends a command through the gateway that `sinew up --http-port` runs (start it with `--http-rate 0`, for it takes only so many requests
a second from one client), the same command to its service without it, and as many requests to GET /healthz, in turns: what the gateway
adds is the difference of the first two.

`failover` kills a process, a node of the service that owns the accounts, and so does it only with --yes, only on this machine and
only where another node takes over. It tells the longest time for which nobody served some partition. --hops tells where the
time of commands goes, from the times that the messages carry.

At moderate load, waking the processors that have fallen asleep is a good part of every latency, above all in a virtual machine. --keep-awake
keeps them busy, with threads that give way to everybody, and the report says so: what goes away was the machine's share.

How to read the last column:
  ok           a measurement
  saturated    the system did not keep up; its latencies say how long the queue had become
  void: why    no measurement: the machine was too busy, or the rig itself was late

Examples:
  sinew bench                                                    the canonical workload
  sinew bench --list                                             what can be measured
  sinew bench command --rate 2000 --duration 20s                 latency at one rate
  sinew bench command --search --slo 'p99<5ms' --out report      the highest rate that keeps the promise, with plots
  sinew bench saga --rate 200 --duration 20s --slo 'p99<250ms'   a promise, for CI
  sinew bench failover --rate 500 --out report --yes             how long a service pauses when one of its nodes dies
  sinew bench command --rate 2000 --hops                         where the time of a command goes
  sinew bench http --rate 1000 --duration 20s --hops             what the gateway adds to it
  sinew bench http --rate 1000 --keep-awake                      the same without the waking of processors
  sinew bench command --rate 2000 --json > before.json
  sinew bench command --rate 2000 --baseline before.json         worse than before?
  sinew bench null --rate 100000                                 what the rig itself costs; needs no system
  sinew bench --target account.deposit --id 'a-{{int 1 10000}}' --rate 500 \
    --data '{"amount":{"units":{{int 1 500}},"currency":"EUR"},"reference":"{{text 64}}"}'

Exit codes: 0 measured (and --slo kept, and not worse than --baseline), 2 bad input, 4 unavailable, 9 --slo broken or
worse than --baseline, 10 --slo or --baseline not judged: the run was void twice, or ended by Ctrl-C.
)";

auto usage_text() -> std::string {
  constexpr std::string_view place = "@FIELDS@";
  std::string text{usage};
  return text.replace(text.find(place), place.size(), random_fields_text());
}

auto cards_text() -> std::string {
  std::string text;
  for (const auto& card : all_scenarios())
    text += fmt::format("{:<10}{}\n", card.name, card.about);
  text.pop_back();
  return text;
}

auto read_baseline(const std::string& path) -> result<report> {
  std::ifstream file{path, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (!file)
    return fail(errc::invalid_input, fmt::format("--baseline: cannot read {}", path));
  auto read = report_from_json(text);
  return read ? std::move(read) : fail(errc::invalid_input, fmt::format("--baseline {}: {}", path, read.error().what));
}

/// What a promise is judged by: what was measured of us, all of it.
auto judge(const slo& promise, const report& r) -> slo_verdict {
  slo_verdict verdict{.text = to_string(promise), .held = true};
  for (const auto& m : r.measurements) {
    if (m.whose != side::sinew || m.step_of_search)
      continue;
    const auto seen = promise.seen_in(m.result);
    verdict.held = verdict.held && promise.holds(m.result);
    verdict.seen += fmt::format("{}{} at {:.0f}/s: p{} = {}", verdict.seen.empty() ? "" : ", ", m.scenario,
                                m.result.plan.rate, promise.percent, seen ? latency_text(*seen) : "not done at all");
  }
  return verdict;
}

auto is_void(const report& r) -> bool {
  return std::ranges::any_of(r.measurements, [](const measurement& m) {
    return m.whose == side::sinew && !m.step_of_search && m.result.is_void();
  });
}

/// The figures side by side; true: some of ours is worse.
auto tell_changes(const report& before, const report& now, double tolerance, const terminal& where) -> bool {
  const auto figures = compare(before, now, tolerance);
  if (figures.empty())
    where.note("--baseline: it has no run of the same scenario at the same rate");
  for (const auto& figure : figures)
    where.note(where.on_err(figure.worse ? ink::bad : ink::plain, figure.text + (figure.worse ? "  WORSE" : "")));
  return std::ranges::any_of(figures, &compared_figure::worse);
}

auto conclude(const bench_options& o, const report& r, const std::optional<report>& before, const terminal& where)
    -> exit_code {
  const bool worse = before && tell_changes(*before, r, o.tolerance, where);
  if ((r.slo || before) && is_void(r))
    return where.failed("a run was void, twice: nothing is proven; try again when the machine has less to do",
                        exit_code::not_measured);
  if (r.slo && !r.slo->held)
    return where.failed(fmt::format("{} is broken: {}", r.slo->text, r.slo->seen), exit_code::broken_promise);
  if (worse)
    return where.failed(fmt::format("worse than {} by more than {:.0f} %", o.baseline, o.tolerance * 100),
                        exit_code::broken_promise);
  return exit_code::done;
}

auto open(const bench_options& o, const std::string& url, std::function<void()> stopped)
    -> result<std::unique_ptr<client>> {
  const bool needs_broker = o.scenario == nullptr || o.scenario->needs_broker;
  return needs_broker ? client::open(url, std::move(stopped)) : client::offline();
}

auto run(const bench_options& o, const common_options& common, const terminal& where) -> exit_code {
  std::optional<report> before;
  if (!o.baseline.empty()) {
    auto read = read_baseline(o.baseline);
    if (!read)
      return where.failed(read.error());
    before = std::move(*read);
  }
  bool stopped = false;
  const auto with = open(o, common.nats, [&stopped] { stopped = true; });
  if (!with)
    return where.failed(with.error());
  const auto facts = (*with)->is_offline() ? result<environment>{describe_machine()} : describe_environment(**with);
  if (!facts)
    return where.failed(facts.error());
  report r{.where = *facts};
  std::optional<wakefulness> awake;
  if (o.keep_awake)
    r.where.kept_awake = awake.emplace().processors();
  const auto measured = measure(**with, common.nats, o, where, stopped, r);
  if (stopped)
    return where.failed("interrupted: no report; what was put up for it is gone", exit_code::not_measured);
  if (!measured)
    return where.failed(measured.error());
  if (o.promise)
    r.slo = judge(*o.promise, r);
  if (!o.out.empty())
    if (const auto written = write_report(o.out, r, to_json(r).dump()); !written)
      return where.failed(written.error());
  where.line(common.json ? to_json(r).dump() : text_table(r, where));
  return conclude(o, r, before, where);
}

/// Declares options under one heading.
auto options_of(CLI::App& app, const char* heading) {
  return [&app, heading](const char* name, auto& into, const char* kind, const char* about) {
    app.add_option(name, into, about)->type_name(kind)->group(heading);
  };
}

void declare_load(CLI::App& app, typed_options& o) {
  const auto add = options_of(app, "Load");
  add("--rate", o.rate, "R", "Operations per second, all told");
  app.add_flag("--search", o.search, "Find the knee, then measure at 20 % and 50 % of it (default without --rate)")
      ->group("Load");
  add("--duration", o.duration, "TIME", "How long each side is measured at each rate (default: 5s, failover 10s)");
  add("--warm-up", o.warm_up, "TIME", "Load before that, not measured (default: 1s)");
  add("--arrivals", o.spread, "KIND", "poisson, as from many people, or constant (default: poisson)");
  add("--in-flight", o.in_flight, "N", "Most operations under way at once (default: 65536)");
  add("--aggregates", o.what.aggregates, "N", "Spread over so many (default: 10000)");
  add("--skew", o.what.skew, "S", "Exponent of Zipf's law: 0 all alike … 2 (default: 0.99)");
  add("--payload", o.what.payload, "N", "Bytes of each message, where the scenario can choose (default: 256)");
  add("--deposits", o.what.deposits, "N", "In the history of each account that replay folds (default: 100)");
  add("--seed", o.what.seed, "N", "Of all that is random (default: 1)");
  app.add_flag("--yes", o.yes, "Really: failover kills a process")->group("Load");
  app.add_flag("--keep-awake", o.keep_awake,
               "Let no processor fall asleep meanwhile: latencies without the waking of processors")
      ->group("Load");
}

void declare_hops(CLI::App& app, typed_options& o) {
  app.add_flag("--hops", o.hops, "Tell where the time goes: each message asks when its steps were done")
      ->group("Judgement");
}

void declare_target(CLI::App& app, typed_options& o) {
  const auto add = options_of(app, "Your own command");
  add("--target", o.target, "AGGREGATE.COMMAND", "Measure this command instead of a scenario");
  add("--id", o.id, "TEMPLATE", "Which aggregate: an id with random fields");
  add("--data", o.data, "TEMPLATE", "The command's fields: JSON with random fields");
  add("--file", o.file, "FILE", "The same from a file; - reads stdin");
}

void declare_door(CLI::App& app, typed_options& o) {
  const auto add = options_of(app, "Gateway");
  add("--http", o.what.http.url, "URL",
      "Of the gateway that http measures (default: that of `sinew up` on this broker)");
  add("--token", o.what.http.token, "TOKEN", "As whom it asks (default: an operator, by the key of that `sinew up`)");
  add("--connections", o.what.http.connections, "N", "Kept connections to it (default: 64)");
}

void declare_judgement(CLI::App& app, typed_options& o) {
  const auto add = options_of(app, "Judgement");
  add("--slo", o.promise, "PROMISE", "Promise that sets the exit code: 'p99<5ms', 'p50<=500us'");
  add("--out", o.out, "DIR", "Write the report as a page with plots, as JSON and as histograms into this folder");
  add("--baseline", o.baseline, "FILE", "Compare with an earlier --json");
  add("--tolerance", o.tolerance, "PERCENT", "How much worse than the baseline is still the same (default: 10%)");
  app.add_flag("--no-floor,!--floor", o.no_floor, "Measure Sinew alone")->group("Judgement");
}

auto declare(CLI::App& app) -> verb_action {
  auto o = std::make_shared<typed_options>();
  app.add_option("scenario", o->scenario, "What to measure; see --list");
  app.add_flag("--list", o->list, "Show the scenarios and end");
  declare_load(app, *o);
  declare_target(app, *o);
  declare_door(app, *o);
  declare_judgement(app, *o);
  declare_hops(app, *o);
  return [o](const common_options& common, const terminal& where) {
    if (o->list) {
      where.line(cards_text());
      return exit_code::done;
    }
    const auto checked = check(*o);
    return checked ? run(*checked, common, where) : where.failed(checked.error());
  };
}

} // namespace

auto bench_verb() -> verb {
  static const auto text = usage_text();
  return {"Measure", "bench", "put load on a system and tell how long it takes", text, declare};
}

} // namespace sinew::bench
