"""Two versions of the interface, side by side: one order, written in two ways."""

import unittest

from gateway_case import GatewayCase
from shop_case import SLOW_CARD, order


def written(units: int) -> dict:
    """An amount in euro as /v2 writes it."""
    return {"amount": f"{units // 100}.{units % 100:02}", "currency": "EUR"}


class Versions(GatewayCase):
    def wish(self, sku: str, quantity: int = 1, **line) -> dict:
        return {**order(), "lines": [{"sku": sku, "quantity": quantity, **line}]}

    def place(self, wish: dict, key: str = None, **headers):
        return self.gateway.ask("POST", "/v2/orders", wish, Idempotency_Key=key or self.fresh("key"), **headers)

    def test_one_order_is_seen_through_both(self):
        placed = self.place(self.wish(self.listed(1250), 2), Prefer="wait=30")
        self.assertEqual((placed.status, placed.json["stage"], placed.json["total"]), (200, "confirmed", written(2500)), placed.body)
        second = placed.headers["Location"]
        self.assertTrue(second.startswith("/v2/orders/"), second)
        first = second.replace("/v2/", "/v1/")
        old, new = self.gateway.get(first), self.gateway.get(second)
        self.assertEqual((old.status, new.status), (200, 200))
        self.assertEqual(old.json["total"], {"units": 2500, "currency": "EUR"})
        self.assertEqual(new.json, {**old.json, "total": written(2500)}, "all else is the same")
        self.assertEqual(new.json, placed.json)
        self.assertEqual(old.headers["ETag"], new.headers["ETag"])
        for path in (first, second):
            self.assertEqual(self.gateway.get(path, If_None_Match=old.headers["ETag"]).status, 304)
            self.assertEqual(self.gateway.get(path, If_None_Match='"1"').status, 200)
        self.assertNotIn("Deprecation", old.headers)

    def test_a_price_that_the_customer_has_seen_is_read_as_it_is_written(self):
        sku = self.listed(1250)
        for seen, status in (("12.50", 202), ("12.5", 202), ("12.51", 409), ("1250", 409)):
            with self.subTest(seen):
                answer = self.place(self.wish(sku, price={"amount": seen, "currency": "EUR"}))
                self.assertEqual(answer.status, status, answer.body)
        self.assertIn("12.50 EUR", answer.json["detail"])

    def test_a_key_is_one_wish_through_both(self):
        key, sku = self.fresh("key"), self.listed(1250)
        new = self.place(self.wish(sku, price=written(1250)), key)
        old = self.gateway.place(key, self.wish(sku, price={"units": 1250, "currency": "EUR"}))
        self.assertEqual((new.status, old.status, old.json), (202, 202, new.json), old.body)
        other = self.place(self.wish(sku, 2, price=written(1250)), key)
        self.assert_problem(other, 422, "idempotency_key_reused", "Idempotency-Key")

    def test_it_is_cancelled_through_either(self):
        old = self.placed_by_http((self.stocked(5), 1, 100), card=SLOW_CARD)
        new = old.replace("/v1/", "/v2/")
        cancelled = self.gateway.ask("POST", new + "/cancel", Prefer="wait=30")
        self.assertEqual((cancelled.status, cancelled.json["stage"], cancelled.json["total"]),
                         (200, "cancelled", written(100)), cancelled.body)
        self.assertEqual(self.gateway.get(old).json["stage"], "cancelled")

    def test_what_is_wrong_is_named_as_it_was_sent(self):
        sku = self.listed(100)
        for field, price in (("amount", {"amount": 1.0, "currency": "EUR"}), ("amount", {"currency": "EUR"}),
                             ("amount", {"amount": "1,00", "currency": "EUR"}), ("amount", {"amount": "1.001", "currency": "EUR"}),
                             ("amount", {"amount": "9" * 30, "currency": "EUR"}), ("units", {"units": 100, "currency": "EUR"}),
                             ("currency", {"amount": "1.00", "currency": "XYZ"}), ("currency", {"amount": "1.00"}),
                             ("colour", {"amount": "1.00", "currency": "EUR", "colour": "red"})):
            with self.subTest(price):
                self.assert_problem(self.place(self.wish(sku, price=price)), 400, "invalid_input", f"lines[0].price.{field}")
        self.assert_problem(self.gateway.place(self.fresh("key"), self.wish(sku, price=written(100))), 400, "invalid_input",
                            "lines[0].price.amount")

    def test_it_belongs_to_its_customer_in_both(self):
        path = self.placed_by_http((self.stocked(5), 1, 100)).replace("/v1/", "/v2/")
        other = self.as_customer("c-2")
        self.assert_problem(other.get(path), 404, "not_found")
        self.assert_problem(other.ask("POST", path + "/cancel"), 404, "not_found")
        self.assert_problem(self.gateway.get("/v2/orders/nobody"), 404, "not_found")
        self.assert_problem(self.gateway.get("/v3/orders/nobody"), 404, "not_found")

    def test_the_document_tells_both(self):
        document = self.gateway.get("/openapi.json").json
        schemas = document["components"]["schemas"]

        def shown(path: str) -> str:
            answer = document["paths"][path]["get"]["responses"]["200"]
            return answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]

        def total(path: str) -> dict:
            return schemas[schemas[shown(path)]["properties"]["total"]["$ref"].rpartition("/")[2]]["properties"]

        self.assertEqual(total("/v1/orders/{id}").keys(), {"units", "currency"})
        self.assertEqual(total("/v2/orders/{id}").keys(), {"amount", "currency"})
        page = self.gateway.get("/docs").body.decode()
        for path in ("/v1/orders/{id}", "/v2/orders/{id}", "/v2/orders/{id}/cancel"):
            self.assertIn(f"<code>{path}</code>", page)


if __name__ == "__main__":
    unittest.main()
