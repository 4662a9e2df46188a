"""From a cart to an order, through the shop's door."""

import concurrent.futures
import json
import random
import re
import signal
import unittest

from gateway_case import GatewayCase
from gateway_client import Gateway
from gateway_test import damaged
from shop_case import GOOD_CARD, SLOW_CARD, eur

BY_CARD = {"payment": {"method": "card", "card": GOOD_CARD}}


class CartCase(GatewayCase):
    def setUp(self):
        super().setUp()
        self.cart = "/v1/carts/" + self.fresh("cart")

    def put(self, sku: str, quantity: int, **headers):
        wanted = {"customer": "c-1", "quantity": quantity}
        return self.gateway.ask("PUT", f"{self.cart}/items/{sku}", wanted, **headers)

    def filled(self, *wishes) -> None:
        """So many pieces (sku, quantity), all with their prices."""
        for sku, quantity in wishes:
            answer = self.put(sku, quantity, Prefer="wait=30")
            self.assertEqual(answer.status, 200, answer.body)

    def check_out(self, key: str = None, body: dict = None, **headers):
        return self.gateway.ask("POST", self.cart + "/checkout", body or BY_CARD,
                                Idempotency_Key=key or self.fresh("key"), **headers)


class Carts(CartCase):
    def test_who_prefers_to_wait_sees_the_price(self):
        sku = self.listed(350)
        waited = self.put(sku, 2, Prefer="wait=30")
        self.assertEqual(waited.status, 200, waited.body)
        self.assertEqual(waited.json["items"], [{"sku": sku, "quantity": 2, "price": eur(350)}])
        self.assertEqual(waited.headers["Preference-Applied"], "wait=30")
        self.assertEqual(self.gateway.get(self.cart).json["items"], waited.json["items"])
        never = self.fresh("SKU")
        self.assertEqual(self.put(never, 1, Prefer="wait=30").json["items"][-1]["code"], "not_listed")

    def test_a_cart_becomes_an_order_that_is_there_at_once(self):
        ink, pen = self.listed(1200), self.listed(350)
        self.filled((ink, 2), (pen, 1))
        bought = self.check_out()
        self.assertEqual(bought.status, 202, bought.body)
        path = bought.headers["Location"]
        self.assertEqual(path, "/v1/orders/" + bought.json["id"])
        self.assertEqual(self.gateway.get(path).json["total"], eur(2750))
        with self.gateway.events(path + "/events") as stream:
            self.assertEqual([event["event"] for event in stream], ["order.placed", "order.confirmed"])
        self.assertEqual(self.gateway.get(self.cart).json["items"], [])
        self.assert_completed(bought.json["id"])
        self.assertEqual(self.shop.charge_of(bought.json["id"])["amount"], 2750)

    def test_who_prefers_to_wait_gets_the_outcome(self):
        self.filled((self.listed(100), 1))
        bought = self.check_out(Prefer="wait=30")
        self.assertEqual((bought.status, bought.json["stage"], bought.json["total"]), (200, "confirmed", eur(100)), bought.body)
        self.assertEqual(bought.headers["Location"], "/v1/orders/" + bought.json["id"])

    def test_things_are_taken_out(self):
        ink, pen = self.listed(100), self.listed(200)
        self.filled((ink, 1), (pen, 1))
        self.assertEqual(self.gateway.ask("DELETE", f"{self.cart}/items/{ink}").status, 200)
        self.assertEqual([item["sku"] for item in self.gateway.get(self.cart).json["items"]], [pen])
        self.assertEqual(self.gateway.ask("DELETE", self.cart).status, 200)
        self.assertEqual(self.gateway.get(self.cart).json["items"], [])
        self.assert_problem(self.check_out(), 409, "empty")

    def test_what_has_no_price_yet_is_not_bought(self):
        ink = self.listed(100)
        self.filled((ink, 1))
        self.shop.hit("catalog-1", signal.SIGSTOP)
        try:
            asked = self.put(ink, 2, Prefer="wait=0")
            self.assertEqual(asked.status, 202, asked.body)
            self.assert_problem(self.check_out(), 409, "price_awaited")
        finally:
            self.shop.hit("catalog-1", signal.SIGCONT)
        self.shop.until("the price", lambda: "price" in self.gateway.get(self.cart).json["items"][0])
        self.assertEqual(self.check_out().status, 202)

    def test_what_is_not_sold_is_not_bought(self):
        self.put(self.fresh("SKU"), 1, Prefer="wait=30")
        self.assert_problem(self.check_out(), 409, "item_unavailable")

    def test_a_checkout_that_is_repeated_buys_once(self):
        sku, key = self.listed(100), self.fresh("key")
        self.filled((sku, 1))

        def buy(_):
            with Gateway(self.shop.http, self.token) as gateway:
                answer = gateway.ask("POST", self.cart + "/checkout", BY_CARD, Idempotency_Key=key)
                return answer.status, answer.headers["Location"], answer.body

        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = set(pool.map(buy, range(20)))
        self.assertEqual(len(answers), 1, answers)
        status, place, body = answers.pop()
        self.assertEqual((status, json.loads(body)), (202, {"id": place.rpartition("/")[2]}))
        spelled = self.cart.replace("cart", "%63art", 2).replace("%63art", "cart", 1)
        other_way = self.gateway.ask("POST", spelled + "/checkout", BY_CARD, Idempotency_Key=key)
        self.assertEqual((other_way.status, other_way.headers["Location"]), (202, place), spelled)
        self.filled((sku, 2))
        self.assertEqual(self.check_out(key).status, 202, "also when the cart holds something new")
        other = self.check_out(key, {"payment": {"method": "card", "card": SLOW_CARD}})
        self.assert_problem(other, 422, "idempotency_key_reused", "Idempotency-Key")
        self.gateway.ask("DELETE", self.cart)
        other = self.check_out(key, {"payment": {"method": "card", "card": SLOW_CARD}})
        self.assert_problem(other, 422, "idempotency_key_reused", "Idempotency-Key")
        self.assert_stock_settles(sku, available=9, shipped=1)

    def test_what_is_wrong_is_named(self):
        sku = self.listed(100)
        for status, field, bad in ((400, "sku", {"customer": "c-1", "quantity": 1, "sku": sku}), (400, "customer", {"quantity": 1}),
                                   (400, "quantity", {"customer": "c-1", "quantity": -1}),
                                   (422, "quantity", {"customer": "c-1", "quantity": 1_000_001})):
            with self.subTest(field=field):
                answer = self.gateway.ask("PUT", f"{self.cart}/items/{sku}", bad)
                self.assert_problem(answer, status, "invalid_input", field)
        self.filled((sku, 1))
        self.assert_problem(self.check_out(body={**BY_CARD, "order": "o-1"}), 400, "invalid_input", "order")
        self.assert_problem(self.check_out(body={"payment": 7}), 400, "invalid_input", "payment")

    def test_somebody_elses_cart_is_not_filled(self):
        sku = self.listed(100)
        self.filled((sku, 1))
        for_another = {"customer": "c-2", "quantity": 1}
        item = f"{self.cart}/items/{sku}"
        self.assert_problem(self.as_staff().ask("PUT", item, for_another), 409, "another_customer")
        self.assert_problem(self.gateway.ask("PUT", item, for_another), 403, "forbidden", "customer")
        other = self.as_customer("c-2")
        for method, path in (("GET", self.cart), ("DELETE", self.cart), ("DELETE", item)):
            self.assert_problem(other.ask(method, path), 404, "not_found")
        bought = other.ask("POST", self.cart + "/checkout", BY_CARD, Idempotency_Key=self.fresh("key"))
        self.assert_problem(bought, 404, "not_found")
        self.assertEqual(len(self.gateway.get(self.cart).json["items"]), 1)

    def test_what_is_not_there_is_not_found(self):
        for method, below in (("GET", ""), ("DELETE", ""), ("DELETE", "/items/SKU-1")):
            with self.subTest(method=method, below=below):
                self.assert_problem(self.gateway.ask(method, self.cart + below), 404, "not_found")
        self.assert_problem(self.check_out(), 404, "not_found")

    def test_what_is_no_object_or_no_article_is_refused(self):
        sku = self.listed(100)
        self.filled((sku, 1))
        for body in ("[]", "null", "7", '"text"', "{", ""):
            with self.subTest(body=body):
                for method, path in (("POST", self.cart + "/checkout"), ("PUT", f"{self.cart}/items/{sku}")):
                    answer = self.gateway.ask(method, path, body, Idempotency_Key=self.fresh("key"))
                    self.assert_problem(answer, 400)
        for name in ("%ff", "a%20b", "x" * 65):
            for method, body in (("PUT", {"customer": "c-1", "quantity": 1}), ("DELETE", None)):
                answer = self.gateway.ask(method, f"{self.cart}/items/{name}", body)
                self.assert_problem(answer, 404, "not_found")


