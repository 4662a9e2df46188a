// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/auditor.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <set>

namespace simulation {

namespace {

auto name_of(const logged& e) -> std::string {
  return fmt::format("{} {} version {} '{}'", e.key.aggregate, e.key.id, e.version, e.type);
}

/// Whether what a command led to goes on with `e`: stored with the event before, in one append, and not the same once more.
auto goes_on(const logged* before, const logged& e) -> bool {
  return before != nullptr && before->causation == e.causation && before->stored == e.stored &&
         (before->type != e.type || !std::ranges::equal(before->payload, e.payload));
}

/// Every command of the shop leads to one event, to several that belong together, or to none.
void audit_history(const log_view::history& history, std::set<sinew::uuid>& ids, findings& found) {
  std::set<sinew::uuid> applied;
  const logged* last = nullptr;
  time_point before{};
  std::uint64_t position = 0;
  for (const auto* e : history) {
    found.expect(ids.insert(e->id).second, "event ids are unique", [&] { return name_of(*e); });
    found.expect(!e->causation.is_nil(), "each event names its command", [&] { return name_of(*e); });
    found.expect(applied.insert(e->causation).second || goes_on(last, *e), "no command is applied twice",
                 [&] { return name_of(*e) + " is caused by a command that had its event before"; });
    last = e;
    found.expect(e->stored >= before && e->position >= position, "the log is in order", [&] { return name_of(*e); });
    before = e->stored;
    position = e->position;
  }
}

} // namespace

void audit_log(const evidence& seen, findings& found) {
  for (const auto& fault : seen.log.faults())
    found.expect(false, "versions are contiguous", [&] { return fault; });
  std::set<sinew::uuid> ids;
  for (const auto& [key, history] : seen.log.all())
    audit_history(history, ids, found);
}

auto audit(const evidence& seen) -> std::vector<violation> {
  findings found;
  for (const auto& each : seen.unfinished)
    found.expect(false, "everything ends", [&] { return each; });
  found.expect(seen.parked == 0, "nothing is parked", [&] { return fmt::format("{} messages are", seen.parked); });
  for (const auto& each : seen.node_failures)
    found.expect(false, "no node breaks down", [&] { return each; });
  audit_log(seen, found);
  audit_receipts(seen, found);
  audit_sagas(seen, found);
  audit_stock(seen, found);
  audit_money(seen, found);
  audit_customers(seen, found);
  audit_products(seen, found);
  audit_carts(seen, found);
  audit_orders(seen, found);
  audit_states(seen, found);
  return found.all();
}

} // namespace simulation
