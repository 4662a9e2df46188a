// SPDX-License-Identifier: Apache-2.0
#include "bench/workload.hpp"

#include "bench/measuring.hpp"
#include "bench/target/settling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sinew::bench {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// For a search without --slo: far above what an unloaded system needs and far below what people notice, so that the knee is
// where queues begin.
constexpr slo usual_promise{.percent = 99, .or_equal = false, .limit = milliseconds{10}};

// How long what a preparation set off may take. All that people ask first has not so much time.
constexpr seconds patience_for_rest{60};
constexpr seconds brief_patience_for_rest{10};

// Shares of the knee at which latency is worth a look: a day's average, and a busy hour.
constexpr std::array knee_shares{0.2, 0.5};

auto search_plan(run_plan plan) -> run_plan {
  plan.warm_up = milliseconds{250};
  plan.duration = seconds{1};
  plan.patience = seconds{2}; // what is still under way then, at such a rate, is no good sign
  return plan;
}

/// One call of `sinew bench`.
class workload {
 public:
  workload(client& with, const std::string& url, const bench_options& o, const terminal& says, const bool& stopped,
           report& into)
      : with_{with},
        url_{url},
        options_{o},
        says_{says},
        stopped_{stopped},
        measuring_{with.where(), says, stopped, into, o.promise || !o.baseline.empty()} {}

  auto run() -> result<void> { return options_.scenario != nullptr ? one() : canonical(); }

 private:
  auto prepare(const scenario_card& card, milliseconds patience) -> result<std::unique_ptr<scenario>> {
    says_.progress(fmt::format("{}: preparing", card.name));
    std::size_t prepared = 0;
    auto ready = card.prepare({.with = with_, .url = url_, .says = says_, .what = options_.what, .prepared = prepared});
    says_.progress("");
    if (ready && prepared > 0)
      if (const auto left = await_rest(with_, says_, stopped_, patience); !left.empty() && !stopped_)
        says_.note(fmt::format("{}: measured before the system had come to rest: {}", card.name, left));
    return ready;
  }

  auto one() -> result<void> {
    const auto ready = prepare(*options_.scenario, patience_for_rest);
    if (!ready)
      return tl::unexpected{ready.error()};
    auto how = measured({options_.name, **ready, options_.floor});
    if (const auto remarks = (*ready)->remarks(); !remarks.empty() && !stopped_)
      says_.note(fmt::format("{}: {}", options_.name, remarks));
    return how;
  }

  auto measured(const subject_of_measurement& subject) -> result<void> {
    if (!options_.rate)
      return searched(subject, options_.plan, {}, std::chrono::minutes{5});
    auto plan = options_.plan;
    plan.rate = *options_.rate;
    measuring_.at_rate(subject, plan);
    return {};
  }

  auto searched(const subject_of_measurement& subject, run_plan plan, const knee_limits& limits, milliseconds patience)
      -> result<void> {
    const auto promise = options_.promise.value_or(usual_promise);
    const auto knee = measuring_.knees(subject, search_plan(plan), promise, limits, patience);
    if (knee == 0 && !stopped_)
      return fail(errc::unavailable,
                  fmt::format("{} did not keep {} at any rate; is the machine busy, or the promise too "
                              "tight?",
                              subject.name, to_string(promise)));
    for (const auto share : knee_shares) {
      plan.rate = std::max(1.0, knee * share);
      measuring_.at_rate(subject, plan);
    }
    return {};
  }

  /// All that people ask first, in under 90 seconds.
  auto canonical() -> result<void>;
  auto briefly(const scenario_card& card, double rate) -> result<void>;

  client& with_;
  const std::string& url_;
  const bench_options& options_;
  const terminal& says_;
  const bool& stopped_;
  measuring measuring_;
};

struct brief_look {
  std::string_view name;
  double rate; // low enough for any machine: latency is asked for, not the limit
};
constexpr std::array brief_looks{brief_look{"append", 1'000}, brief_look{"tap", 1'000}, brief_look{"rpc", 1'000},
                                 brief_look{"saga", 20}};

auto workload::briefly(const scenario_card& card, double rate) -> result<void> {
  const auto ready = prepare(card, brief_patience_for_rest);
  if (!ready)
    return tl::unexpected{ready.error()};
  auto plan = options_.plan;
  plan.rate = rate;
  plan.warm_up = milliseconds{300};
  plan.duration = seconds{2};
  plan.patience = seconds{2};
  measuring_.at_rate({std::string{card.name}, **ready, options_.floor}, plan);
  return {};
}

auto workload::canonical() -> result<void> {
  const auto end = with_.where().now() + seconds{75}; // what begins before then is over in time
  const auto find = [](std::string_view name) {
    const auto& all = all_scenarios();
    const auto found = std::ranges::find(all, name, &scenario_card::name);
    return found == all.end() ? nullptr : &*found;
  };
  if (const auto* command = find("command")) {
    const auto ready = prepare(*command, brief_patience_for_rest);
    if (!ready)
      return tl::unexpected{ready.error()};
    auto plan = options_.plan;
    plan.warm_up = milliseconds{500};
    plan.duration = seconds{4};
    plan.patience = seconds{2};
    if (auto ok = searched({"command", **ready, options_.floor}, plan, {.from = 2'000, .precision = 0.1}, seconds{10});
        !ok)
      return ok;
  }
  for (const auto& look : brief_looks) {
    const auto* card = find(look.name);
    if (card == nullptr || stopped_)
      continue;
    if (with_.where().now() > end) {
      says_.note(fmt::format("{}: left out, for the time is up; `sinew bench {}` measures it", look.name, look.name));
      continue;
    }
    if (const auto ok = briefly(*card, look.rate); !ok)
      says_.note(fmt::format("{}: left out: {}", look.name, ok.error().what));
  }
  return {};
}

} // namespace

auto measure(client& with, const std::string& url, const bench_options& o, const terminal& says, const bool& stopped,
             report& into) -> result<void> {
  return workload{with, url, o, says, stopped, into}.run();
}

} // namespace sinew::bench
