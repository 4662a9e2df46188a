"""The ground of the tests that come through the shop's door."""

from gateway_client import Gateway
from shop_case import ShopCase, eur, order

PROBLEM = "application/problem+json"


class GatewayCase(ShopCase):
    options = ("--http-port", "0", "--http-rate", "0")

    def setUp(self):
        self.token = self.shop.token("customer", "c-1")  # as all orders here are theirs
        self.gateway = self.enterContext(Gateway(self.shop.http, self.token))

    def as_staff(self, url: str = "") -> Gateway:
        """A connection of somebody who may change what is anybody's."""
        return self.enterContext(Gateway(url or self.shop.http, self.shop.token("clerk", "s-1")))

    def as_customer(self, customer: str) -> Gateway:
        return self.enterContext(Gateway(self.shop.http, self.shop.token("customer", customer)))

    def listed(self, units: int, pieces: int = 10) -> str:
        """An article on the shelf and in the catalog."""
        sku = super().stocked(pieces)
        self.shop.send("product", "list", sku, {"name": "Ink", "description": "Dries slowly.", "price": eur(units)})
        return sku

    def stocked(self, quantity: int) -> str:
        """The gateway takes prices from the catalog alone: there, everything costs 100 a piece."""
        return self.listed(100, quantity)

    def placed_by_http(self, *lines, **how) -> str:
        """The path of an order that was accepted."""
        answer = self.gateway.place(self.fresh("key"), order(*lines, **how))
        self.assertEqual(answer.status, 202, answer.body)
        return answer.headers["Location"]

    def assert_problem(self, answer, status: int, code: str = None, field: str = None):
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (status, PROBLEM), answer.body)
        told = answer.json
        self.assertEqual(told["status"], status)
        if code:
            self.assertEqual(told["type"], f"urn:sinew:problem:{code}")
        self.assertEqual(told.get("field"), field, told)
