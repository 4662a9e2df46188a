// SPDX-License-Identifier: Apache-2.0
#include "bench/target/insistent_target.hpp"

#include "kernel/assertion.hpp"
#include "kernel/names.hpp"

namespace sinew::bench {

namespace {

auto ending_of(const result<receipt>& how) -> outcome {
  if (!how)
    return outcome::failed;
  return how->outcome == wire::Outcome::accepted ? outcome::done : outcome::refused;
}

} // namespace

insistent_target::insistent_target(client& with, std::unique_ptr<command_source> from)
    : with_{with}, from_{std::move(from)}, sender_{with, patience}, pauses_{partition_count, now()} {}

insistent_target::~insistent_target() {
  tell(nullptr);
  while (under_way_ > 0)
    with_.where().turn(patience); // each ends by its own deadline
}

void insistent_target::begin(ticket which) {
  auto command = message::verify(from_->next().body);
  SINEW_ASSERT(command); // it is our own
  const auto partition = partition_of(command->aggregate_id());
  pauses_.due(partition, now());
  ++under_way_;
  sender_.send(std::move(*command),
               [this, which, partition](const result<receipt>& how) { on_end(which, partition, how); });
}

void insistent_target::on_end(ticket which, std::uint32_t partition, const result<receipt>& how) {
  --under_way_;
  const auto ending = ending_of(how);
  if (ending == outcome::done)
    pauses_.ended_well(partition, now());
  ended(which, ending);
}

void insistent_target::watch(std::chrono::milliseconds warm_up) {
  pauses_ = pause_watch{partition_count, now() + warm_up};
}

auto insistent_target::longest_pause() const -> std::optional<std::chrono::nanoseconds> {
  return pauses_.longest(now());
}

} // namespace sinew::bench
