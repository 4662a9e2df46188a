// SPDX-License-Identifier: Apache-2.0
#pragma once

// Wrong turns of our own, to see whether the auditor of tests/simulation notices. Each is one line where it is taken:
//
//     if (!mutated(mutant::deadline_ignored) && asked.command.deadline() < now) …
//
// A build without SINEW_MUTANTS (release, and whatever is installed) has none of them: `mutated` is then a constant.

#include <cstdint>
#include <string_view>

namespace sinew {

/// Every mutant and what is wrong with it. `simulate --mutants` runs each and tells which invariant it breaks.
// clang-format off
#define SINEW_EACH_MUTANT(X) \
  /* -- the aggregate and its log */ \
  X(guard_dropped, "an append goes through whoever has written since") \
  X(conflict_as_success, "'someone else wrote first' is taken for 'stored'") \
  X(unknown_as_success, "no answer is taken for 'stored'") \
  X(unknown_as_failure, "no answer is told to the client as a no") \
  X(resolved_without_comparing, "after no answer, whatever is last in the log is taken for ours") \
  X(phantom_state_kept, "what could not be stored stays in the state") \
  X(snapshot_before_ack, "a snapshot holds what is not stored yet") \
  X(refusal_from_memory, "a no without a look whether another owner has written since") \
  X(loaded_taken_for_newest, "a no rests on what was loaded, from whichever replica") \
  X(version_off_by_one, "events carry the version before them") \
  X(position_before_append, "receipts name the position before the append") \
  X(page_off_by_one, "the loader misses the first event of a page") \
  X(deadline_ignored, "a command that comes too late is decided all the same") \
  /* -- repetitions */ \
  X(inbox_dropped, "no command is remembered") \
  X(inbox_of_one, "only the last command is remembered") \
  X(inbox_not_in_snapshot, "a snapshot's commands are not restored") \
  X(inbox_not_from_log, "the log's commands are not remembered") \
  X(twin_in_batch, "the same command may be twice in one append") \
  X(command_id_per_delivery, "a redelivered event asks with another command") \
  /* -- timers */ \
  X(alarm_not_armed, "a deadline is in the state, but nothing will wake it") \
  X(alarm_not_rearmed, "a wake-up that came too early was the last") \
  X(rearmed_without_looking, "whether the next wake-up is durable is nobody's business") \
  X(expires_early, "the order takes every wake-up for its deadline") \
  /* -- readers */ \
  X(ack_before_append, "an event is acknowledged before what it leads to is stored") \
  X(retry_as_done, "'come again' is taken for an answer") \
  X(failed_call_as_done, "an outside party that could not be asked is not asked again") \
  X(redelivery_acked_unseen, "what comes again is acknowledged while the first is still at work") \
  X(wind_down_acks, "a reader that stops acknowledges what it does not begin") \
  X(first_entry_only, "of events stored together only the first is seen") \
  /* -- the shop */ \
  X(stock_unchecked, "pieces are promised that are not there") \
  X(release_doubled, "given back, a piece counts twice") \
  X(late_hold_kept, "pieces held after the end of a reservation stay held") \
  X(tombstone_missing, "a cancel that overtakes its shipment leaves no trace") \
  X(refund_skipped, "refunded without giving anything back") \
  X(void_skipped, "cancelled without telling the carrier") \
  X(refund_overtakes, "money goes back before the parcel is called back") \
  X(late_confirm_wins, "an order that is being undone can still be confirmed") \
  X(charge_without_key, "every call to the card provider is a new charge") \
  X(letter_without_key, "every call to the mail is a new letter") \
  X(transfer_not_returned, "a refused transfer does not come back") \
  X(coupon_taken_again, "an account does not remember which presents it had") \
  X(old_price_taken, "a cart takes the catalog's answer to a question that it has replaced") \
  X(cart_not_told, "an order that exists refuses a cart, which never hears of it")
// clang-format on

enum class mutant : std::uint8_t {
  none,
#define SINEW_NAME(name, what) name,
  SINEW_EACH_MUTANT(SINEW_NAME)
#undef SINEW_NAME
};

#ifdef SINEW_MUTANTS
/// For a list of all.
struct mutant_row {
  mutant wrong;
  std::string_view name;
  std::string_view what;
};
inline constexpr mutant_row mutants[] = {
#define SINEW_ROW(name, what) {mutant::name, #name, what},
    SINEW_EACH_MUTANT(SINEW_ROW)
#undef SINEW_ROW
};

/// The one that is active in this process.
inline mutant active_mutant = mutant::none;
inline auto mutated(mutant which) -> bool {
  return active_mutant == which;
}
/// A number that has not been given out before: for keys that are none.
inline auto fresh_number() -> std::uint64_t {
  static std::uint64_t last = 0;
  return ++last;
}
#else
constexpr auto mutated(mutant) -> bool {
  return false;
}
constexpr auto fresh_number() -> std::uint64_t {
  return 0;
}
#endif

} // namespace sinew
