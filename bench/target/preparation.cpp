// SPDX-License-Identifier: Apache-2.0
#include "bench/target/preparation.hpp"

#include "tools/send/persistent_sender.hpp"

#include <fmt/format.h>

namespace sinew::bench {

namespace {

constexpr std::size_t at_once = 512;

class preparation {
 public:
  preparation(const surroundings& in, std::size_t count, const std::function<result<message>(std::size_t)>& make)
      : in_{in}, sender_{in.with, preparation_patience}, count_{count}, make_{make} {}

  /// Each command has its own deadline, so this ends.
  auto run(const std::function<void(std::size_t)>& progress) -> result<void> {
    start_more();
    while (under_way_ > 0) {
      in_.with.where().turn(preparation_patience);
      progress(begun_ - under_way_);
    }
    return std::move(outcome_);
  }

 private:
  void start_more() {
    while (outcome_ && begun_ < count_ && under_way_ < at_once)
      start(begun_++);
  }

  void start(std::size_t number) {
    auto command = make_(number);
    if (!command)
      return note(tl::unexpected{command.error()});
    ++under_way_;
    sender_.send(std::move(*command), [this](const result<receipt>& how) {
      --under_way_;
      in_.prepared += how && how->outcome == wire::Outcome::accepted ? 1 : 0;
      note(how ? faults_of(*how) : tl::unexpected{how.error()});
      start_more();
    });
  }

  static auto faults_of(const receipt& r) -> result<void> {
    if (r.outcome == wire::Outcome::invalid)
      return fail(errc::invalid_input, r.reason);
    return {};
  }

  void note(result<void> how) {
    if (outcome_ && !how)
      outcome_ = std::move(how);
  }

  const surroundings& in_;
  persistent_sender sender_;
  std::size_t count_;
  const std::function<result<message>(std::size_t)>& make_;
  std::size_t begun_ = 0;
  std::size_t under_way_ = 0;
  result<void> outcome_;
};

} // namespace

auto prepare_all(const surroundings& in, std::string_view what, std::size_t count,
                 const std::function<result<message>(std::size_t)>& make) -> result<void> {
  auto how = preparation{in, count, make}.run(
      [&](std::size_t ready) { in.says.progress(fmt::format("{} of {} {} are ready", ready, count, what)); });
  in.says.progress("");
  if (!how)
    how.error().what = fmt::format("cannot prepare {}: {}", what, how.error().what);
  return how;
}

} // namespace sinew::bench
