"""Who registers is welcomed: a coupon on an account of their own, once, whatever dies meanwhile."""

import signal
import unittest

from shop_case import ShopCase, eur

WELCOME = 500


class Customer(ShopCase):
    def registered(self) -> str:
        customer = self.fresh("c")
        self.shop.send("customer", "register", customer, {"name": "Ada Example", "email": "ada@example.test"})
        return customer

    def await_welcome(self, customer: str) -> None:
        redeemed, = self.shop.events(f"evt.account.*.{customer}.redeemed", 1)
        self.assertEqual(redeemed["data"], {"coupon": "welcome", "amount": eur(WELCOME)})

    def history_of(self, account: str) -> list:
        return [event["type"] for event in self.shop.history("account", account)]

    def test_a_new_customer_has_an_account_with_a_present(self):
        customer = self.registered()
        self.await_welcome(customer)
        self.assertEqual(self.balance(customer), WELCOME)
        self.assertEqual(self.shop.state("account", customer)["owner"], customer)
        self.assertEqual(self.history_of(customer), ["account.opened", "account.redeemed"])

    def test_an_account_that_was_opened_before_gets_the_present_too(self):
        customer = self.fresh("c")
        self.shop.send("account", "open", customer, {"owner": customer, "currency": "EUR"})
        self.shop.send("account", "deposit", customer, {"amount": eur(100)})
        self.shop.send("customer", "register", customer, {"name": "Ada", "email": "ada@example.test"})
        self.await_welcome(customer)
        self.assertEqual(self.balance(customer), 100 + WELCOME)

    def test_the_present_buys_something(self):
        customer, sku = self.registered(), self.stocked(1)
        self.await_welcome(customer)
        self.assert_completed(self.placed((sku, 1, 300), account=customer))
        self.assertEqual(self.balance(customer), WELCOME - 300)

    def test_the_present_is_given_once_though_the_giver_dies(self):
        self.shop.hit("payment-1", signal.SIGSTOP)
        customer = self.registered()
        self.shop.kill_and_await_return("payment-1")
        self.await_welcome(customer)
        self.assertEqual(self.history_of(customer), ["account.opened", "account.redeemed"])
        again = self.shop.send("account", "redeem", customer,
                               {"coupon": "welcome", "owner": customer, "amount": eur(WELCOME)})
        self.assertEqual(again["version"], 2)
        self.assertEqual(self.balance(customer), WELCOME)

    def test_a_customer_is_registered_once_and_closed_for_ever(self):
        customer = self.registered()
        person = {"name": "Bob", "email": "bob@example.test"}
        self.assertIn("already_registered", self.shop.try_send("customer", "register", customer, person).err)
        self.shop.send("customer", "change_email", customer, {"email": "ada@example.org"})
        self.shop.send("customer", "close", customer, {})
        self.assertIn("already_closed", self.shop.try_send("customer", "register", customer, person).err)
        state = self.shop.state("customer", customer)
        self.assertEqual((state["stage"], state["name"], state["email"]), ("closed", "Ada Example", "ada@example.org"))

    def test_an_address_that_is_none_is_refused(self):
        ended = self.shop.try_send("customer", "register", self.fresh("c"), {"name": "Ada", "email": "ada"})
        self.assertEqual(ended.code, 2, ended)
        self.assertIn("email must be an address of mail", ended.err + ended.out)


if __name__ == "__main__":
    unittest.main()
