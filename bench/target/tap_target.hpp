// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/target.hpp"
#include "bench/target/event_feed.hpp"
#include "bench/target/event_writer.hpp"
#include "bench/target/own_log.hpp"

#include <memory>
#include <unordered_set>

namespace sinew::bench {

/// Appends events, and waits for each at a plain subscription. Done: it has come. Failed: it was not stored.
class tap_target final : public target {
 public:
  /// How to listen to the log's events.
  using listening = result<std::unique_ptr<event_feed>> (*)(const surroundings&, const std::string& aggregate,
                                                            event_feed::handler);

  static auto make(const surroundings& in, own_log into, listening listen) -> result<std::unique_ptr<tap_target>>;

  void begin(ticket which) override;

 private:
  tap_target(own_log into, const load& what);
  void on_event(bytes_view event);
  void on_written(ticket which, bool stored);
  void end(ticket which, outcome how);

  std::unordered_set<ticket> open_; // as many as the rig has under way
  own_log log_;                     // what waits in it points to the writer, and is dropped without a word
  event_writer writer_;
  std::unique_ptr<event_feed> feed_;
};

} // namespace sinew::bench
