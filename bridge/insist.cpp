// SPDX-License-Identifier: Apache-2.0
#include "bridge/insist.hpp"

#include <spdlog/spdlog.h>
#include <algorithm>
#include <memory>

namespace sinew {

namespace {

constexpr std::chrono::milliseconds first_pause{50};
constexpr std::chrono::milliseconds longest_pause{1'000};

auto may_pass(const error& e) -> bool {
  return e.code == errc::unavailable || e.code == errc::overloaded || e.code == errc::outcome_unknown;
}

class insistence : public std::enable_shared_from_this<insistence> {
 public:
  insistence(loop& where, loop::time_point until, repeatable_step what, completion<void> done)
      : where_{where}, until_{until}, what_{std::move(what)}, done_{std::move(done)} {}

  void attempt() {
    what_([self = shared_from_this()](result<void> outcome) { self->judge(std::move(outcome)); });
  }

 private:
  void judge(result<void> outcome) {
    if (outcome || !may_pass(outcome.error()) || where_.now() + pause_ > until_)
      return done_(std::move(outcome));
    if (pause_ == first_pause)
      spdlog::info("waiting for the broker: {}", outcome.error().what);
    where_.after(pause_, [self = shared_from_this()] { self->attempt(); });
    pause_ = std::min(pause_ * 2, longest_pause);
  }

  loop& where_;
  loop::time_point until_;
  repeatable_step what_;
  completion<void> done_;
  std::chrono::milliseconds pause_ = first_pause;
};

} // namespace

void insist(loop& where, loop::time_point until, repeatable_step what, completion<void> done) {
  std::make_shared<insistence>(where, until, std::move(what), std::move(done))->attempt();
}

} // namespace sinew
