// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "bench/rig/target.hpp"

#include <vector>

namespace sinew::bench {

/// Does nothing, in the next turn of the loop: what is left of a run against it is the rig's own.
class null_target final : public target {
 public:
  /// `where` must outlive it, and run nothing after it is gone.
  explicit null_target(loop& where) : loop_{where} {}

  void begin(ticket which) override;

 private:
  void end_all();

  loop& loop_;
  std::vector<ticket> begun_;
  std::vector<ticket> ending_; // kept for its memory
};

} // namespace sinew::bench
