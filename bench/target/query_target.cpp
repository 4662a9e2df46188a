// SPDX-License-Identifier: Apache-2.0
#include "bench/target/query_target.hpp"

#include "schemas/message.hpp"

namespace sinew::bench {

void query_target::begin(ticket which) {
  with_->request(subject_, {}, from_.next(), patience,
                 [this, which](const result<broker_message>& answer) { ended(which, outcome_of_query(answer)); });
}

auto outcome_of_query(const result<broker_message>& answer) -> outcome {
  return answer ? outcome_of_state(answer->body()) : outcome::failed;
}

auto outcome_of_state(bytes_view answer) -> outcome {
  const auto* table = verified_table<wire::StateAnswer>(answer);
  if (table == nullptr)
    return outcome::failed;
  if (table->error() != nullptr)
    return table->error()->string_view().starts_with(to_string(errc::not_found)) ? outcome::refused : outcome::failed;
  return table->snapshot() != nullptr ? outcome::done : outcome::failed;
}

} // namespace sinew::bench
