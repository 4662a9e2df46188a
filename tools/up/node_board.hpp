// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"

#include <set>
#include <string>
#include <string_view>

namespace sinew {

/// Which of the awaited nodes have not yet told that they can serve. Fed with what the nodes put into the bucket
/// `nodes`: key `<service>.<node>`, value JSON with "state". Pure; anything else that arrives is ignored.
class node_board {
 public:
  void await(std::string_view service, std::string_view node);
  void take(std::string_view key, bytes_view value);

  [[nodiscard]] auto all_ready() const -> bool { return missing_.empty(); }
  /// "order-1, payment-2"
  [[nodiscard]] auto missing() const -> std::string;

 private:
  std::set<std::string, std::less<>> missing_; // keys
};

} // namespace sinew
