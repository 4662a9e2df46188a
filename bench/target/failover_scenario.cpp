// SPDX-License-Identifier: Apache-2.0
#include "bench/target/failover_scenario.hpp"

#include "bench/target/deposits.hpp"
#include "bench/target/insistent_target.hpp"
#include "bench/target/victim.hpp"
#include "tools/client/registry_reading.hpp"

#include <fmt/format.h>

#include <optional>

namespace sinew::bench {

namespace {

class failover_scenario final : public scenario {
 public:
  static auto prepare(const surroundings& in) -> result<std::unique_ptr<scenario>> {
    const auto known = read_catalog(in.with);
    if (!known)
      return tl::unexpected{known.error()};
    const auto owner = known->need("account");
    if (!owner)
      return tl::unexpected{owner.error()};
    auto chosen = allowed_victim(in, (*owner)->name);
    if (!chosen)
      return tl::unexpected{chosen.error()};
    const auto deposit = deposit_command(in.with, **owner, in.what);
    if (!deposit)
      return tl::unexpected{deposit.error()};
    if (auto opened = open_accounts(in, **owner, {.count = in.what.aggregates}); !opened)
      return tl::unexpected{opened.error()};
    return std::unique_ptr<scenario>{new failover_scenario{in, std::move(*chosen), *deposit}};
  }
  ~failover_scenario() override { loop_.cancel(timer_); }
  failover_scenario(const failover_scenario&) = delete;
  auto operator=(const failover_scenario&) -> failover_scenario& = delete;

  [[nodiscard]] auto work() const -> std::string override {
    return fmt::format(
        "a deposit for one of {} accounts (Zipf {}), payload {} bytes, sent again until it is answered, while {} "
        "(process {}) is killed in the middle of the run: command -> stored -> receipt",
        what_.aggregates, what_.skew, payload_, victim_.node(), victim_.pid());
  }
  [[nodiscard]] auto remarks() const -> std::string override { return fault_; }
  auto ours() -> target& override { return ours_; }
  [[nodiscard]] auto may_repeat() const -> bool override { return false; }

  void before_run(const run_plan& plan) override {
    ours_.watch(plan.warm_up);
    timer_ = loop_.after(plan.warm_up + plan.duration / 2, [this, into = plan.duration / 2] { kill(into); });
  }

  void after_run(run_result& seen) override {
    loop_.cancel(timer_);
    seen.longest_pause = ours_.longest_pause();
    if (killed_at_)
      seen.marks.push_back({*killed_at_, victim_.node() + " killed"});
  }

 private:
  failover_scenario(const surroundings& in, victim chosen, const message& deposit)
      : loop_{in.with.where()},
        what_{in.what},
        payload_{deposit.payload().size()},
        victim_{std::move(chosen)},
        ours_{in.with, std::make_unique<deposit_source>(deposit, "account", in.what)} {}

  static auto allowed_victim(const surroundings& in, std::string_view service) -> result<victim> {
    auto chosen = victim::choose(in.with, service);
    if (chosen && !in.what.may_kill)
      return fail(errc::invalid_input,
                  fmt::format("nothing was measured: failover kills {} (process {}) with SIGKILL in the middle of the "
                              "run; say --yes",
                              chosen->node(), chosen->pid()));
    return chosen;
  }

  void kill(std::chrono::milliseconds into) {
    if (const auto killed = victim_.kill(); !killed)
      fault_ = killed.error().what;
    else
      killed_at_ = into;
  }

  loop& loop_;
  load what_;
  std::size_t payload_;
  victim victim_;
  insistent_target ours_;
  loop::timer_id timer_{};
  std::optional<std::chrono::milliseconds> killed_at_;
  std::string fault_;
};

} // namespace

auto failover_scenario_card() -> scenario_card {
  return {.name = "failover",
          .about = "`command`, sent until answered, while a node of its service is killed: asks for --yes",
          .prepare = failover_scenario::prepare,
          .usual_rate = 500,
          .usual_duration = std::chrono::seconds{10}};
}

} // namespace sinew::bench
