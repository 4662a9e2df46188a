// SPDX-License-Identifier: Apache-2.0
#include "schemas/cart_generated.h"
#include "schemas/catalog_generated.h"
#include "schemas/order_generated.h"
#include "tests/simulation/auditor.hpp"
#include "tests/simulation/cart_view.hpp"

#include <fmt/format.h>

namespace simulation {

namespace {

namespace tables = shop::wire;

/// One cart, event by event.
class cart_audit {
 public:
  cart_audit(const evidence& seen, std::string cart, findings& found)
      : seen_{seen}, id_{std::move(cart)}, found_{found} {}

  void run() {
    for (const auto* e : seen_.log.of("cart", id_)) {
      if (owed_by_ != e->causation)
        settle();
      event(*e);
      now_.take(*e);
    }
    settle();
    if (!seen_.unfinished.empty())
      return;
    for (const auto& [sku, item] : now_.items)
      found_.expect(!item.is_awaited(), "every question for a price is answered", [&] {
        return fmt::format("cart {} still waits for the price of {} (question {})", id_, sku, item.want);
      });
  }

 private:
  void event(const logged& e) {
    if (e.type == "item_wanted")
      wanted(e, e.as<tables::CartItemWanted>());
    else if (e.type == "item_removed")
      expect(e, now_.items.contains(e.as<tables::CartItemRemoved>().sku()->str()), "a cart holds what was put in",
             "there is none");
    else if (e.type == "item_priced")
      priced(e, e.as<tables::CartItemPriced>());
    else if (e.type == "item_unavailable")
      unavailable(e, e.as<tables::CartItemUnavailable>());
    else if (e.type == "checked_out")
      checked_out(e, e.as<tables::CartCheckedOut>());
    else if (e.type == "order_refused")
      refused(e, e.as<tables::CartOrderRefused>());
    else
      expect(e, e.type == "cleared" && !now_.items.empty(), "a cart holds what was put in", "of nothing");
  }

  void wanted(const logged& e, const tables::CartItemWanted& w) {
    expect(e, w.want() == now_.wants + 1, "each question has its number",
           fmt::format("{} follows {}", w.want(), now_.wants));
    expect(e, now_.customer.empty() || now_.customer == w.customer()->string_view(), "a cart has one owner",
           fmt::format("{} puts something into the cart of {}", w.customer()->str(), now_.customer));
    expect(e, was_put(e, w) || is_owed(w), "nothing happens unasked", "nobody has put that in");
    owed_.erase(w.sku()->str());
  }

  /// Everything that was checked out in vain is wanted again, but for what is in the cart again.
  void refused(const logged& e, const tables::CartOrderRefused& r) {
    expect(e, !now_.refused.contains(r.checkout()), "each step is done and undone once", "taken back before");
    for (const auto* no : seen_.log.of("order", r.order()->string_view()))
      if (no->type == "place_refused" && no->stored <= e.stored) {
        const auto& why = no->as<tables::OrderPlaceRefused>();
        if (why.cart()->string_view() != id_ || why.checkout() != r.checkout())
          continue;
        for (const auto* line : *why.lines())
          if (!now_.items.contains(line->sku()->str()))
            owed_[line->sku()->str()] = line->quantity();
        owed_by_ = e.causation;
        return;
      }
    expect(e, false, "nothing happens unasked", "order " + r.order()->str() + " has not refused it");
  }

  auto is_owed(const tables::CartItemWanted& w) const -> bool {
    const auto found = owed_.find(w.sku()->str());
    return found != owed_.end() && found->second == w.quantity();
  }

  /// One append has taken all back, or something is lost.
  void settle() {
    found_.expect(owed_.empty(), "what is checked out is ordered, or refused and taken back",
                  [&] { return fmt::format("cart {} has lost {}", id_, owed_.begin()->first); });
    owed_.clear();
    owed_by_ = {};
  }

  auto was_put(const logged& e, const tables::CartItemWanted& w) const -> bool {
    for (const auto& i : seen_.wanted.intentions)
      if (i.command.id() == e.causation && i.command.type() == "put" && i.command.aggregate_id() == id_) {
        const auto* put = sinew::verified_table<tables::CartPut>(i.command.payload());
        return put->quantity() == w.quantity() && put->sku()->string_view() == w.sku()->string_view();
      }
    return false;
  }

