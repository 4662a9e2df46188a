// SPDX-License-Identifier: Apache-2.0
#include "schemas/inventory_generated.h"
#include "schemas/order_generated.h"
#include "schemas/payment_generated.h"
#include "tests/simulation/order_origin.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace simulation {

namespace {

using namespace std::chrono_literals;
namespace tables = shop::wire;

/// What the books say of one order: under its id, or under an id made from it.
struct balance {
  int granted = 0;
  int kept = 0;
  int voided = 0;
  std::int64_t units = 0; // granted, and not voided
};

auto balance_of(const ledger& books, const std::string& order) -> balance {
  balance b;
  std::map<std::string, std::int64_t> open;
  for (const auto& line : books.lines()) {
    const bool is_ours = line.id == order || line.id.starts_with(order + ".") || line.id.starts_with(order + "_");
    if (!is_ours)
      continue;
    if (line.what == ledger_line::kind::granted) {
      ++b.granted;
      open[line.id] = line.units;
    }
    if (line.what == ledger_line::kind::voided && open.erase(line.id) > 0)
      ++b.voided;
  }
  b.kept = static_cast<int>(open.size());
  for (const auto& [id, units] : open)
    b.units += units;
  return b;
}

auto net_debit(const evidence& seen, const std::string& account, const std::string& order) -> std::int64_t {
  std::int64_t net = 0;
  for (const auto* e : seen.log.of("account", account)) {
    if (e->type == "debited" && e->as<tables::AccountDebited>().payment()->string_view() == order)
      net += e->as<tables::AccountDebited>().amount()->units();
    if (e->type == "credited" && e->as<tables::AccountCredited>().payment()->string_view() == order)
      net -= e->as<tables::AccountCredited>().amount()->units();
  }
  return net;
}

class saga_audit {
 public:
  saga_audit(const evidence& seen, std::string order, findings& found)
      : seen_{seen}, id_{std::move(order)}, found_{found} {}

  void run() {
    const auto& history = seen_.log.of("order", id_);
    if (history.empty())
      return; // never placed: what its clients were told is judged elsewhere
    const auto* placed = history.front();
    if (placed->type != "placed")
      return found_.expect(false, "an order begins when it is placed",
                           [&] { return id_ + " begins: " + placed->type; });
    const auto wanted = wanted_of(seen_, *placed);
    if (!wanted)
      return found_.expect(false, "nothing happens unasked", [&] { return id_ + " was placed by nobody"; });
    audit_end(history, *placed);
    if (first_of(history, "confirmed") != nullptr)
      audit_confirmed(*wanted);
    else if (first_of(history, "cancelled") != nullptr)
      audit_cancelled(*wanted);
    audit_letters(first_of(history, "confirmed") != nullptr);
    audit_undoing();
  }

 private:
  void expect(bool holds, const char* invariant, const std::string& what) {
    found_.expect(holds, invariant, [&] { return "order " + id_ + ": " + what; });
  }

  void audit_end(const log_view::history& history, const logged& placed) {
    const auto ends = count_of(history, "confirmed") + count_of(history, "cancelled");
    expect(ends == 1, "each saga ends exactly once", fmt::format("{} ends", ends));
    const auto& asked = placed.as<tables::OrderPlaced>();
    const auto deadline = sinew::from_unix_ns(asked.deadline());
    if (const auto* late = first_of(history, "timed_out"))
      expect(late->time >= deadline, "nothing times out before its deadline", "timed out too early");
    // Long after its deadline (late timers and dead nodes have had their time) an order must be on its way back.
    const auto* confirmed = first_of(history, "confirmed");
    expect(confirmed == nullptr || confirmed->time < deadline + 40s, "deadlines are kept",
           "confirmed long after its deadline");
  }

  void audit_confirmed(const wanted_order& wanted) {
    const auto charged = balance_of(seen_.world.charges, id_);
    if (wanted.account.empty())
      expect(charged.kept == 1 && charged.units == wanted.total && charged.granted == 1, "who gets the goods pays once",
             fmt::format("{} charges, {} kept: {} units for {}", charged.granted, charged.kept, charged.units,
                         wanted.total));
    else
      expect(charged.granted == 0 && net_debit(seen_, wanted.account, id_) == wanted.total,
             "who gets the goods pays once", "not paid from the account, or twice");
    const auto parcels = balance_of(seen_.world.bookings, id_);
    expect(parcels.kept == 1 && parcels.granted == 1, "who pays gets one parcel",
           fmt::format("{} parcels", parcels.kept));
    for (const auto& [sku, pieces] : wanted.pieces)
      expect(shipped(sku) == pieces, "who pays gets the goods",
             fmt::format("{} pieces of {} shipped", shipped(sku), sku));
  }

