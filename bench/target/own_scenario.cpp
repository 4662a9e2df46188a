// SPDX-License-Identifier: Apache-2.0
#include "bench/target/own_scenario.hpp"

#include "bench/target/own_connection.hpp"
#include "bench/target/prepared_commands.hpp"
#include "bench/target/reason_tally.hpp"
#include "tools/client/registry_reading.hpp"

#include <fmt/format.h>

namespace sinew::bench {

namespace {

class own_scenario final : public scenario {
 public:
  static auto prepare(const surroundings& in) -> result<std::unique_ptr<scenario>> {
    const auto known = read_catalog(in.with);
    if (!known)
      return tl::unexpected{known.error()};
    const auto owner = known->need(in.what.own.aggregate);
    if (!owner)
      return tl::unexpected{owner.error()};
    auto from = prepared_commands::make(in.with, **owner, in.what, in.says);
    if (!from)
      return tl::unexpected{from.error()};
    auto with = own_connection(in);
    if (!with)
      return tl::unexpected{with.error()};
    return std::unique_ptr<scenario>{new own_scenario{in.what, std::move(*with), std::move(*from)}};
  }

  [[nodiscard]] auto work() const -> std::string override { return work_; }
  [[nodiscard]] auto remarks() const -> std::string override {
    const auto reasons = why_not_.text();
    return (reasons.empty() ? std::string{} : "not accepted, with those of the warm-up: " + reasons) +
           hops_.remark(reasons.empty() ? "" : "; ");
  }
  void after_run(run_result& seen) override { seen.hops = hops_.take(); }
  auto ours() -> target& override { return ours_; }

 private:
  own_scenario(const load& what, std::unique_ptr<connection> with, std::unique_ptr<prepared_commands> from)
      : work_{fmt::format("id '{}', {}: command -> stored -> receipt", what.own.id, from->about())},
        ours_{std::move(with), std::move(from), {.why_not = &why_not_, .hops = what.time_hops ? &hops_ : nullptr}} {}

  std::string work_;
  reason_tally why_not_;
  hop_record hops_;
  command_target ours_;
};

} // namespace

auto own_scenario_card() -> scenario_card {
  return {.name = "target", .about = "a command of your own", .prepare = own_scenario::prepare, .times_hops = true};
}

} // namespace sinew::bench
