// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/campaign.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>
#include <charconv>
#include <thread>

namespace {

using namespace simulation;

/// "3,9,12" or "none".
auto parse_faults(const std::string& text) -> std::optional<std::set<int>> {
  std::set<int> numbers;
  if (text == "none")
    return numbers;
  for (const auto *at = text.data(), *end = at + text.size(); at < end;) {
    int number = 0;
    const auto [rest, problem] = std::from_chars(at, end, number);
    if (problem != std::errc{} || (rest != end && *rest != ','))
      return std::nullopt;
    numbers.insert(number);
    at = rest + 1;
  }
  return numbers;
}

auto run_one(const run_options& wanted) -> int {
  spdlog::set_level(wanted.is_printed ? spdlog::level::debug : spdlog::level::off);
  spdlog::set_pattern("              log: %v");
  const auto r = simulate(wanted);
  for (const auto& v : r.violations)
    fmt::print("{}: {}\n", v.invariant, v.what);
  fmt::print("seed {}: {}; {} faults, {} events, {} turns, {:.1f} simulated seconds, hash {:016x}\n", wanted.seed,
             r.violations.empty() ? "all promises are kept" : "FAILED", r.faults.size(), r.events, r.turns,
             std::chrono::duration<double>{r.simulated}.count(), r.hash);
  return r.violations.empty() ? 0 : 1;
}

} // namespace

auto main(int argc, char** argv) -> int {
  CLI::App app{
      "Runs the whole shop on a broker in memory, with mishaps, by seed, and audits what came of it. Each seed is the "
      "same each time.\n\nExit code: 0 all promises were kept, 1 one was broken, 2 bad usage.",
      "simulate"};
  run_options one;
  campaign many;
  many.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  std::string faults;
  std::string mutant;
  std::string wrong;
  const auto* seed = app.add_option("--seed", one.seed, "run this seed alone, here, and tell how it went");
  app.add_option("--seeds", many.seeds, "run so many seeds (default 300), in processes of their own");
  app.add_option("--from", many.from, "the first of them (default 1)");
  app.add_option("--jobs", many.jobs, "so many at a time (default: as many as there are processors)")
      ->check(CLI::Range(1, 256));
  app.add_option("--orders", many.orders, "so many orders in each run (default: by seed, 3 to 33)");
  app.add_option("--faults", faults, "with --seed: only these of its mishaps, by number: 3,9 or none");
  app.add_flag("--trace", one.is_printed, "with --seed: print what happens, and what the services log");
  app.add_flag("--twice", many.is_doubled, "run each seed twice, and compare");
  const auto* mutants =
      app.add_option("--mutants", mutant,
                     "run each of our own mutants until a seed kills it (or only the one named), and print the "
                     "kill score")
          ->expected(0, 1);
  app.add_option("--wrong", wrong, "with --seed: with this mutant active");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  one.orders = many.orders;
  if (!faults.empty() && !(one.only_faults = parse_faults(faults))) {
    fmt::print(stderr, "simulate: --faults wants numbers like 3,9, or none, not '{}'\n", faults);
    return 2;
  }
  if (!wrong.empty() && !choose_mutant(wrong, one))
    return 2;
  if (seed->count() > 0)
    return run_one(one);
  spdlog::set_level(spdlog::level::off);
  return mutants->count() > 0 ? run_mutants(many, mutant) : run_seeds(many);
}
