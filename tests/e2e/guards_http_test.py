"""One service is gone or stands still: its routes say so in time, and nobody else's notice."""

import concurrent.futures
import os
import signal
import time
import unittest

from gateway_case import GatewayCase
from gateway_client import Gateway

ADA = {"name": "Ada Example", "email": "ada@example.test"}


class Guards(GatewayCase):
    # Nobody starts the customer service again but the tests.
    options = ("--http-port", "0", "--http-rate", "0", "--services", "catalog,cart,inventory,payment,shipping,notification,order")

    def setUp(self):
        super().setUp()
        self.gateway = self.as_staff()
        self.customers = self.shop.start_service("customer", "--nats", self.shop.nats, "--data", self.shop.data / "lists")
        self.addCleanup(self.end_customers)
        self.path = self.shop.until("the customer service", self.register).headers["Location"]
        self.product = "/v1/products/" + self.listed(100)

    def end_customers(self):
        self.customers.kill()
        self.customers.wait()

    def register(self):
        answer = self.gateway.ask("POST", "/v1/customers", ADA, Idempotency_Key=self.fresh("key"))
        return answer if answer.status == 201 else None

    def started(self, *options, failures: int = 2) -> str:
        """The address of a gateway that gives up soon."""
        url = self.shop.start_gateway("--command-ms", "1000", "--service-failures", str(failures), *options)[1]
        with Gateway(url) as gateway:
            self.shop.until("readiness", lambda: gateway.get("/readyz").status == 200)
        return url

    def assert_away(self, answer, *statuses: int):
        self.assertIn(answer.status, statuses or (503,), answer.body)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)

    def breaker(self, gateway: Gateway) -> str:
        return gateway.get("/readyz").json["guards"]["customer"]["breaker"]

    def test_a_killed_service_is_told_of_in_time_and_the_others_serve(self):
        gateway = self.as_staff(self.started("--service-open-ms", "600000"))
        self.end_customers()
        for _ in range(2):
            begun = time.monotonic()
            self.assert_away(gateway.get(self.path), 503, 504)  # 504: it died with the question
            self.assertLess(time.monotonic() - begun, 5)
        self.assertEqual(self.breaker(gateway), "open")
        refused = gateway.ask("DELETE", self.path)
        self.assert_away(refused)
        self.assertIn("left alone", refused.json["detail"])
        self.assertEqual(gateway.get(self.product).status, 200)
        placed = gateway.ask("PUT", f"/v1/carts/{self.fresh('cart')}/items/SKU-1", {"customer": "c-1", "quantity": 1})
        self.assertEqual(placed.status, 202, placed.body)

    def test_who_waits_for_a_position_in_vain_harms_nobody_else(self):
        gateway = self.as_staff(self.started("--service-open-ms", "600000"))
        self.shop.until("the list", lambda: self.gateway.get("/v1/customers").status == 200)
        for _ in range(3):
            self.assert_away(gateway.get(f"/v1/customers?at_least={2 ** 62}"), 504)
        self.assertEqual(gateway.get("/v1/customers").status, 200)
        self.assertEqual(gateway.get(self.path).status, 200)
        self.assertEqual(self.breaker(gateway), "closed")

    def test_a_service_that_comes_back_is_tried_and_served_again(self):
        gateway = self.as_staff(self.started("--service-open-ms", "300"))
        os.kill(self.customers.pid, signal.SIGSTOP)
        try:
            for _ in range(2):
                self.assert_away(gateway.get(self.path), 503, 504)
            self.assertIn(self.breaker(gateway), ("open", "half_open"))
        finally:
            os.kill(self.customers.pid, signal.SIGCONT)
        self.shop.until("the customer", lambda: gateway.get(self.path).status == 200)
        self.shop.until("trust in it", lambda: gateway.get(self.path).status == 200 and self.breaker(gateway) == "closed")

    def test_what_waits_for_a_service_is_bounded_and_takes_no_place_of_another(self):
        url = self.started("--service-calls", "1", failures=1000)
        os.kill(self.customers.pid, signal.SIGSTOP)

        token = self.gateway.token

        def look(_):
            with Gateway(url, token) as gateway:
                return gateway.get(self.path)

        try:
            with concurrent.futures.ThreadPoolExecutor(20) as pool:
                waiting = [pool.submit(look, number) for number in range(20)]
                with Gateway(url) as gateway:
                    self.assertEqual(gateway.get(self.product).status, 200)
                answers = [each.result() for each in waiting]
        finally:
            os.kill(self.customers.pid, signal.SIGCONT)
        for answer in answers:
            self.assert_away(answer, 503, 504)
        turned_away = [a for a in answers if "too many calls" in a.json["detail"]]
        self.assertGreaterEqual(len(turned_away), 15, "one is under way, four wait")


if __name__ == "__main__":
    unittest.main()
