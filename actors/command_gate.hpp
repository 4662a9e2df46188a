// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/activity.hpp"
#include "actors/router.hpp"

namespace sinew {

/// Where commands from outside come in: verifies each, hands it to its shard and sends the receipt back. Counts what it
/// rejects. Plain object of the loop's thread.
class command_gate {
 public:
  command_gate(router& commands, activity& under_way, const wall_clock& clock)
      : commands_{commands}, under_way_{under_way}, clock_{clock} {}

  /// Serves one request on `cmd.<aggregate>.…`. Whatever comes, it is answered (if an answer is wanted) and never
  /// throws.
  void admit(std::string_view aggregate, incoming_request request);

  /// Requests that were no valid command so far.
  [[nodiscard]] auto rejected() const -> std::uint64_t { return rejected_; }

 private:
  void reject(std::string_view aggregate, const incoming_request& request, const error& why);

  router& commands_;
  activity& under_way_;
  const wall_clock& clock_;
  std::uint64_t rejected_ = 0;
};

} // namespace sinew
