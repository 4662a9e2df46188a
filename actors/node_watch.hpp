// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/liveness.hpp"
#include "actors/loop.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace sinew {

/// Turns what a broker tells of nodes into `membership::watch`: both brokers feed one, so that they judge alike.
///
/// Owns the timer that looks for silence; it ends with the object. `where` must outlive it. Loop's thread.
class node_watch {
 public:
  node_watch(loop& where, view_handler tell);
  ~node_watch();
  node_watch(const node_watch&) = delete;
  auto operator=(const node_watch&) -> node_watch& = delete;

  /// The records that the broker had stored. The first view follows when all of them are settled; what was heard before
  /// counts.
  void begin(const std::vector<node_record>& found);
  void heard(const node_record& r);
  void left(std::string_view service, std::string_view node);
  /// The rule for the observer's own service, as it is from now on. Before `begin`: what the broker had stored.
  void ruled(std::optional<canary_rule> by);

  /// The connection to the broker is lost, is there again.
  void cut_off();
  void back();

 private:
  void look();
  void tell_if(bool changed, bool was_away);

  loop& where_;
  view_handler tell_;
  liveness alive_;
  std::optional<canary_rule> canary_;
  bool has_begun_ = false;
  bool has_told_ = false;
  loop::timer_id timer_ = 0;
};

} // namespace sinew
