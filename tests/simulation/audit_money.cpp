// SPDX-License-Identifier: Apache-2.0
#include "schemas/payment_generated.h"
#include "tests/simulation/aggregate_views.hpp"
#include "tests/simulation/auditor.hpp"

#include <fmt/format.h>

namespace simulation {

namespace {

namespace tables = shop::wire;

/// All accounts together: what came in by deposits and coupons is in balances, or was paid and not given back.
class money_audit {
 public:
  money_audit(const evidence& seen, findings& found) : seen_{seen}, found_{found} {}

  void run() {
    for (const auto& id : seen_.log.ids_of("account"))
      account(id);
    if (!seen_.unfinished.empty())
      return;
    found_.expect(deposited_ + presented_ == balances_ + paid_, "money is conserved", [&] {
      return fmt::format("{} were deposited and {} given, {} are in accounts, {} were paid", deposited_, presented_,
                         balances_, paid_);
    });
  }

 private:
  void account(const std::string& id) {
    std::int64_t balance = 0;
    std::map<std::string, std::int64_t> debits;
    for (const auto* e : seen_.log.of("account", id)) {
      balance += change(*e, debits);
      found_.expect(balance >= 0, "money is conserved", [&] { return fmt::format("{} has {} units", id, balance); });
    }
    balances_ += balance;
    for (const auto& [payment, units] : debits)
      paid_ += units;
  }

  /// What one event does to its account's balance.
  auto change(const logged& e, std::map<std::string, std::int64_t>& debits) -> std::int64_t {
    if (e.type == "deposited") {
      const auto units = e.as<tables::AccountDeposited>().amount()->units();
      found_.expect(units == wanted_by(e.causation), "nothing happens unasked", [&] {
        return fmt::format("{}: {} are deposited, not {}", e.key.id, units, wanted_by(e.causation));
      });
      deposited_ += units;
      return units;
    }
    if (e.type == "debited") {
      const auto& d = e.as<tables::AccountDebited>();
      found_.expect(debits.emplace(d.payment()->str(), d.amount()->units()).second, "each step is done and undone once",
                    [&] { return fmt::format("{} is debited twice for {}", e.key.id, d.payment()->str()); });
      return -d.amount()->units();
    }
    if (e.type == "credited") {
      const auto& c = e.as<tables::AccountCredited>();
      const auto debit = debits.find(c.payment()->str());
      const auto owed = debit == debits.end() ? 0 : debit->second;
      found_.expect(owed == c.amount()->units(), "each step is done and undone once", [&] {
        return fmt::format("{} is credited {} for {}, which had taken {}", e.key.id, c.amount()->units(),
                           c.payment()->str(), owed);
      });
      if (debit != debits.end())
        debit->second = 0;
      return c.amount()->units();
    }
    if (e.type == "redeemed")
      presented_ += balance_change(e);
    return balance_change(e);
  }

  /// What the command with that id wanted to deposit; 0 when nobody sent it.
  auto wanted_by(const sinew::uuid& command) const -> std::int64_t {
    for (const auto& i : seen_.wanted.intentions)
      if (i.command.id() == command && i.command.type() == "deposit")
        return sinew::verified_table<tables::AccountDeposit>(i.command.payload())->amount()->units();
    return 0;
  }

  const evidence& seen_;
  findings& found_;
  std::int64_t deposited_ = 0;
  std::int64_t presented_ = 0; // coupons: how many there may be is judged with the customers
  std::int64_t balances_ = 0;
  std::int64_t paid_ = 0;
};

} // namespace

void audit_money(const evidence& seen, findings& found) {
  money_audit{seen, found}.run();
}

} // namespace simulation
