// SPDX-License-Identifier: Apache-2.0
#include "bench/target/command_target.hpp"

#include "schemas/message.hpp"

namespace sinew::bench {

command_target::command_target(std::unique_ptr<connection> with, std::unique_ptr<command_source> from)
    : from_{std::move(from)}, with_{std::move(with)} {}

void command_target::begin(ticket which) {
  const auto [subject, body] = from_->next();
  with_->request(subject, {}, body, patience,
                 [this, which](const result<broker_message>& answer) { ended(which, outcome_of(answer)); });
}

auto outcome_of(const result<broker_message>& answer) -> outcome {
  const auto* table = answer ? verified_table<wire::Receipt>(answer->body()) : nullptr;
  if (table == nullptr)
    return outcome::failed;
  switch (table->outcome()) {
    case wire::Outcome::accepted: return outcome::done;
    case wire::Outcome::refused:
    case wire::Outcome::invalid: return outcome::refused;
    case wire::Outcome::retry: return outcome::failed;
  }
  return outcome::failed; // none that exists
}

} // namespace sinew::bench
