// SPDX-License-Identifier: Apache-2.0
#include "gateway/price_list.hpp"

#include <utility>

namespace sinew::gateway {

namespace {

/// Quotes leave a product as it was.
auto changes_a_product(bytes_view body) -> bool {
  const auto event = message::verify(body);
  return !event || (event->type() != "quoted" && event->type() != "quote_refused");
}

auto price_in(const ordered_json& state) -> result<ordered_json> {
  const auto& product = state.at("state");
  const auto stage = product.value("stage", "");
  if (stage == "listed" && product.contains("price"))
    return product.at("price");
  return fail(errc::conflict, stage == "withdrawn" ? "withdrawn" : "not_listed");
}

} // namespace

/// One article that was asked for. It stays in the list until something happens to it.
struct price_list::article {
  std::optional<ordered_json> price = {};
  event_tail::watch watch = {};
  std::vector<completion<ordered_json>> waiting = {};
};

price_list::price_list(client& with, guarded_services& services, event_tail& products)
    : with_{with}, services_{services}, products_{products} {
  with_.broker().on_state([this](connection::state) { articles_.clear(); }); // what changed meanwhile was not heard
}

void price_list::ask(const std::string& sku, completion<ordered_json> done) {
  if (const auto known = articles_.find(sku); known != articles_.end()) {
    if (known->second->price)
      return with_.where().post([done = std::move(done), price = *known->second->price] { done(price); });
    return known->second->waiting.push_back(std::move(done));
  }
  const auto made = std::make_shared<article>();
  made->waiting.push_back(std::move(done));
  if (products_.is_on() && articles_.size() < most_articles) {
    // Watched before it is asked for: so no change can be missed.
    made->watch =
        products_.watch_key({"product", sku}, [this, sku, w = std::weak_ptr{made}](std::uint64_t, bytes_view body) {
          if (changes_a_product(body))
            forget(sku, w);
        });
    articles_.emplace(sku, made);
  }
  services_.ask({"product", sku}, [this, sku, made](const result<ordered_json>& state) { on_state(sku, made, state); });
}

void price_list::on_state(const std::string& sku, const std::shared_ptr<article>& a,
                          const result<ordered_json>& state) {
  auto price = state.and_then(price_in);
  if (!state && state.error().code == errc::not_found)
    price = fail(errc::conflict, "not_listed");
  if (price)
    a->price = *price;
  else
    forget(sku, a); // a "no" is asked for again
  for (const auto& done : std::exchange(a->waiting, {}))
    done(price);
}

void price_list::forget(const std::string& sku, const std::weak_ptr<article>& a) {
  const auto found = articles_.find(sku);
  if (found != articles_.end() && found->second == a.lock())
    articles_.erase(found);
}

} // namespace sinew::gateway
