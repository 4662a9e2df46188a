// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/target.hpp"
#include "bench/target/event_writer.hpp"
#include "bench/target/own_log.hpp"

namespace sinew::bench {

/// Appends events and waits for the broker's word that they are stored. Done: it is. Failed: the guard refused it, or no word
/// came.
class append_target final : public target {
 public:
  append_target(own_log into, const load& what)
      : log_{std::move(into)}, writer_{*log_.store, log_.stream->aggregate(), what, [this](ticket which, bool stored) {
                                         ended(which, stored ? outcome::done : outcome::failed);
                                       }} {}

  void begin(ticket which) override { writer_.write(which); }

 private:
  own_log log_; // what waits in it points to the writer, and is dropped without a word
  event_writer writer_;
};

} // namespace sinew::bench
