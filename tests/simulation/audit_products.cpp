// SPDX-License-Identifier: Apache-2.0
#include "schemas/cart_generated.h"
#include "schemas/catalog_generated.h"
#include "tests/simulation/aggregate_views.hpp"
#include "tests/simulation/auditor.hpp"

#include <fmt/format.h>
#include <tuple>

namespace simulation {

namespace {

namespace tables = shop::wire;

/// A cart's question for a price, by which question and answer find each other: sku, cart, number.
using question = std::tuple<std::string, std::string, std::uint64_t>;

auto to_string(const question& q) -> std::string {
  return fmt::format("question {} of {} for {}", std::get<2>(q), std::get<1>(q), std::get<0>(q));
}

/// What the catalog says costs what it says, and goes to those who asked.
class product_audit {
 public:
  product_audit(const evidence& seen, findings& found) : seen_{seen}, found_{found} {}

  void run() {
    for (const auto& cart : seen_.log.ids_of("cart"))
      for (const auto* e : seen_.log.of("cart", cart))
        if (e->type == "item_wanted") {
          const auto& w = e->as<tables::CartItemWanted>();
          asked_[{w.sku()->str(), cart, w.want()}] = {e->stored, w.quantity(), 0};
        }
    for (const auto& sku : seen_.log.ids_of("product"))
      product(sku);
    for (const auto& [which, each] : asked_)
      found_.expect(each.answers == 1 || (each.answers == 0 && !seen_.unfinished.empty()),
                    "each question for a price is answered once",
                    [&] { return fmt::format("{} has {} answers", to_string(which), each.answers); });
  }

 private:
  struct asking {
    time_point stored{};
    std::uint32_t quantity = 0;
    int answers = 0;
  };

  void product(const std::string& sku) {
    product_view now;
    for (const auto* e : seen_.log.of("product", sku)) {
      if (e->type == "quoted") {
        const auto& q = e->as<tables::ProductQuoted>();
        answer(*e, {sku, q.cart()->str(), q.want()}, q.quantity());
        expect(*e, now.is_listed() && now.price == q.price()->units(), "quotes are the catalog's price",
               fmt::format("{} units, while it is {}", q.price()->units(), now.in_words()));
      } else if (e->type == "quote_refused") {
        const auto& q = e->as<tables::ProductQuoteRefused>();
        answer(*e, {sku, q.cart()->str(), q.want()}, {});
        const auto* code = now.stage == "unknown" ? "not_listed" : "withdrawn";
        expect(*e, !now.is_listed() && q.code()->string_view() == code, "quotes are the catalog's price",
               fmt::format("refused '{}', while it is {}", q.code()->str(), now.in_words()));
      } else {
        expect(*e, (e->type == "listed") != now.is_listed(), "what is sold is listed",
               fmt::format("while it is {}", now.in_words()));
      }
      now.take(*e);
    }
  }

  void answer(const logged& e, const question& to, std::optional<std::uint32_t> quantity) {
    const auto found = asked_.find(to);
    if (found == asked_.end())
      return expect(e, false, "nothing happens unasked", "nobody has asked " + to_string(to));
    ++found->second.answers;
    expect(e, found->second.stored <= e.stored && quantity.value_or(found->second.quantity) == found->second.quantity,
           "nothing happens unasked", "it is not what was asked by " + to_string(to));
  }

  void expect(const logged& e, bool holds, const char* invariant, const std::string& what) {
    found_.expect(holds, invariant,
                  [&] { return fmt::format("product {} version {} '{}': {}", e.key.id, e.version, e.type, what); });
  }

  const evidence& seen_;
  findings& found_;
  std::map<question, asking> asked_;
};

} // namespace

void audit_products(const evidence& seen, findings& found) {
  product_audit{seen, found}.run();
}

} // namespace simulation
