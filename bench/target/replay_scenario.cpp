// SPDX-License-Identifier: Apache-2.0
#include "bench/target/replay_scenario.hpp"

#include "bench/target/history_target.hpp"
#include "bench/target/long_histories.hpp"
#include "bench/target/own_connection.hpp"
#include "bench/target/query_target.hpp"
#include "bridge/subjects.hpp"
#include "tools/client/registry_reading.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::bench {

namespace {

// Each of them has a whole history, and all are made before the first measurement.
constexpr std::size_t most_accounts = 1'000;

auto load_of(load what) -> load {
  what.aggregates = std::min(what.aggregates, most_accounts);
  return what;
}

auto queries_of(const load& what) -> state_queries {
  const auto name = [what](std::size_t number) { return account_with_history(what, number); };
  // With a version, no snapshot is used.
  return {"account", name, what, events_of_history(what)};
}

auto histories_of(const service_card& owner, const load& what) -> history_target::histories {
  history_target::histories all{.stream = owner.stream, .subjects = {}, .messages = events_of_history(what)};
  for (std::size_t number = 0; number < what.aggregates; ++number)
    all.subjects.push_back(subject::events_of({"account", account_with_history(what, number)}));
  return all;
}

class replay_scenario final : public scenario {
 public:
  static auto prepare(const surroundings& in) -> result<std::unique_ptr<scenario>> {
    const auto known = read_catalog(in.with);
    if (!known)
      return tl::unexpected{known.error()};
    const auto owner = known->need("account");
    if (!owner)
      return tl::unexpected{owner.error()};
    const auto what = load_of(in.what);
    if (auto ready = prepare_histories(in, **owner, what); !ready)
      return tl::unexpected{ready.error()};
    auto with = own_connection(in);
    if (!with)
      return tl::unexpected{with.error()};
    auto floor = history_target::open(in, histories_of(**owner, what), what);
    if (!floor)
      return tl::unexpected{floor.error()};
    auto ours =
        std::make_unique<query_target>(std::move(*with), subject::query((*owner)->name, "state"), queries_of(what));
    return std::unique_ptr<scenario>{new replay_scenario{what, std::move(ours), std::move(*floor)}};
  }

  [[nodiscard]] auto work() const -> std::string override {
    return fmt::format(
        "the state of one of {} accounts (Zipf {}), folded from all of its {} events with payloads of {} "
        "bytes: query -> answer; {} events for each operation",
        what_.aggregates, what_.skew, events_of_history(what_), what_.payload, events_of_history(what_));
  }
  auto ours() -> target& override { return *ours_; }
  auto floor() -> target* override { return floor_.get(); }

 private:
  replay_scenario(const load& what, std::unique_ptr<query_target> ours, std::unique_ptr<history_target> floor)
      : what_{what}, ours_{std::move(ours)}, floor_{std::move(floor)} {}

  load what_;
  std::unique_ptr<query_target> ours_;
  std::unique_ptr<history_target> floor_;
};

} // namespace

auto replay_scenario_card() -> scenario_card {
  return {
      .name = "replay",
      .about = "the state of an account, folded from its whole history",
      .prepare = replay_scenario::prepare,
      // A whole history takes as long as it is long: what a search promises without --slo need not hold at any rate.
      .usual_rate = 20};
}

} // namespace sinew::bench
