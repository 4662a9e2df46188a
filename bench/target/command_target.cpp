// SPDX-License-Identifier: Apache-2.0
#include "bench/target/command_target.hpp"

#include "bridge/system_surroundings.hpp"
#include "schemas/message.hpp"

#include <fmt/format.h>

namespace sinew::bench {

command_target::command_target(std::unique_ptr<connection> with, std::unique_ptr<command_source> from, listeners also)
    : from_{std::move(from)}, also_{also}, with_{std::move(with)} {}

command_target::command_target(std::unique_ptr<connection> with, std::unique_ptr<command_source> from)
    : command_target{std::move(with), std::move(from), listeners{}} {}

void command_target::begin(ticket which) {
  const auto [subject, body] = from_->next();
  if (also_.hops != nullptr) // apart: what captures more than this must be allocated
    return with_->request(subject, {}, body, patience,
                          [this, which, sent = system_wall_clock{}.now()](const result<broker_message>& answer) {
                            on_answer(which, sent, answer);
                          });
  with_->request(subject, {}, body, patience,
                 [this, which](const result<broker_message>& answer) { on_answer(which, {}, answer); });
}

void command_target::on_answer(ticket which, timestamp sent, const result<broker_message>& answer) {
  const auto now = also_.hops == nullptr ? timestamp{} : system_wall_clock{}.now();
  const auto how = outcome_of(answer);
  if (how != outcome::done && also_.why_not != nullptr)
    also_.why_not->count(reason_of(answer));
  if (!ended(which, how) || also_.hops == nullptr || how != outcome::done)
    return;
  if (const auto given = read_receipt(answer->body()); given && given->hops != nullptr)
    also_.hops->add(sent, *given->hops, now);
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
