// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/hops.hpp"
#include "schemas/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sinew::bench {

/// Where the time of commands goes, hop by hop, from what their receipts tell. All times are of system clocks: of this
/// process and of the node, which are the same on one machine and only there. One thread.
class hop_record {
 public:
  hop_record();

  /// A command that was `sent` and answered; `now`: the receipt is here. One that did not come to all steps counts nothing.
  void add(timestamp sent, const hop_times& node, timestamp now);

  /// What has been added since the last time; empty: nothing.
  auto take() -> std::vector<hop> { return take_recorded(hops_); }

  /// A warning, behind `before`, that the clocks are not the same, for hops have ended before they began; empty: none has.
  [[nodiscard]] auto remark(std::string_view before = {}) const -> std::string;

 private:
  std::vector<hop> hops_;
  std::uint64_t backwards_ = 0;
};

} // namespace sinew::bench
