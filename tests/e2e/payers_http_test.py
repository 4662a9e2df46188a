"""From whose account an order is paid, through the shop's door."""

import unittest

from gateway_case import GatewayCase
from shop_case import order


class Payers(GatewayCase):
    def setUp(self):
        super().setUp()
        self.own = self.funded(1000)  # of c-1
        self.sku = self.stocked(9)

    def placed(self, account: str, by=None, **more):
        return (by or self.gateway).place(self.fresh("key"), order((self.sku, 1, 100), account=account, **more), Prefer="wait=30")

    def test_customers_pay_from_their_own(self):
        answer = self.placed(self.own)
        self.assertEqual((answer.status, answer.json["stage"]), (200, "confirmed"), answer.body)
        self.assertEqual(self.balance(self.own), 900)

    def test_of_anothers_account_and_of_none_they_hear_the_same(self):
        stranger = self.as_customer("c-2")
        for account in (self.own, self.fresh("nowhere")):
            answer = self.placed(account, stranger, customer="c-2")
            self.assert_problem(answer, 409, "no_account", "payment.account")
        for method in ("card", 1, "ACCOUNT"):
            odd = order((self.sku, 1, 100), account=self.own, customer="c-2")
            odd["payment"]["method"] = method
            self.assertIn(stranger.place(self.fresh("key"), odd).status, (400, 409, 422), method)
        self.assertEqual(self.balance(self.own), 1000)

    def test_a_cart_is_no_way_around_it(self):
        stranger, cart = self.as_customer("c-2"), "/v1/carts/" + self.fresh("cart")
        filled = stranger.ask("PUT", f"{cart}/items/{self.sku}", {"customer": "c-2", "quantity": 1}, Prefer="wait=30")
        self.assertEqual(filled.status, 200, filled.body)
        wish = {"payment": {"method": "account", "account": self.own}}
        answer = stranger.ask("POST", f"{cart}/checkout", wish, Idempotency_Key=self.fresh("key"))
        self.assert_problem(answer, 409, "no_account", "payment.account")
        self.assertEqual(self.balance(self.own), 1000)

    def test_staff_may_take_what_a_customer_tells_them(self):
        answer = self.placed(self.own, self.as_staff())
        self.assertEqual((answer.status, answer.json["stage"]), (200, "confirmed"), answer.body)


if __name__ == "__main__":
    unittest.main()
