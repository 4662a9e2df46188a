// SPDX-License-Identifier: Apache-2.0
#include "schemas/customer_generated.h"
#include "schemas/payment_generated.h"
#include "tests/simulation/aggregate_views.hpp"
#include "tests/simulation/auditor.hpp"

#include <fmt/format.h>

namespace simulation {

namespace {

namespace tables = shop::wire;

void audit_customer(const evidence& seen, const std::string& id, findings& found) {
  customer_view now;
  std::set<sinew::uuid> asked;
  for (const auto& i : seen.wanted.intentions)
    if (i.command.aggregate() == "customer" && i.command.aggregate_id() == id)
      asked.insert(i.command.id());
  for (const auto* e : seen.log.of("customer", id)) {
    found.expect((e->type == "created" ? "unknown" : "registered") == now.stage, "a customer comes and goes once",
                 [&] { return fmt::format("{}: '{}' of one who is {}", id, e->type, now.in_words()); });
    found.expect(asked.contains(e->causation), "nothing happens unasked",
                 [&] { return fmt::format("{}: nobody has asked for '{}'", id, e->type); });
    now.take(*e);
  }
}

/// Each who came has the present of the shop, once, in the account of the same name; nobody else has one.
void audit_coupons(const evidence& seen, const std::string& account, findings& found) {
  int presents = 0;
  for (const auto* e : seen.log.of("account", account))
    if (e->type == "redeemed") {
      const auto& r = e->as<tables::AccountRedeemed>();
      ++presents;
      found.expect(r.coupon()->string_view() == coupon::welcome && r.amount()->units() == coupon::worth,
                   "nothing happens unasked", [&] {
                     return fmt::format("{} redeems '{}' for {}", account, r.coupon()->str(), r.amount()->units());
                   });
    }
  const bool is_customer = first_of(seen.log.of("customer", account), "created") != nullptr;
  const bool is_over = seen.unfinished.empty();
  found.expect(is_customer ? presents == 1 || (presents == 0 && !is_over) : presents == 0 || !is_over,
               "each new customer is welcomed once", [&] {
                 return fmt::format("{}, who is {} customer, has {} coupons", account, is_customer ? "a" : "no",
                                    presents);
               });
}

} // namespace

void audit_customers(const evidence& seen, findings& found) {
  std::set<std::string> all;
  for (const auto& id : seen.log.ids_of("customer")) {
    audit_customer(seen, id, found);
    all.insert(id);
  }
  for (const auto& id : seen.log.ids_of("account"))
    all.insert(id);
  for (const auto& id : all)
    audit_coupons(seen, id, found);
}

} // namespace simulation
