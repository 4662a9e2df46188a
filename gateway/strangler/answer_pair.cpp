// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/answer_pair.hpp"

#include <utility>

namespace sinew::gateway {

namespace {

/// It says that it cannot answer just now; nothing of that tells what it would have said.
auto is_no_answer(const http_response& answer) -> bool {
  return answer.status == 502 || answer.status == 503 || answer.status == 504;
}

} // namespace

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
  if (is_no_answer(legacy) || is_no_answer(modern))
    return terms_.judged(is_no_answer(legacy) ? parity::legacy_failed : parity::modern_failed, terms_.what, {});
  auto how = compare_answers(legacy, modern, terms_.ignore);
  const auto outcome = how ? parity::different : parity::equal;
  terms_.judged(outcome, std::move(terms_.what), std::move(how));
}

} // namespace sinew::gateway
