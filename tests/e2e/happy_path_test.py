"""An order that nothing stands in the way of: from the customer's wish to the letter that it is on its way."""

import unittest

from shop_case import ShopCase, eur


class HappyPath(ShopCase):
    def test_an_order_paid_by_card_is_confirmed(self):
        sku = self.stocked(100)
        order = self.placed((sku, 2, 1200))
        self.assert_completed(order)
        self.assert_stock_settles(sku, available=98, shipped=2)
        charge = self.shop.charge_of(order)
        self.assertEqual((charge["status"], charge["amount"], charge["currency"]), ("approved", 2400, "EUR"))

    def test_an_order_paid_from_an_account_is_confirmed(self):
        sku = self.stocked(10)
        account = self.funded(5000)
        order = self.placed((sku, 3, 1500), account=account)
        self.assert_completed(order)
        self.assertEqual(self.balance(account), 500)
        self.assert_stock_settles(sku, available=7, shipped=3)
        self.assertEqual(self.shop.charge_of(order)["status"], "unknown")

    def test_an_order_of_several_articles_takes_each_from_its_shelf(self):
        first, second, third = (self.stocked(10) for _ in range(3))
        order = self.placed((first, 1, 100), (second, 2, 200), (third, 3, 300), (first, 4, 100))
        self.assert_completed(order)
        for sku, left in ((first, 5), (second, 8), (third, 7)):
            self.assert_stock_settles(sku, available=left, shipped=10 - left)
        self.assertEqual(self.shop.state("order", order)["total"], eur(1800))

    def test_the_last_piece_can_be_bought(self):
        sku = self.stocked(1)
        self.assert_completed(self.placed((sku, 1, 999)))
        self.assert_stock_settles(sku, available=0, shipped=1)

    def test_the_customer_gets_one_letter(self):
        order = self.placed((self.stocked(5), 1, 1200))
        self.shop.events(f"evt.notification.*.{order}.sent", 1)
        letters = self.shop.letters(order)
        self.assertEqual(len(letters), 1)
        self.assertIn("To: c-1@example.test\n", letters[0])
        self.assertIn(f"Subject: Your order {order} is confirmed\n", letters[0])
        self.assertIn("You paid 12.00 EUR.", letters[0])

    def test_the_saga_shows_each_step_in_its_order(self):
        order = self.placed((self.stocked(5), 1, 1200))
        events = self.shop.saga(order).events
        milestones = ["order.placed", "reservation.reserved", "payment.charged", "shipment.created", "order.confirmed"]
        self.assertEqual([event for event in events if event in milestones], milestones)


if __name__ == "__main__":
    unittest.main()
