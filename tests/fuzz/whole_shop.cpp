// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/whole_shop.hpp"

#include "services/cart/cart_service.hpp"
#include "services/catalog/catalog_service.hpp"
#include "services/customer/customer_service.hpp"
#include "services/inventory/inventory_service.hpp"
#include "services/notification/notification_service.hpp"
#include "services/order/order_service.hpp"
#include "services/payment/payment_service.hpp"
#include "services/shipping/shipping_service.hpp"

namespace sinew::fuzz {

namespace {

class willing_card_provider final : public shop::card_provider {
 public:
  void charge(const charge_order& what, completion<answer> done) override { done(approved{"ch-" + what.payment.text}); }
  void cancel(const shop::payment_id&, completion<void> done) override { done({}); }
};

class willing_carrier final : public shop::carrier {
 public:
  void book(std::string_view shipment, const shop::address&, timestamp, completion<answer> done) override {
    done(booked{"t-" + std::string{shipment}});
  }
  void cancel(std::string_view, completion<void> done) override { done({}); }
};

class willing_mail final : public shop::mail {
 public:
  void send(letter, completion<void> done) override { done({}); }
};

} // namespace

auto whole_shop() -> const std::vector<service>& {
  static willing_card_provider cards;
  static willing_carrier parcels;
  static willing_mail post;
  static const std::vector<service> all{shop::order_service(),
                                        shop::inventory_service(),
                                        shop::payment_service(cards),
                                        shop::shipping_service(parcels),
                                        shop::notification_service(post),
                                        shop::catalog_service(),
                                        shop::cart_service(),
                                        shop::customer_service()};
  return all;
}

auto all_kinds() -> const std::vector<const aggregate_kind*>& {
  static const auto all = [] {
    std::vector<const aggregate_kind*> kinds;
    for (const auto& each : whole_shop())
      kinds.insert(kinds.end(), each.aggregates.begin(), each.aggregates.end());
    return kinds;
  }();
  return all;
}

auto shop_catalog() -> const catalog& {
  static const auto all = [] {
    catalog known;
    for (const auto& each : whole_shop()) {
      auto card = parse_service_card(describe(each)).value();
      card.schema = schema_book::open(copy_of(each.schema)).value();
      known.add(std::move(card));
    }
    return known;
  }();
  return all;
}

} // namespace sinew::fuzz
