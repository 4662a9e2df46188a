// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/campaign.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace simulation {

namespace {

using stopwatch = std::chrono::steady_clock;

auto seconds_since(stopwatch::time_point start) -> double {
  return std::chrono::duration<double>{stopwatch::now() - start}.count();
}

/// Of all runs that have ended, without the waiting for a processor that others use too.
auto processor_seconds() -> double {
  ::rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const ::timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void print_failure(const outcome& o) {
  fmt::print("seed {} FAILED\n", o.of.seed);
  for (const auto& v : o.violations)
    fmt::print("  {}: {}\n", v.invariant, v.what);
  std::fflush(stdout);
}

void print_smallest(const run_options& failing) {
  auto smallest = failing;
  smallest.only_faults = fewest_faults(failing);
  fmt::print("  fewest faults:\n");
  for (const auto& f : plan_faults(smallest.seed, draw_workload(smallest.seed, smallest.orders).span))
    if (smallest.only_faults->contains(f.number))
      fmt::print("    {}\n", to_string(f));
  fmt::print("  replay: {}\n", command_for(smallest));
  std::fflush(stdout);
}

/// How far it is: a line that overwrites itself on a terminal, one line per tenth elsewhere.
class progress {
 public:
  explicit progress(std::uint64_t all) : all_{all} {}

  void step() {
    ++done_;
    const auto tenth = done_ * 10 / all_;
    if (::isatty(STDOUT_FILENO) != 0)
      fmt::print("\r{} of {} seeds", done_, all_);
    else if (tenth > told_)
      fmt::print("{} of {} seeds after {:.0f} s\n", done_, all_, seconds_since(start_));
    told_ = tenth;
    std::fflush(stdout);
  }
  void end() const {
    if (::isatty(STDOUT_FILENO) != 0)
      fmt::print("\r\x1b[K");
  }

 private:
  std::uint64_t all_;
  std::uint64_t done_ = 0;
  std::uint64_t told_ = 0;
  stopwatch::time_point start_ = stopwatch::now();
};

} // namespace

auto run_seeds(const campaign& what) -> int {
  const auto start = stopwatch::now();
  const auto runs = what.seeds * (what.is_doubled ? 2 : 1);
  std::uint64_t given = 0;
  std::uint64_t events = 0;
  std::vector<run_options> failed;
  std::map<std::uint64_t, std::uint64_t> hashes;
  progress shown{runs};
  run_in_workers(
      what.jobs,
      [&]() -> std::optional<run_options> {
        if (given == runs)
          return std::nullopt;
        return run_options{.seed = what.from + given++ % what.seeds, .orders = what.orders};
      },
      [&](const outcome& o) {
        shown.step();
        events += o.events;
        auto judged = o;
        const auto [first, is_first] = hashes.emplace(o.of.seed, o.hash);
        if (!is_first && first->second != o.hash)
          judged.violations.push_back(
              {"a seed replays", fmt::format("its hash was {:016x}, and now it is {:016x}", first->second, o.hash)});
        if (!judged.is_good()) {
          shown.end();
          print_failure(judged);
          failed.push_back(o.of);
        }
        return true;
      });
  shown.end();
  const auto used = processor_seconds();
  for (std::size_t i = 0; i < std::min<std::size_t>(failed.size(), 3); ++i) {
    fmt::print("seed {}:\n", failed[i].seed);
    print_smallest(failed[i]);
  }
  fmt::print("{} seeds, {} events, {} failed; {:.1f} s, {:.1f} s of processor time: {:.0f} seeds per hour and core\n",
             what.seeds, events, failed.size(), seconds_since(start), used,
             static_cast<double>(runs) * 3600 / std::max(used, 0.001));
  return failed.empty() ? 0 : 1;
}

#ifdef SINEW_MUTANTS

namespace {

/// What killed a mutant, if anything did.
auto killer_of(sinew::mutant wrong, const campaign& what) -> std::optional<outcome> {
  std::uint64_t given = 0;
  std::optional<outcome> killer;
  run_in_workers(
      what.jobs,
      [&]() -> std::optional<run_options> {
        if (given == what.seeds)
          return std::nullopt;
        return run_options{.seed = what.from + given++, .orders = what.orders, .wrong = wrong};
      },
      [&](const outcome& o) {
        if (!o.is_good())
          killer = o;
        return o.is_good();
      });
  return killer;
}

} // namespace

auto choose_mutant(const std::string& name, run_options& run) -> bool {
  for (const auto& each : sinew::mutants)
    if (each.name == name) {
      run.wrong = each.wrong;
      return true;
    }
  fmt::print(stderr, "simulate: there is no mutant '{}'\n", name);
  return false;
}

auto run_mutants(const campaign& what, const std::string& only) -> int {
  int tried = 0;
  std::vector<std::string_view> survivors;
  for (const auto& [wrong, name, about] : sinew::mutants) {
    if (!only.empty() && only != name)
      continue;
    ++tried;
    const auto killer = killer_of(wrong, what);
    if (killer)
      fmt::print("{:<28} killed by seed {}: {}: {}\n", name, killer->of.seed, killer->violations.front().invariant,
                 killer->violations.front().what);
    else
      fmt::print("{:<28} SURVIVED {} seeds\n", name, what.seeds);
    std::fflush(stdout);
    if (!killer)
      survivors.push_back(name);
  }
  if (tried == 0) {
    fmt::print(stderr, "simulate: there is no mutant '{}'\n", only);
    return 2;
  }
  const auto killed = tried - static_cast<int>(survivors.size());
  fmt::print("kill score {} of {}: {:.1f} %\n", killed, tried, 100.0 * killed / tried);
  return killed * 100 >= tried * 95 ? 0 : 1;
}

#else

auto choose_mutant(const std::string&, run_options&) -> bool {
  fmt::print(stderr, "simulate: this build has no mutants; those of the presets dev, asan and tsan have\n");
  return false;
}

auto run_mutants(const campaign&, const std::string&) -> int {
  fmt::print(stderr, "simulate: this build has no mutants; those of the presets dev, asan and tsan have\n");
  return 2;
}

#endif

} // namespace simulation
