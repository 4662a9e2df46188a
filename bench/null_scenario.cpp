// SPDX-License-Identifier: Apache-2.0
#include "bench/null_scenario.hpp"

#include "bench/rig/null_target.hpp"

namespace sinew::bench {

namespace {

class null_scenario final : public scenario {
 public:
  explicit null_scenario(loop& where) : nothing_{where} {}

  [[nodiscard]] auto work() const -> std::string override {
    return "nothing, in the next turn of the loop: the rig itself";
  }
  auto ours() -> target& override { return nothing_; }

 private:
  null_target nothing_;
};

} // namespace

auto null_scenario_card() -> scenario_card {
  return {.name = "null",
          .about = "nothing at all: what the rig itself costs; needs no broker",
          .prepare = [](const surroundings& in) -> result<std::unique_ptr<scenario>> {
            return std::make_unique<null_scenario>(in.with.where());
          },
          .needs_broker = false};
}

} // namespace sinew::bench
