"""The card provider goes away amid orders and comes back: those with time left complete, the others are undone."""

import contextlib
import json
import socket
import unittest

import processes
from audit import Auditor, Wanted
from foreign_client import ForeignClient
from shop import PATIENCE
from shop_case import ShopCase, order


class ProviderOutage(ShopCase):
    @contextlib.contextmanager
    def provider_down(self):
        """No provider: it is killed, and its port is held, so that it cannot come back before the end."""
        port = int(self.shop.sandbox.rsplit(":", 1)[1])
        pid = self.shop.pids()["sandbox"]
        self.shop.hit("sandbox")
        self.assertTrue(processes.await_ends([pid], PATIENCE))
        with socket.socket() as holder:
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            holder.bind(("127.0.0.1", port))
            yield

    def wanted(self, sku: str, count: int, **how) -> list:
        return [Wanted({"id": self.fresh("o"), **order((sku, 1, 100), **how)}) for _ in range(count)]

    def place(self, wanted: list):
        for each in wanted:
            self.shop.place(each.id, {name: value for name, value in each.line.items() if name != "id"})

    def provider_seen_by_payment(self) -> dict:
        with ForeignClient(self.shop.nats) as client:
            status = json.loads(client.request("ctl.payment-1.status", b"").body)
        return next(each for each in status["dependencies"] if each["name"] == "card provider")

    def test_orders_with_time_left_complete_and_others_are_undone(self):
        sku = self.stocked(100)
        patient, hasty = self.wanted(sku, 5, deadline_seconds=60), self.wanted(sku, 3, deadline_seconds=2)
        with self.provider_down():
            self.place(patient + hasty)
            for each in patient + hasty:
                self.shop.events(f"evt.payment.*.{each.id}.postponed", 1)
            for each in hasty:
                self.shop.events(f"evt.order.*.{each.id}.timed_out", 1)
            seen = self.provider_seen_by_payment()
            self.assertGreater(seen["openings"], 0, seen)
            self.assertGreater(seen["rejected"], 0, seen)
        ended = Auditor(self.shop, patient + hasty, {sku: 100}, {}).check(PATIENCE)
        self.assertEqual({ended[each.id] for each in patient}, {"confirmed"}, ended)
        self.assertEqual({ended[each.id] for each in hasty}, {"cancelled"}, ended)
        for each in patient:
            self.assertIn("payment.postponed", self.shop.saga(each.id).events)
        self.assertEqual(self.provider_seen_by_payment()["breaker"], "closed")


if __name__ == "__main__":
    unittest.main()
