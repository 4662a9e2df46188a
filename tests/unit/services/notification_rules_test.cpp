// SPDX-License-Identifier: Apache-2.0
#include "services/notification/notification.hpp"

#include "tests/support/given.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::given;
using outcome = notification::outcome;

const notification::notify good_news{"o-1", {"c-1"}, outcome::confirmed, {2400, currency::eur}, {}};
const notification::notify bad_news{"o-1", {"c-1"}, outcome::cancelled, {}, "card_declined"};
const notification::requested requested{"c-1@example.test", "Your order o-1 is confirmed",
                                        "Thank you for your order o-1.\nYou paid 24.00 EUR. It is on its way.\n"};
const notification::sent sent{"c-1@example.test"};

TEST(notification, tells_the_customer_that_the_order_is_confirmed_and_what_it_cost) {
  given<notification>().when(good_news).then(requested);
}

TEST(notification, tells_the_customer_why_the_order_is_cancelled) {
  given<notification>().when(bad_news).then(notification::requested{
      "c-1@example.test", "Your order o-1 is cancelled",
      "We are sorry: your order o-1 was cancelled (card_declined).\nWhatever you paid has been given back.\n"});
}

TEST(notification, tells_once) {
  given<notification>(requested).when(good_news).then_nothing();
  given<notification>(requested, sent).when(bad_news).then_nothing();
}

TEST(notification, notes_once_that_the_mail_is_out) {
  given<notification>(requested).when(notification::note_sent{}).then(sent);
  given<notification>(requested, sent).when(notification::note_sent{}).then_nothing();
  given<notification>().when(notification::note_sent{}).refused(notification::refusal::not_requested);
}

} // namespace
} // namespace shop
