// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/shrinking.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

namespace simulation {

namespace {

constexpr int most_runs = 400;

class shrinking {
 public:
  explicit shrinking(const run_options& failing) : run_{failing} {}

  auto run() -> std::set<int> {
    std::vector<int> kept;
    for (const auto& f : plan_faults(run_.seed, draw_workload(run_.seed, run_.orders).span))
      if (!run_.only_faults || run_.only_faults->contains(f.number))
        kept.push_back(f.number);
    for (auto size = std::max<std::size_t>(1, kept.size() / 2); !kept.empty();) {
      if (!drop_a_part(kept, size)) {
        if (size == 1)
          break;
        size /= 2;
      }
      size = std::min(size, std::max<std::size_t>(1, kept.size()));
    }
    return {kept.begin(), kept.end()};
  }

 private:
  /// Leaves out the first part of that size without which the run still fails.
  auto drop_a_part(std::vector<int>& kept, std::size_t size) -> bool {
    for (std::size_t at = 0; at < kept.size() && left_ > 0; at += size) {
      auto fewer = kept;
      const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(at);
      fewer.erase(first, first + static_cast<std::ptrdiff_t>(std::min(size, kept.size() - at)));
      run_.only_faults = std::set<int>{fewer.begin(), fewer.end()};
      --left_;
      if (run_apart(run_).is_good())
        continue;
      kept = std::move(fewer);
      return true;
    }
    return false;
  }

  run_options run_;
  int left_ = most_runs;
};

} // namespace

auto fewest_faults(const run_options& failing) -> std::set<int> {
  return shrinking{failing}.run();
}

auto command_for(const run_options& run) -> std::string {
  auto command = fmt::format("simulate --seed {}", run.seed);
  if (run.orders > 0)
    command += fmt::format(" --orders {}", run.orders);
  if (run.only_faults)
    command +=
        run.only_faults->empty() ? " --faults none" : fmt::format(" --faults {}", fmt::join(*run.only_faults, ","));
  return command;
}

} // namespace simulation
