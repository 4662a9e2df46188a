// SPDX-License-Identifier: Apache-2.0
#include "bench/target/command_scenario.hpp"

#include "bench/target/bench_stream.hpp"
#include "bench/target/command_target.hpp"
#include "bench/target/deposits.hpp"
#include "bench/target/floor_program.hpp"
#include "bench/target/own_connection.hpp"
#include "tools/client/registry_reading.hpp"

#include <fmt/format.h>

namespace sinew::bench {

namespace {

/// What sends `first` again and again, to whoever owns `aggregate`.
auto target_for(const surroundings& in, const message& first, std::string_view aggregate, hop_record* hops)
    -> result<std::unique_ptr<command_target>> {
  auto with = own_connection(in);
  if (!with)
    return tl::unexpected{with.error()};
  return std::make_unique<command_target>(std::move(*with), std::make_unique<deposit_source>(first, aggregate, in.what),
                                          command_target::listeners{.hops = hops});
}

class command_scenario final : public scenario {
 public:
  static auto prepare(const surroundings& in) -> result<std::unique_ptr<scenario>> {
    auto known = read_catalog(in.with);
    if (!known)
      return tl::unexpected{known.error()};
    const auto owner = known->need("account");
    if (!owner)
      return tl::unexpected{owner.error()};
    const auto deposit = deposit_command(in.with, **owner, in.what);
    if (!deposit)
      return tl::unexpected{deposit.error()};
    if (auto opened = open_accounts(in, **owner, {.count = in.what.aggregates}); !opened)
      return tl::unexpected{opened.error()};
    std::unique_ptr<command_scenario> made{new command_scenario{in, deposit->payload().size()}};
    if (auto ready = made->set_up(in, *deposit, **owner); !ready)
      return tl::unexpected{ready.error()};
    return made;
  }

  [[nodiscard]] auto work() const -> std::string override {
    return fmt::format("a deposit for one of {} accounts (Zipf {}), payload {} bytes: command -> stored -> receipt",
                       what_.aggregates, what_.skew, payload_);
  }
  auto ours() -> target& override { return *ours_; }
  auto floor() -> target* override { return floor_.get(); }
  void after_run(run_result& seen) override { seen.hops = hops_.take(); }
  [[nodiscard]] auto remarks() const -> std::string override { return hops_.remark(); }

 private:
  command_scenario(const surroundings& in, std::size_t payload) : what_{in.what}, payload_{payload} {}

  auto set_up(const surroundings& in, const message& deposit, const service_card& owner) -> result<void> {
    auto stream = bench_stream::make(in.with, owner.stream);
    if (!stream)
      return tl::unexpected{stream.error()};
    stream_ = std::move(*stream);
    auto program = floor_program::start(in.url, {"--aggregate", stream_->aggregate()});
    if (!program)
      return tl::unexpected{program.error()};
    program_ = std::move(*program);
    // As ours: each account has had its first event before the first deposit.
    std::size_t opened_there = 0; // which sets off nothing
    const surroundings floors{in.with, in.url, in.says, in.what, opened_there};
    if (auto opened = open_accounts(floors, owner, {.count = in.what.aggregates, .asked = stream_->aggregate()});
        !opened)
      return opened;
    auto ours = target_for(in, deposit, "account", in.what.time_hops ? &hops_ : nullptr);
    auto floor = target_for(in, deposit, stream_->aggregate(), nullptr);
    if (!ours || !floor)
      return tl::unexpected{(ours ? floor : ours).error()};
    ours_ = std::move(*ours);
    floor_ = std::move(*floor);
    return {};
  }

  load what_;
  std::size_t payload_;
  hop_record hops_;
  // In the order of their making: the stream goes last.
  std::unique_ptr<bench_stream> stream_;
  std::unique_ptr<floor_program> program_;
  std::unique_ptr<command_target> ours_;
  std::unique_ptr<command_target> floor_;
};

} // namespace

auto command_scenario_card() -> scenario_card {
  return {.name = "command",
          .about = "a command, decided and stored by its service, until its receipt",
          .prepare = command_scenario::prepare,
          .times_hops = true};
}

} // namespace sinew::bench
