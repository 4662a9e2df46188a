// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/answer_pair.hpp"

#include "gateway/strangler/legacy_systems.hpp"

#include <utility>

namespace sinew::gateway {

void answer_pair::take(http_side side, http_response answer) {
  of(side) = std::move(answer);
  if (side == terms_.answering)
    std::exchange(terms_.client, nullptr)(*of(side));
  if (of(http_side::legacy) && of(http_side::modern))
    judge();
}

void answer_pair::judge() {
  const auto& legacy = *of(http_side::legacy);
  const auto& modern = *of(http_side::modern);
  if (says_it_is_away(legacy) || says_it_is_away(modern))
    return terms_.judged(says_it_is_away(legacy) ? parity::legacy_failed : parity::modern_failed, terms_.what, {});
  auto how = compare_answers(legacy, modern, terms_.ignore);
  const auto outcome = how ? parity::different : parity::equal;
  terms_.judged(outcome, std::move(terms_.what), std::move(how));
}

} // namespace sinew::gateway