  /// The item that the answer is for; null when nobody waits for it, which is told.
  auto awaited(const logged& e, const std::string& sku, std::uint64_t want) -> const cart_view::item* {
    const auto found = now_.items.find(sku);
    const bool is_awaited = found != now_.items.end() && found->second.is_awaited() && found->second.want == want;
    expect(e, is_awaited, "answers to old questions count for nothing",
           fmt::format("{}, question {}, in {}", sku, want, now_.in_words()));
    return is_awaited ? &found->second : nullptr;
  }

  void priced(const logged& e, const tables::CartItemPriced& p) {
    awaited(e, p.sku()->str(), p.want());
    for (const auto* q : seen_.log.of("product", p.sku()->string_view()))
      if (q->type == "quoted" && q->stored <= e.stored) {
        const auto& quote = q->as<tables::ProductQuoted>();
        if (quote.cart()->string_view() == id_ && quote.want() == p.want() &&
            quote.price()->units() == p.price()->units())
          return;
      }
    expect(e, false, "prices come from the catalog",
           fmt::format("{} units for {}", p.price()->units(), p.sku()->str()));
  }

  void unavailable(const logged& e, const tables::CartItemUnavailable& u) {
    awaited(e, u.sku()->str(), u.want());
    for (const auto* q : seen_.log.of("product", u.sku()->string_view()))
      if (q->type == "quote_refused" && q->stored <= e.stored) {
        const auto& no = q->as<tables::ProductQuoteRefused>();
        if (no.cart()->string_view() == id_ && no.want() == u.want() &&
            no.code()->string_view() == u.code()->string_view())
          return;
      }
    expect(e, false, "prices come from the catalog", u.sku()->str() + " was not refused");
  }

  /// All that is in the cart, at the prices that were quoted to it; and the cart is empty, which the next events and the last words tell.
  void checked_out(const logged& e, const tables::CartCheckedOut& c) {
    std::map<std::string, cart_view::item> left = now_.items;
    for (const auto* line : *c.lines()) {
      const auto found = left.find(line->sku()->str());
      const bool is_right = found != left.end() && found->second.quantity == line->quantity() &&
                            found->second.price == line->price()->units() && found->second.code.empty();
      expect(e, is_right, "what is checked out is what was in the cart, as quoted",
             fmt::format("{} {} at {}, of {}", line->quantity(), line->sku()->str(), line->price()->units(),
                         now_.in_words()));
      if (found != left.end())
        left.erase(found);
    }
    expect(e, left.empty() && c.lines()->size() > 0 && c.customer()->string_view() == now_.customer,
           "what is checked out is what was in the cart, as quoted", "not all, or of another: " + now_.in_words());
    expect(e, was_asked(e, c), "nothing happens unasked", "nobody has checked it out like that");
  }

  auto was_asked(const logged& e, const tables::CartCheckedOut& c) const -> bool {
    for (const auto& i : seen_.wanted.intentions)
      if (i.command.id() == e.causation && i.command.type() == "checkout" && i.command.aggregate_id() == id_)
        return sinew::verified_table<tables::CartCheckout>(i.command.payload())->order()->string_view() ==
               c.order()->string_view();
    return false;
  }

  void expect(const logged& e, bool holds, const char* invariant, const std::string& what) {
    found_.expect(holds, invariant,
                  [&] { return fmt::format("cart {} version {} '{}': {}", id_, e.version, e.type, what); });
  }

  const evidence& seen_;
  std::string id_;
  findings& found_;
  cart_view now_;
  /// Pieces that the events after an `order_refused` must want again, and the command that both come from.
  std::map<std::string, std::uint32_t> owed_;
  sinew::uuid owed_by_;
};

} // namespace

void audit_carts(const evidence& seen, findings& found) {
  for (const auto& cart : seen.log.ids_of("cart"))
    cart_audit{seen, cart, found}.run();
}

} // namespace simulation
