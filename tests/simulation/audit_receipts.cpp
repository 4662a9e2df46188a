// SPDX-License-Identifier: Apache-2.0
#include "schemas/payment_generated.h"
#include "tests/simulation/auditor.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace simulation {

namespace {

using sinew::wire::Outcome;
namespace tables = shop::wire;

auto name_of(const asked& a) -> std::string {
  const auto& c = a.what->command;
  return fmt::format("'{}' of {} {} ({}), answered {} '{}' version {} position {}", c.type(), c.aggregate(),
                     c.aggregate_id(), to_string(c.id()), sinew::wire::EnumNameOutcome(a.given->outcome),
                     a.given->reason, a.given->version, a.given->position);
}

/// Whether such an event was there at some time while the command was under way.
auto was_there(const log_view::history& history, std::string_view type, time_point until) -> bool {
  const auto* e = first_of(history, type);
  return e != nullptr && e->stored <= until;
}

/// Whether the account could have had too little at some moment between `from` and `until`.
auto was_short(const log_view::history& history, std::int64_t wanted, time_point from, time_point until) -> bool {
  std::int64_t balance = 0;
  bool is_short = balance < wanted; // before anything
  for (const auto* e : history) {
    if (e->stored > until)
      break;
    if (e->stored > from && balance < wanted)
      return true;
    if (e->type == "deposited")
      balance += e->as<tables::AccountDeposited>().amount()->units();
    else if (e->type == "debited")
      balance -= e->as<tables::AccountDebited>().amount()->units();
    else if (e->type == "credited")
      balance += e->as<tables::AccountCredited>().amount()->units();
    else if (e->type == "transfer_sent")
      balance -= e->as<tables::AccountTransferSent>().amount()->units();
    else if (e->type == "transfer_received")
      balance += e->as<tables::AccountTransferReceived>().amount()->units();
    else if (e->type == "transfer_returned")
      balance += e->as<tables::AccountTransferReturned>().amount()->units();
    is_short = balance < wanted;
  }
  return is_short;
}

/// A no must have been right at some moment between question and answer.
auto is_just(const evidence& seen, const asked& a) -> bool {
  const auto& c = a.what->command;
  const auto& history = seen.log.of(c.aggregate(), c.aggregate_id());
  const auto& why = a.given->reason;
  if (why == "already_placed")
    return std::ranges::any_of(history, [&](const auto* e) {
      return e->type == "placed" && e->causation != c.id() && e->stored <= a.answered;
    });
  if (why == "not_placed")
    return !was_there(history, "placed", a.sent);
  if (why == "already_confirmed")
    return was_there(history, "confirmed", a.answered);
  if (why == "not_open")
    return !was_there(history, "opened", a.sent);
  if (why == "already_open")
    return was_there(history, "opened", a.answered);
  if (why == "same_account")
    return true;
  if (why == "insufficient_funds")
    return was_short(history, sinew::verified_table<tables::AccountTransfer>(c.payload())->amount()->units(), a.sent,
                     a.answered);
  return false;
}

/// A yes without an event says "already so": then it must have been so.
auto was_so_already(const evidence& seen, const asked& a) -> bool {
  const auto& c = a.what->command;
  const auto& history = seen.log.of(c.aggregate(), c.aggregate_id());
  return c.type() == "cancel" &&
         (was_there(history, "cancel_requested", a.answered) || was_there(history, "timed_out", a.answered) ||
          was_there(history, "cancelled", a.answered));
}

void audit_accepted(const evidence& seen, const asked& a, findings& found) {
  const auto& c = a.what->command;
  const auto& history = seen.log.of(c.aggregate(), c.aggregate_id());
  const auto* e = caused_by(history, c.id());
  if (e == nullptr)
    return found.expect(was_so_already(seen, a), "what is acknowledged is stored", [&] { return name_of(a); });
  found.expect(e->stored <= a.answered, "what is acknowledged is stored", [&] { return name_of(a) + " too early"; });
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
