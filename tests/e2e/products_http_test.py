"""Products through the shop's door, and that orders cost what the catalog says."""

import unittest

from gateway_case import GatewayCase
from gateway_client import Gateway
from shop_case import eur, order


class Products(GatewayCase):
    def setUp(self):
        super().setUp()
        self.gateway = self.as_staff()

    def path(self) -> str:
        return "/v1/products/" + self.fresh("SKU")

    def put(self, path: str, units: int = 1200):
        return self.gateway.ask("PUT", path, {"name": "Ink, blue", "description": "Dries slowly.", "price": eur(units)})

    def test_a_product_is_listed_seen_repriced_and_withdrawn(self):
        path = self.path()
        listed = self.put(path)
        self.assertEqual((listed.status, listed.headers["Location"]), (201, path), listed.body)
        seen = self.gateway.get(path)
        self.assertEqual((seen.status, seen.json["name"], seen.json["price"]), (200, "Ink, blue", eur(1200)))
        self.assertEqual(self.gateway.ask("PUT", path + "/price", {"price": eur(1100)}).status, 200)
        self.assertEqual(self.gateway.get(path).json["price"], eur(1100))
        self.assertEqual(self.gateway.ask("DELETE", path).status, 200)
        self.assertEqual(self.gateway.get(path).json["stage"], "withdrawn")
        self.assert_problem(self.gateway.ask("PUT", path + "/price", {"price": eur(1)}), 404, "not_found")

    def test_what_is_on_sale_is_not_listed_twice(self):
        path = self.path()
        self.put(path)
        self.assert_problem(self.put(path, 7), 409, "already_listed")
        self.assertEqual(self.gateway.get(path).json["price"], eur(1200))

    def test_anybody_looks_and_only_staff_changes(self):
        path = self.path()
        self.put(path)
        nobody, customer = self.enterContext(Gateway(self.shop.http)), self.as_customer("c-1")
        self.assertEqual(nobody.get(path).status, 200)
        self.assert_problem(nobody.ask("DELETE", path), 401, "no_token", "Authorization")
        self.assert_problem(customer.ask("DELETE", path), 403, "forbidden")
        self.assert_problem(customer.ask("PUT", path + "/price", {"price": eur(1)}), 403, "forbidden")

    def test_what_a_cart_asked_for_in_vain_is_no_product(self):
        sku = self.fresh("SKU")
        cart = "/v1/carts/" + self.fresh("cart")
        self.gateway.ask("PUT", f"{cart}/items/{sku}", {"customer": "c-1", "quantity": 1}, Prefer="wait=30")
        self.assert_problem(self.gateway.get("/v1/products/" + sku), 404, "not_found")


class Prices(GatewayCase):
    """Of orders that are placed without a cart."""

    def setUp(self):
        super().setUp()
        self.gateway = self.as_staff()

    def wish(self, sku: str, quantity: int = 1, **line) -> dict:
        return {**order(), "lines": [{"sku": sku, "quantity": quantity, **line}]}

    def place(self, wish: dict, key: str = None, **headers):
        return self.gateway.place(key or self.fresh("key"), wish, **headers)

    def test_an_order_costs_what_the_catalog_says(self):
        placed = self.place(self.wish(self.listed(350), 2), Prefer="wait=30")
        self.assertEqual((placed.status, placed.json["stage"], placed.json["total"]), (200, "confirmed", eur(700)), placed.body)
        self.assertEqual(self.shop.charge_of(placed.json["id"])["amount"], 700)

    def test_another_price_than_that_is_refused_and_told(self):
        sku = self.listed(350)
        for seen in (eur(1), {"units": 350, "currency": "USD"}):
            answer = self.place(self.wish(sku, price=seen))
            self.assert_problem(answer, 409, "price_changed", "lines[0].price")
            self.assertIn("3.50 EUR", answer.json["detail"])
        self.assertEqual(self.place(self.wish(sku, price=eur(350))).status, 202)

    def test_a_new_price_is_for_those_who_order_later(self):
        sku = self.listed(100)
        wish = self.wish(sku)
        self.assertEqual(self.place(wish, Prefer="wait=30").json["total"], eur(100))
        self.gateway.ask("PUT", f"/v1/products/{sku}/price", {"price": eur(90)})
        answer = self.shop.until("the new price", lambda: self.at_new_price(wish))
        self.assertEqual(answer.json["total"], eur(90))

    def at_new_price(self, wish: dict):
        """Gateways hear of a new price as everybody does: a moment later."""
        answer = self.place(wish, Prefer="wait=30")
        return answer if answer.json["total"] == eur(90) else None

    def test_what_is_not_for_sale_is_not_ordered(self):
        never, gone = self.fresh("SKU"), self.listed(100)
        self.assertEqual(self.place(self.wish(gone)).status, 202)
        self.gateway.ask("DELETE", "/v1/products/" + gone)
        self.assert_problem(self.place(self.wish(never)), 409, "not_listed", "lines[0].sku")
        self.shop.until("the withdrawal", lambda: self.place(self.wish(gone)).status == 409)
        self.assert_problem(self.place(self.wish(gone)), 409, "withdrawn", "lines[0].sku")

    def test_a_repetition_gets_the_first_answer_whatever_has_become_of_the_price(self):
        sku, key = self.listed(100), self.fresh("key")
        wish = self.wish(sku, price=eur(100))
        first = self.place(wish, key)
        self.gateway.ask("DELETE", "/v1/products/" + sku)
        self.shop.until("the withdrawal", lambda: self.place(wish).status == 409)
        again = self.place(wish, key)
        self.assertEqual((again.status, again.headers["Location"], again.body),
                         (first.status, first.headers["Location"], first.body))
        other = self.place({**wish, "customer": "c-2"}, key)
        self.assert_problem(other, 422, "idempotency_key_reused", "Idempotency-Key")


if __name__ == "__main__":
    unittest.main()
