// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace sinew::bench {

/// Why operations were not done, and how many. Bounded: what is one kind too many counts as "others". Allocates for a
/// reason's first time only. One thread.
class reason_tally {
 public:
  void count(std::string_view reason);

  /// The most frequent ones first: "120 refused: not_open, 3 outcome_unknown"; empty: there were none.
  [[nodiscard]] auto text() const -> std::string;

 private:
  std::map<std::string, std::uint64_t, std::less<>> counts_;
  std::uint64_t others_ = 0;
};

} // namespace sinew::bench
