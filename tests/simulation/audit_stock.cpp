// SPDX-License-Identifier: Apache-2.0
#include "schemas/inventory_generated.h"
#include "tests/simulation/auditor.hpp"

#include <fmt/format.h>

namespace simulation {

namespace {

namespace tables = shop::wire;

/// One article, piece by piece.
void audit_article(const std::string& sku, const log_view::history& history, findings& found) {
  std::int64_t available = 0;
  std::map<std::string, std::int64_t> held; // by reservation; kept when given back, to see a second time
  const auto give_up = [&](const logged& e, const std::string& reservation, std::int64_t quantity) {
    found.expect(held[reservation] == quantity, "stock is conserved", [&] {
      return fmt::format("{}: '{}' of {} for {}, which holds {}", sku, e.type, quantity, reservation,
                         held[reservation]);
    });
    held.erase(reservation);
  };
  for (const auto* e : history) {
    if (e->type == "received")
      available += e->as<tables::StockReceived>().quantity();
    if (e->type == "held") {
      const auto& h = e->as<tables::StockHeld>();
      found.expect(!held.contains(h.reservation()->str()), "stock is conserved",
                   [&] { return fmt::format("{}: {} holds twice", sku, h.reservation()->str()); });
      held[h.reservation()->str()] = h.quantity();
      available -= h.quantity();
    }
    if (e->type == "released") {
      const auto& r = e->as<tables::StockReleased>();
      give_up(*e, r.reservation()->str(), r.quantity());
      available += r.quantity();
    }
    if (e->type == "shipped")
      give_up(*e, e->as<tables::StockShipped>().reservation()->str(), e->as<tables::StockShipped>().quantity());
    found.expect(available >= 0, "stock is conserved",
                 [&] { return fmt::format("{}: {} pieces too many are promised", sku, -available); });
  }
  found.expect(held.empty(), "what is held is shipped or given back",
               [&] { return fmt::format("{}: {} still holds", sku, held.begin()->first); });
}

/// What came in is what clients delivered, each delivery once. (That none is missing shows by the receipts.)
void audit_received(const evidence& seen, findings& found) {
  std::map<sinew::uuid, std::uint32_t> wanted;
  for (const auto& i : seen.wanted.intentions)
    if (i.command.type() == "receive" && i.command.aggregate() == "stock")
      wanted[i.command.id()] = sinew::verified_table<tables::StockReceive>(i.command.payload())->quantity();
  for (const auto& sku : seen.log.ids_of("stock"))
    for (const auto* e : seen.log.of("stock", sku))
      found.expect(e->type != "received" || wanted[e->causation] == e->as<tables::StockReceived>().quantity(),
                   "nothing happens unasked", [&] { return sku + ": pieces came in that nobody delivered"; });
}

} // namespace

void audit_stock(const evidence& seen, findings& found) {
  for (const auto& sku : seen.log.ids_of("stock"))
    audit_article(sku, seen.log.of("stock", sku), found);
  audit_received(seen, found);
}

} // namespace simulation