  void audit_cancelled(const wanted_order& wanted) {
    const auto charged = balance_of(seen_.world.charges, id_);
    expect(charged.kept == 0, "who gets nothing pays nothing", fmt::format("{} units are kept", charged.units));
    if (!wanted.account.empty())
      expect(net_debit(seen_, wanted.account, id_) == 0, "who gets nothing pays nothing",
             fmt::format("{} units are kept by {}", net_debit(seen_, wanted.account, id_), wanted.account));
    expect(balance_of(seen_.world.bookings, id_).kept == 0, "what is cancelled is not shipped", "a parcel is booked");
    for (const auto& [sku, pieces] : wanted.pieces)
      expect(shipped(sku) == 0, "what is cancelled is not shipped", fmt::format("{} of {}", shipped(sku), sku));
  }

  auto shipped(const std::string& sku) const -> std::uint32_t {
    std::uint32_t pieces = 0;
    for (const auto* e : seen_.log.of("stock", sku))
      if (e->type == "shipped" && e->as<tables::StockShipped>().reservation()->string_view() == id_)
        pieces += e->as<tables::StockShipped>().quantity();
    return pieces;
  }

  void audit_letters(bool is_confirmed) {
    std::vector<const shop::mail::letter*> ours;
    for (const auto& letter : seen_.world.letters.letters())
      if (letter.id == id_ || letter.subject.find(" " + id_ + " ") != std::string::npos)
        ours.push_back(&letter);
    expect(ours.size() == 1, "everybody is told once", fmt::format("{} letters", ours.size()));
    for (const auto* letter : ours)
      expect((letter->subject.find("confirmed") != std::string::npos) == is_confirmed, "everybody is told the truth",
             "'" + letter->subject + "'");
  }

  /// What was undone was undone once, and in the order of a way back: parcel, money, goods, order.
  void audit_undoing() {
    const auto& payment = seen_.log.of("payment", id_);
    const auto& shipment = seen_.log.of("shipment", id_);
    const auto& reservation = seen_.log.of("reservation", id_);
    for (const auto& [history, type] : {std::pair{&payment, "refunded"},
                                        {&payment, "charged"},
                                        {&shipment, "cancelled"},
                                        {&shipment, "created"},
                                        {&reservation, "released"},
                                        {&reservation, "reserved"},
                                        {&reservation, "committed"}})
      expect(count_of(*history, type) <= 1, "each step is done and undone once", std::string{"twice "} + type);
    const auto* refunding = first_of(payment, "refunding");
    const auto* created = first_of(shipment, "created");
    const auto* cancelled = first_of(shipment, "cancelled");
    if (refunding != nullptr && created != nullptr)
      expect(cancelled != nullptr && cancelled->stored <= refunding->stored, "steps are undone in reverse order",
             "money went back while a parcel was booked");
    const auto* released = first_of(reservation, "released");
    const auto* refunded = first_of(payment, "refunded");
    if (released != nullptr && first_of(payment, "charged") != nullptr)
      expect(refunded != nullptr && refunded->stored <= released->stored, "steps are undone in reverse order",
             "goods went back while money was held");
  }

  const evidence& seen_;
  std::string id_;
  findings& found_;
};

} // namespace

void audit_sagas(const evidence& seen, findings& found) {
  for (const auto& order : seen.wanted.orders)
    saga_audit{seen, order, found}.run();
  for (const auto& id : seen.log.ids_of("order"))
    found.expect(std::ranges::find(seen.wanted.orders, id) != seen.wanted.orders.end(), "nothing happens unasked",
                 [&] { return "nobody has ever named order " + id; });
  found.expect(seen.world.letters.contradictions() == 0, "everybody is told once",
               [] { return std::string{"a letter was written twice, differently"}; });
}

} // namespace simulation
