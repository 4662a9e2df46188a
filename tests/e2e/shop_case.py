"""The ground of the end-to-end tests: one running shop per class, fresh ids for each test, the log when one fails."""

import itertools
import sys
import unittest

from shop import PATIENCE, Shop, running_shop

GOOD_CARD = "4242424242424242"
DECLINED_CARD = "4000000000000002"
FAILS_TWICE_CARD = "4000000000000119"
SLOW_CARD = "4000000000006975"

GOOD_ADDRESS = {"name": "Ada", "street": "Main 1", "postcode": "10115", "city": "Berlin", "country": "DE"}
UNDELIVERABLE = {**GOOD_ADDRESS, "postcode": "00000"}
SLOW_CARRIER = {**GOOD_ADDRESS, "postcode": "99999"}


def eur(units: int) -> dict:
    return {"units": units, "currency": "EUR"}


def order(*lines, card: str = GOOD_CARD, account: str = "", address: dict = None, **more) -> dict:
    """An order; a line is (sku, quantity, price in cents of one piece)."""
    payment = {"method": "account", "account": account} if account else {"method": "card", "card": card}
    return {"customer": "c-1", "payment": payment, "address": address or GOOD_ADDRESS, **more,
            "lines": [{"sku": sku, "quantity": quantity, "price": eur(price)} for sku, quantity, price in lines]}


class ShopCase(unittest.TestCase):
    """Tests that share one running shop, started with `options`."""

    options: tuple = ()
    shop: Shop
    _numbers = itertools.count(1)

    @classmethod
    def setUpClass(cls):
        cls.shop = cls.enterClassContext(running_shop(*cls.options))

    def run(self, result=None):
        mark = self.shop.log.mark()
        faults_before = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > faults_before:
            print(f"--- log during {self.id()} ---", *self.shop.log.since(mark), "---", sep="\n", file=sys.stderr)
        return result

    def fresh(self, prefix: str) -> str:
        return f"{prefix}-{next(self._numbers)}"

    # -- the beginnings of many tests ---------------------------------------------------------------------------------

    def stocked(self, quantity: int) -> str:
        """An article of which so many pieces lie on the shelf."""
        sku = self.fresh("SKU")
        self.shop.send("stock", "receive", sku, {"quantity": quantity})
        return sku

    def funded(self, units: int) -> str:
        """An account with so many cents."""
        account = self.fresh("a")
        self.shop.send("account", "open", account, {"owner": "c-1", "currency": "EUR"})
        if units:
            self.shop.send("account", "deposit", account, {"amount": eur(units)})
        return account

    def placed(self, *lines, **how) -> str:
        order_id = self.fresh("o")
        self.shop.place(order_id, order(*lines, **how))
        return order_id

    # -- the ends of many tests ---------------------------------------------------------------------------------------

    def stock(self, sku: str) -> tuple:
        state = self.shop.state("stock", sku)
        return state["available"], state["reserved"], state["shipped"]

    def balance(self, account: str) -> int:
        return self.shop.state("account", account)["balance"]["units"]

    def assert_stock_settles(self, sku: str, *, available: int, shipped: int):
        """Goods move shortly after the saga has ended: the shelf is asked until nothing is set aside any more."""
        self.shop.until(f"{sku} with nothing reserved", lambda: self.stock(sku)[1] == 0)
        self.assertEqual(self.stock(sku), (available, 0, shipped))

    def assert_completed(self, order_id: str, wait: float = PATIENCE):
        saga = self.shop.saga(order_id, wait)
        self.assertEqual((saga.code, saga.view["outcome"]), (0, "completed"), saga.view)
        self.assertEqual(self.shop.state("order", order_id)["stage"], "confirmed")

    def assert_compensated(self, order_id: str, code: str):
        saga = self.shop.saga(order_id)
        self.assertEqual((saga.code, saga.view["outcome"]), (5, "compensated"), saga.view)
        state = self.shop.state("order", order_id)
        self.assertEqual((state["stage"], state["code"]), ("cancelled", code))
        self.assertNotEqual(self.shop.charge_of(order_id)["status"], "approved")
