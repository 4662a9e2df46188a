// SPDX-License-Identifier: Apache-2.0
#include "bench/target/command_target.hpp"

#include "schemas/message.hpp"

#include <fmt/format.h>

namespace sinew::bench {

command_target::command_target(std::unique_ptr<connection> with, std::unique_ptr<command_source> from,
                               reason_tally* why_not)
    : from_{std::move(from)}, why_not_{why_not}, with_{std::move(with)} {}

void command_target::begin(ticket which) {
  const auto [subject, body] = from_->next();
  with_->request(subject, {}, body, patience,
                 [this, which](const result<broker_message>& answer) { on_answer(which, answer); });
}

void command_target::on_answer(ticket which, const result<broker_message>& answer) {
  const auto how = outcome_of(answer);
  if (how != outcome::done && why_not_ != nullptr)
    why_not_->count(reason_of(answer));
  ended(which, how);
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

auto reason_of(const result<broker_message>& answer) -> std::string {
  if (!answer)
    return std::string{to_string(answer.error().code)};
  const auto said = read_receipt(answer->body());
  if (!said)
    return "no receipt at all";
  return fmt::format("{}: {}", wire::EnumNameOutcome(said->outcome), said->reason);
}

} // namespace sinew::bench
