// SPDX-License-Identifier: Apache-2.0

// Carts and the answers of a catalog that come late, twice and in any order.

#include "services/cart/cart.hpp"
#include "tests/support/given.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <random>

namespace shop {
namespace {

using sinew::testing::happens;

const customer_id ada{"c-1"};

/// What somebody wants: so many pieces of one of three articles; then as many of the open questions are answered.
struct wish {
  int article;
  std::uint32_t quantity;
  int answers;
};

auto any_wish() -> rc::Gen<wish> {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(0, 3), rc::gen::inRange<std::uint32_t>(0, 4), rc::gen::inRange(0, 3)),
      [](auto t) {
        return wish{std::get<0>(t), std::get<1>(t), std::get<2>(t)};
      });
}

/// The price that the catalog names in answer to a question: a different one for each, so that it tells which was heard.
auto price_of(std::uint64_t want) -> money {
  return {static_cast<std::int64_t>(want), currency::eur};
}

/// A cart, and the questions that are on their way to the catalog and back.
class shopping {
 public:
  explicit shopping(std::uint64_t seed) : chance_{seed} {}

  void want(const wish& w) {
    for (const auto& event : happens<cart>(now_, cart::put{ada, {"SKU-" + std::to_string(w.article)}, w.quantity}))
      if (const auto* asked = std::get_if<cart::item_wanted>(&event)) {
        questions_.push_back(*asked);
        newest_[asked->article] = *asked;
      } else {
        newest_.erase(std::get<cart::item_removed>(event).article);
      }
    for (int i = 0; i < w.answers; ++i)
      answer_one();
  }

  /// Any question, old ones too; one in three stays, and is answered again.
  void answer_one() {
    if (questions_.empty())
      return;
    const auto at = questions_.begin() + static_cast<std::ptrdiff_t>(below(questions_.size()));
    happens<cart>(now_, cart::note_price{at->article, at->want, price_of(at->want)});
    if (below(3) != 0)
      questions_.erase(at);
  }

  void answer_all() {
    while (!questions_.empty())
      answer_one();
  }

  /// The articles that are wanted, by the question that was asked last about each.
  auto newest() const -> const std::map<sku, cart::item_wanted>& { return newest_; }
  auto now() -> cart::state& { return now_; }

 private:
  auto below(std::size_t limit) -> std::size_t {
    return std::uniform_int_distribution<std::size_t>{0, limit - 1}(chance_);
  }

  std::mt19937_64 chance_;
  cart::state now_;
  std::vector<cart::item_wanted> questions_;
  std::map<sku, cart::item_wanted> newest_;
};

auto shopped() -> shopping {
  shopping tour{*rc::gen::arbitrary<std::uint64_t>()};
  for (const auto& each : *rc::gen::container<std::vector<wish>>(any_wish()))
    tour.want(each);
  return tour;
}

RC_GTEST_PROP(cart, is_bought_at_the_price_that_was_asked_for_last_whatever_the_order_of_answers, ()) {
  auto tour = shopped();
  tour.answer_all();
  std::vector<line> wanted;
  for (const auto& [article, asked] : tour.newest())
    wanted.push_back({article, asked.quantity, price_of(asked.want)});
  const auto events = happens<cart>(tour.now(), cart::checkout{{"o-1"}, card{"4242"}, std::nullopt, {}});
  RC_ASSERT(events.size() == (wanted.empty() ? 0U : 1U));
  if (wanted.empty())
    return;
  const auto& bought = std::get<cart::checked_out>(events.front());
  RC_ASSERT(bought.lines == wanted);
  RC_ASSERT(total_of(bought.lines) == total_of(wanted));
  RC_ASSERT(tour.now().items.empty());
}

RC_GTEST_PROP(cart, is_never_bought_with_an_article_that_has_no_price, ()) {
  auto tour = shopped();
  bool all_priced = !tour.now().items.empty();
  for (const auto& [article, item] : tour.now().items)
    all_priced = all_priced && item.price.has_value();
  const auto answer = cart::decide(tour.now(), cart::checkout{{"o-1"}, card{"4242"}, std::nullopt, {}});
  RC_ASSERT(answer.is_refused() != all_priced);
}

RC_GTEST_PROP(cart, does_not_change_by_any_answer_once_it_is_empty, ()) {
  auto tour = shopped();
  happens<cart>(tour.now(), cart::clear{});
  const auto before = tour.now();
  tour.answer_all();
  RC_ASSERT(sinew::testing::same(tour.now(), before));
}

} // namespace
} // namespace shop
