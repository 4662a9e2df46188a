// SPDX-License-Identifier: Apache-2.0
#include "tools/nearest.hpp"

#include <algorithm>
#include <numeric>

namespace sinew {

namespace {

auto distance(std::string_view a, std::string_view b) -> std::size_t {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

} // namespace

auto nearest(std::string_view word, const std::vector<std::string>& candidates) -> std::string {
  std::string best;
  // Half of the word may be wrong, no more.
  auto least = word.size() / 2 + 1;
  for (const auto& candidate : candidates) {
    // A long word is not worth the arithmetic: it is no slip.
    const auto d = word.size() > 64 ? word.size() : distance(word, candidate);
    if (d < least) {
      least = d;
      best = candidate;
    }
  }
  return best;
}

auto did_you_mean(std::string_view word, const std::vector<std::string>& candidates) -> std::string {
  const auto meant = nearest(word, candidates);
  return meant.empty() ? "" : "; did you mean '" + meant + "'?";
}

} // namespace sinew
