// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/refusals.hpp"

#include <fmt/format.h>

namespace simulation {

namespace {

using sinew::wire::Outcome;

auto name_of(const asked& a) -> std::string {
  const auto& c = a.what->command;
  return fmt::format("'{}' of {} {} ({}), answered {} '{}' version {} position {}", c.type(), c.aggregate(),
                     c.aggregate_id(), to_string(c.id()), sinew::wire::EnumNameOutcome(a.given->outcome),
                     a.given->reason, a.given->version, a.given->position);
}

void audit_accepted(const evidence& seen, const asked& a, findings& found) {
  const auto& c = a.what->command;
  const auto& history = seen.log.of(c.aggregate(), c.aggregate_id());
  const auto* e = last_caused_by(history, c.id());
  // "Already so" is not remembered, as a no is not: another copy may find it otherwise later, and have its event.
  if (e == nullptr || e->stored > a.answered || a.given->version < e->version)
    return found.expect(was_so_already(seen, a), "what is acknowledged is stored", [&] { return name_of(a); });
  found.expect(
      e->version == a.given->version && e->position == a.given->position, "receipts say where the event is",
      [&] { return fmt::format("{}, but it is version {} at position {}", name_of(a), e->version, e->position); });
}

} // namespace

void audit_receipts(const evidence& seen, findings& found) {
  for (const auto* each : seen.history) {
    if (!each->given)
      continue; // reported as unfinished
    const auto& a = *each;
    const auto& c = a.what->command;
    const auto* effect = caused_by(seen.log.of(c.aggregate(), c.aggregate_id()), c.id());
    found.expect(a.given->command == c.id(), "receipts name their command", [&] { return name_of(a); });
    const bool is_late = c.has_deadline();
    found.expect(!is_late || effect == nullptr, "a command past its deadline has no effect",
                 [&] { return name_of(a); });
    switch (a.given->outcome) {
      case Outcome::accepted: audit_accepted(seen, a, found); break;
      case Outcome::refused:
        // A no is not remembered: a copy of the command that was under way at the same time may still get a yes.
        found.expect(effect == nullptr || effect->stored > a.sent_last, "what is done is not refused",
                     [&] { return name_of(a); });
        found.expect(is_late ? a.given->reason == "deadline_exceeded" : is_just(seen, a), "refusals are just",
                     [&] { return name_of(a); });
        break;
      case Outcome::invalid: found.expect(false, "commands of ours are valid", [&] { return name_of(a); }); break;
      case Outcome::retry: break;
    }
  }
}

} // namespace simulation
