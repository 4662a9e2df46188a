// SPDX-License-Identifier: Apache-2.0
#include "bench/target/tap_target.hpp"

#include "bench/target/bench_event.hpp"

namespace sinew::bench {

auto tap_target::make(const surroundings& in, own_log into, listening listen) -> result<std::unique_ptr<tap_target>> {
  std::unique_ptr<tap_target> made{new tap_target{std::move(into), in.what}};
  auto feed =
      listen(in, made->log_.stream->aggregate(), [self = made.get()](bytes_view event) { self->on_event(event); });
  if (!feed)
    return tl::unexpected{feed.error()};
  made->feed_ = std::move(*feed);
  return made;
}

tap_target::tap_target(own_log into, const load& what)
    : log_{std::move(into)}, writer_{*log_.store, log_.stream->aggregate(), what, [this](ticket which, bool stored) {
                                       on_written(which, stored);
                                     }} {}

void tap_target::begin(ticket which) {
  open_.insert(which);
  writer_.write(which);
}

void tap_target::on_event(bytes_view event) {
  if (const auto which = operation_of(event))
    end(*which, outcome::done);
}

void tap_target::on_written(ticket which, bool stored) {
  if (!stored)
    end(which, outcome::failed);
}

void tap_target::end(ticket which, outcome how) {
  if (open_.erase(which) > 0)
    ended(which, how);
}

} // namespace sinew::bench
