// SPDX-License-Identifier: Apache-2.0
#include "bench/bench_options.hpp"

#include "bench/target/own_scenario.hpp"
#include "kernel/names.hpp"
#include "kernel/time.hpp"
#include "tools/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iostream>
#include <iterator>

namespace sinew::bench {

namespace {

using std::chrono::milliseconds;

auto wrong(std::string_view option, std::string_view text, std::string_view want) -> tl::unexpected<error> {
  return fail(errc::invalid_input, fmt::format("{} '{}': {}", option, text, want));
}

auto number_in(std::string_view text) -> std::optional<double> {
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

auto read_rate(const typed_options& typed, bench_options& into) -> result<void> {
  const auto usual = into.scenario == nullptr ? 0 : into.scenario->usual_rate;
  if (usual > 0 && typed.search)
    return fail(errc::invalid_input, fmt::format("{} has no knee to --search for: give a --rate", into.scenario->name));
  if (typed.rate.empty() && usual > 0)
    into.rate = usual;
  if (typed.rate.empty())
    return {};
  if (typed.search)
    return fail(errc::invalid_input, "--rate and --search exclude each other: a search finds the rates itself");
  const auto rate = number_in(typed.rate);
  if (!rate || *rate < 1 || *rate > 1'000'000)
    return wrong("--rate", typed.rate, "operations per second, from 1 to 1000000");
  into.rate = *rate;
  return {};
}

auto read_spans(const typed_options& typed, bench_options& into) -> result<void> {
  const auto usual = into.scenario == nullptr ? scenario_card{}.usual_duration : into.scenario->usual_duration;
  const auto duration = typed.duration.empty() ? result<milliseconds>{usual} : parse_duration(typed.duration);
  if (!duration || *duration < milliseconds{200} || *duration > std::chrono::hours{1})
    return wrong("--duration", typed.duration, "a time from 200ms to 1h, like 20s");
  const bool cold = typed.warm_up == "0" || typed.warm_up == "0s";
  const auto warm_up = cold ? result<milliseconds>{0} : parse_duration(typed.warm_up);
  if (!warm_up || *warm_up > std::chrono::hours{1})
    return wrong("--warm-up", typed.warm_up, "a time up to 1h, like 500ms; 0s for none");
  into.plan.duration = *duration;
  into.plan.warm_up = *warm_up;
  return {};
}

auto read_load(const typed_options& typed, bench_options& into) -> result<void> {
  if (typed.spread != "poisson" && typed.spread != "constant")
    return wrong("--arrivals", typed.spread, "poisson or constant");
  if (typed.what.aggregates < 1 || typed.what.aggregates > 10'000'000)
    return wrong("--aggregates", fmt::to_string(typed.what.aggregates), "from 1 to 10000000");
  if (!(typed.what.skew >= 0 && typed.what.skew <= 2))
    return wrong("--skew", fmt::to_string(typed.what.skew), "the exponent of Zipf's law, from 0 (all alike) to 2");
  if (typed.what.payload < 1 || typed.what.payload > 1'000'000)
    return wrong("--payload", fmt::to_string(typed.what.payload), "bytes, from 1 to 1000000");
  if (typed.what.deposits < 1 || typed.what.deposits > 10'000)
    return wrong("--deposits", fmt::to_string(typed.what.deposits), "from 1 to 10000");
  if (typed.in_flight < 1 || typed.in_flight > 1'000'000)
    return wrong("--in-flight", fmt::to_string(typed.in_flight), "from 1 to 1000000");
  into.plan.spread = typed.spread == "poisson" ? arrivals::poisson : arrivals::constant;
  into.plan.in_flight = typed.in_flight;
  into.plan.seed = typed.what.seed;
  into.what = typed.what;
  into.what.may_kill = typed.yes;
  return {};
}

/// Behind all that chooses the scenario.
auto read_hops(const typed_options& typed, bench_options& into) -> result<void> {
  if (typed.hops && (into.scenario == nullptr || !into.scenario->times_hops))
    return fail(errc::invalid_input,
                "--hops: only `command`, `http` and --target can tell where their time goes; name one");
  into.what.time_hops = typed.hops;
  return {};
}

/// Behind all that chooses the scenario.
auto read_door(const typed_options& typed, bench_options& into) -> result<void> {
  const auto& door = typed.what.http;
  const bool is_named =
      !door.url.empty() || !door.token.empty() || door.connections != sinew::bench::door{}.connections;
  if (is_named && (into.scenario == nullptr || !into.scenario->asks_gateway))
    return fail(errc::invalid_input, "--http, --token and --connections are for the scenario `http`: name it");
  if (door.connections < 1 || door.connections > 1'024)
    return wrong("--connections", fmt::to_string(door.connections), "from 1 to 1024");
  return {};
}

auto read_judgement(const typed_options& typed, bench_options& into) -> result<void> {
  if (!typed.promise.empty()) {
    const auto promise = slo::parse(typed.promise);
    if (!promise)
      return fail(errc::invalid_input, "--slo " + promise.error().what);
    into.promise = *promise;
  }
  const auto percent = typed.tolerance.ends_with('%')
                           ? number_in(std::string_view{typed.tolerance}.substr(0, typed.tolerance.size() - 1))
                           : std::nullopt;
  if (!percent || *percent < 0 || *percent > 1'000)
    return wrong("--tolerance", typed.tolerance, "a percentage like 10%");
  into.tolerance = *percent / 100;
  into.baseline = typed.baseline;
  return {};
}

auto fields_text(const typed_options& typed) -> result<std::string> {
  if (typed.file.empty() == typed.data.empty())
    return fail(errc::invalid_input, "--target: what is it asked with? Give its fields as JSON, by --data or --file");
  if (typed.file.empty())
    return typed.data;
  std::ifstream file;
  if (typed.file != "-")
    file.open(typed.file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>{typed.file == "-" ? std::cin : file}, {}};
  if (!file)
    return fail(errc::invalid_input, fmt::format("cannot read {}; check the name", typed.file));
  return text;
}

/// A command of the user's own instead of a scenario.
auto read_target(const typed_options& typed, bench_options& into) -> result<void> {
  if (typed.target.empty())
    return typed.id.empty() && typed.data.empty() && typed.file.empty()
               ? result<void>{}
               : fail(errc::invalid_input, "--id, --data and --file are for --target: name the command, too");
  if (!typed.scenario.empty())
    return fail(errc::invalid_input,
                fmt::format("--target is measured instead of a scenario: leave out '{}'", typed.scenario));
  const auto dot = typed.target.find('.');
  auto& own = into.what.own;
  own.aggregate = typed.target.substr(0, dot);
  own.command = dot == typed.target.npos ? "" : typed.target.substr(dot + 1);
  if (!is_valid_name(own.aggregate) || !is_valid_name(own.command))
    return wrong("--target", typed.target, "an aggregate and its command, like account.deposit");
  if (typed.id.empty())
    return fail(errc::invalid_input,
                fmt::format("--target: which {}? Give --id, like --id 'a-{{{{int 1 10000}}}}'", own.aggregate));
  own.id = typed.id;
  if (into.rate)
    own.operations = static_cast<std::uint64_t>(
        std::ceil(*into.rate * std::chrono::duration<double>(into.plan.warm_up + into.plan.duration).count()));
  static const auto card = own_scenario_card();
  into.scenario = &card;
  into.name = typed.target;
  return fields_text(typed).map([&](std::string text) { own.fields = std::move(text); });
}

auto read_scenario(const typed_options& typed, bench_options& into) -> result<void> {
  into.floor = !typed.no_floor;
  into.keep_awake = typed.keep_awake;
  into.out = typed.out;
  if (typed.scenario.empty())
    return typed.rate.empty() || !typed.target.empty() ? result<void>{}
                                                       : fail(errc::invalid_input,
                                                              "--rate is for one scenario: name it, as in `sinew bench "
                                                              "command --rate 1000`");
  const auto& all = all_scenarios();
  const auto found = std::ranges::find(all, typed.scenario, &scenario_card::name);
  if (found != all.end()) {
    into.scenario = &*found;
    into.name = found->name;
    return {};
  }
  std::vector<std::string> names;
  for (const auto& card : all)
    names.emplace_back(card.name);
  return fail(errc::invalid_input, fmt::format("there is no scenario '{}'{}; `sinew bench --list` shows them",
                                               typed.scenario, did_you_mean(typed.scenario, names)));
}

} // namespace

auto check(const typed_options& typed) -> result<bench_options> {
  bench_options o;
  for (const auto read :
       {read_scenario, read_rate, read_spans, read_load, read_target, read_hops, read_door, read_judgement})
    if (auto ok = read(typed, o); !ok)
      return tl::unexpected{ok.error()};
  return o;
}

} // namespace sinew::bench
