"""Each way in which an order can fail: it ends with everything undone, and nobody has lost a piece or a cent."""

import unittest

from shop_case import DECLINED_CARD, FAILS_TWICE_CARD, SLOW_CARD, SLOW_CARRIER, UNDELIVERABLE, ShopCase


class FailureBranches(ShopCase):
    def assert_nothing_moved(self, order: str, sku: str, on_the_shelf: int):
        self.assert_stock_settles(sku, available=on_the_shelf, shipped=0)
        self.assertIn(self.shop.charge_of(order)["status"], ("unknown", "declined", "voided"))

    def await_event(self, order: str, event: str):
        self.shop.events(f"evt.*.*.{order}.{event}", 1)

    # -- goods --------------------------------------------------------------------------------------------------------

    def test_out_of_stock(self):
        sku = self.stocked(3)
        order = self.placed((sku, 4, 100))
        self.assert_compensated(order, "out_of_stock")
        self.assert_nothing_moved(order, sku, 3)

    def test_one_of_two_articles_is_out_of_stock(self):
        plenty, scarce = self.stocked(10), self.stocked(1)
        order = self.placed((plenty, 5, 100), (scarce, 2, 100))
        self.assert_compensated(order, "out_of_stock")
        self.assert_nothing_moved(order, plenty, 10)
        self.assert_nothing_moved(order, scarce, 1)

    def test_an_article_that_nobody_has_ever_seen(self):
        self.assert_compensated(self.placed(("SKU-of-nobody", 1, 100)), "out_of_stock")

    # -- money --------------------------------------------------------------------------------------------------------

    def test_a_declined_card(self):
        sku = self.stocked(5)
        order = self.placed((sku, 2, 100), card=DECLINED_CARD)
        self.assert_compensated(order, "card_declined")
        self.assert_nothing_moved(order, sku, 5)

    def test_a_text_that_is_no_card_number(self):
        sku = self.stocked(5)
        order = self.placed((sku, 1, 100), card="1234")
        self.assert_compensated(order, "invalid_card")
        self.assert_nothing_moved(order, sku, 5)

    def test_a_provider_that_fails_twice_is_asked_again(self):
        sku = self.stocked(5)
        order = self.placed((sku, 1, 100), card=FAILS_TWICE_CARD)
        self.assert_completed(order)
        self.assert_stock_settles(sku, available=4, shipped=1)
        self.assertEqual(self.shop.charge_of(order)["status"], "approved")

    def test_a_provider_slower_than_the_deadline_of_a_payment(self):
        sku = self.stocked(5)
        order = self.placed((sku, 1, 100), card=SLOW_CARD)
        self.assert_compensated(order, "payment_timed_out")
        self.assert_nothing_moved(order, sku, 5)
        self.assertEqual(self.shop.charge_of(order)["status"], "voided")

    def test_too_little_on_the_account(self):
        sku, account = self.stocked(5), self.funded(99)
        order = self.placed((sku, 1, 100), account=account)
        self.assert_compensated(order, "insufficient_funds")
        self.assert_nothing_moved(order, sku, 5)
        self.assertEqual(self.balance(account), 99)

    def test_an_account_that_was_never_opened(self):
        sku = self.stocked(5)
        order = self.placed((sku, 1, 100), account="a-of-nobody")
        self.assert_compensated(order, "account_not_open")
        self.assert_nothing_moved(order, sku, 5)

    # -- carrier ------------------------------------------------------------------------------------------------------

    def test_an_undeliverable_address_gives_the_card_its_money_back(self):
        sku = self.stocked(5)
        order = self.placed((sku, 2, 100), address=UNDELIVERABLE)
        self.assert_compensated(order, "undeliverable")
        self.assert_nothing_moved(order, sku, 5)
        self.assertEqual(self.shop.charge_of(order)["status"], "voided")

    def test_an_undeliverable_address_gives_the_account_its_money_back(self):
        sku, account = self.stocked(5), self.funded(1000)
        order = self.placed((sku, 2, 100), account=account, address=UNDELIVERABLE)
        self.assert_compensated(order, "undeliverable")
        self.assert_nothing_moved(order, sku, 5)
        self.assertEqual(self.balance(account), 1000)

    # -- time and changes of mind -------------------------------------------------------------------------------------

    def test_the_deadline_of_an_order_passes_while_the_carrier_is_asked(self):
        sku, account = self.stocked(5), self.funded(1000)
        order = self.placed((sku, 1, 100), account=account, address=SLOW_CARRIER, deadline_seconds=2)
        self.assert_compensated(order, "deadline")
        self.assert_nothing_moved(order, sku, 5)
        self.assertEqual(self.balance(account), 1000)

    def test_a_customer_cancels_while_the_carrier_is_asked(self):
        sku = self.stocked(5)
        order = self.placed((sku, 1, 100), address=SLOW_CARRIER)
        self.await_event(order, "booking")
        self.shop.send("order", "cancel", order, {"reason": "changed_my_mind"})
        self.assert_compensated(order, "changed_my_mind")
        self.assert_nothing_moved(order, sku, 5)

    def test_a_customer_cancels_at_once(self):
        sku = self.stocked(5)
        order = self.placed((sku, 1, 100), card=SLOW_CARD)
        self.shop.send("order", "cancel", order, {})
        self.assert_compensated(order, "customer_request")
        self.assert_nothing_moved(order, sku, 5)

    def test_a_confirmed_order_is_not_cancelled_any_more(self):
        order = self.placed((self.stocked(5), 1, 100))
        self.assert_completed(order)
        refused = self.shop.try_send("order", "cancel", order, {})
        self.assertEqual(refused.code, 3, refused)
        self.assertIn("already_confirmed", refused.err)

    def test_an_order_that_was_never_placed_cannot_be_cancelled(self):
        refused = self.shop.try_send("order", "cancel", self.fresh("o"), {})
        self.assertEqual(refused.code, 3, refused)
        self.assertIn("not_placed", refused.err)

    def test_the_customer_is_told_why(self):
        order = self.placed((self.stocked(5), 1, 100), card=DECLINED_CARD)
        self.shop.events(f"evt.notification.*.{order}.sent", 1)
        letters = self.shop.letters(order)
        self.assertEqual(len(letters), 1)
        self.assertIn(f"Your order {order} is cancelled", letters[0])
        self.assertIn("(card_declined)", letters[0])


if __name__ == "__main__":
    unittest.main()
