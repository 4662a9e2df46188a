// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/strangler/parity_report.hpp"
#include "tools/routing/http_route.hpp"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sinew::gateway {

/// The two answers to one request that went to both sides. The client gets the one that counts the moment that it is there; the other one
/// can neither delay nor change it. Once both are there, they are judged. Whoever still owes one of them holds this. Loop's thread.
class answer_pair {
 public:
  struct terms {
    compared_request what;
    /// Whose answer counts.
    http_side answering = http_side::legacy;
    std::vector<std::string> ignore;
    /// Who asked.
    http_answer client;
    /// Hears how the two compare; `how` is set for `parity::different`.
    std::function<void(parity, compared_request, std::optional<answer_difference> how)> judged;
    /// Given back when this ends.
    std::shared_ptr<void> seat;
  };

  explicit answer_pair(terms t) : terms_{std::move(t)} {}

  /// The answer of one side, once for each.
  void take(http_side side, http_response answer);

 private:
  [[nodiscard]] auto of(http_side side) -> std::optional<http_response>& {
    return answers_.at(side == http_side::legacy ? 0 : 1);
  }
  void judge();

  terms terms_;
  std::array<std::optional<http_response>, 2> answers_;
};

} // namespace sinew::gateway