class Garbage(CartCase):
    def test_garbage_is_refused_and_harms_nobody(self):
        seed = 7
        chance = random.Random(seed)
        samples = [self.written(*each) for each in (
            ("PUT", self.cart + "/items/SKU-1", {"customer": "c-1", "quantity": 1}),
            ("POST", self.cart + "/checkout", BY_CARD), ("DELETE", self.cart, None),
            ("POST", "/v1/customers", {"name": "Ada", "email": "a@b.test"}),
            ("GET", "/v1/orders?stage=confirmed&sort=-placed&limit=5&total%3E=1&cursor=abc", None),
            ("GET", "/v1/products/SKU-1", None))]
        for number in range(3_000):
            bad = damaged(samples[number % len(samples)], chance)
            for status in re.findall(rb"^HTTP/1\.1 (\d+)", self.gateway.say(bad), re.MULTILINE):
                self.assertIn(int(status) // 100, (1, 2, 3, 4), f"seed {seed}, garbage {number}: {bad}")
        self.assertEqual(self.gateway.get("/readyz").status, 200)

    def written(self, method: str, path: str, body) -> bytes:
        """A whole request as it goes over the wire."""
        text = json.dumps(body) if body else ""
        return (f"{method} {path} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nIdempotency-Key: {self.fresh('key')}\r\n"
                f"Authorization: Bearer {self.token}\r\nContent-Length: {len(text)}\r\n\r\n{text}").encode()


if __name__ == "__main__":
    unittest.main()
