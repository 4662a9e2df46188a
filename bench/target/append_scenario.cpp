// SPDX-License-Identifier: Apache-2.0
#include "bench/target/append_scenario.hpp"

#include "bench/target/append_target.hpp"

#include <fmt/format.h>

namespace sinew::bench {

namespace {

class append_scenario final : public scenario {
 public:
  static auto prepare(const surroundings& in) -> result<std::unique_ptr<scenario>> {
    auto ours = journal_log(in);
    auto floor = plain_log(in);
    if (!ours || !floor)
      return tl::unexpected{(ours ? floor : ours).error()};
    return std::unique_ptr<scenario>{new append_scenario{in.what, std::move(*ours), std::move(*floor)}};
  }

  [[nodiscard]] auto work() const -> std::string override {
    return fmt::format("an event of one of {} aggregates (Zipf {}), payload {} bytes: guarded append -> stored",
                       what_.aggregates, what_.skew, what_.payload);
  }
  auto ours() -> target& override { return ours_; }
  auto floor() -> target* override { return &floor_; }

 private:
  append_scenario(const load& what, own_log ours, own_log floor)
      : what_{what}, ours_{std::move(ours), what}, floor_{std::move(floor), what} {}

  load what_;
  append_target ours_;
  append_target floor_;
};

} // namespace

auto append_scenario_card() -> scenario_card {
  return {.name = "append",
          .about = "an event, stored under its guard by a node's journal",
          .prepare = append_scenario::prepare};
}

} // namespace sinew::bench
