// SPDX-License-Identifier: Apache-2.0
#include "bench/target/tap_scenario.hpp"

#include "bench/target/tap_target.hpp"

#include <fmt/format.h>

namespace sinew::bench {

namespace {

class tap_scenario final : public scenario {
 public:
  static auto prepare(const surroundings& in) -> result<std::unique_ptr<scenario>> {
    const auto over = [&](tap_target::listening listen) {
      return [&in, listen](own_log log) { return tap_target::make(in, std::move(log), listen); };
    };
    auto ours = journal_log(in).and_then(over(event_feed::open));
    auto floor = plain_log(in).and_then(over(event_feed::open_plain));
    if (!ours || !floor)
      return tl::unexpected{(ours ? floor : ours).error()};
    return std::unique_ptr<scenario>{new tap_scenario{in.what, std::move(*ours), std::move(*floor)}};
  }

  [[nodiscard]] auto work() const -> std::string override {
    return fmt::format(
        "an event of one of {} aggregates (Zipf {}), payload {} bytes: guarded append -> at a plain subscriber",
        what_.aggregates, what_.skew, what_.payload);
  }
  auto ours() -> target& override { return *ours_; }
  auto floor() -> target* override { return floor_.get(); }

 private:
  tap_scenario(const load& what, std::unique_ptr<tap_target> ours, std::unique_ptr<tap_target> floor)
      : what_{what}, ours_{std::move(ours)}, floor_{std::move(floor)} {}

  load what_;
  std::unique_ptr<tap_target> ours_;
  std::unique_ptr<tap_target> floor_;
};

} // namespace

auto tap_scenario_card() -> scenario_card {
  return {.name = "tap",
          .about = "an event, from its append until a plain subscriber has it",
          .prepare = tap_scenario::prepare};
}

} // namespace sinew::bench
