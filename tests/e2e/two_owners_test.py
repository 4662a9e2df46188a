"""Two nodes of each service that share its aggregates, many clients at once: who writes first wins, and nothing is lost."""

import concurrent.futures
import json
import unittest
import uuid

from shop import SERVICES
from shop_case import ShopCase, eur, order


class TwoOwners(ShopCase):
    options = ("--nodes", "2")

    def send_lines(self, aggregate: str, command: str, lines: list):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        return self.shop.call("send", aggregate, command, "--file", "-", "--timeout", "60s", stdin=text, seconds=180)

    def at_once(self, calls: list) -> list:
        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
            return [future.result() for future in [pool.submit(call) for call in calls]]

    def assert_versions_are_contiguous(self, aggregate: str, aggregate_id: str) -> list:
        history = self.shop.history(aggregate, aggregate_id)
        self.assertEqual([event["version"] for event in history], list(range(1, len(history) + 1)))
        return history

    def test_two_processes_of_each_service_serve(self):
        names = self.shop.pids()
        for service in SERVICES:
            self.assertIn(f"{service}-1", names)
            self.assertIn(f"{service}-2", names)

    def test_no_deposit_is_lost_between_two_owners(self):
        account, senders, each = self.funded(0), 4, 40
        lines = [{"id": account, "amount": eur(10)}] * each
        for ended in self.at_once([lambda: self.send_lines("account", "deposit", lines)] * senders):
            self.assertEqual(ended.code, 0, ended.err)
        self.assertEqual(self.balance(account), senders * each * 10)
        history = self.assert_versions_are_contiguous("account", account)
        self.assertEqual(sum(event["type"] == "account.deposited" for event in history), senders * each)

    def test_every_receipt_names_a_version_of_its_own(self):
        sku = self.stocked(1)
        lines = [{"id": sku, "quantity": 1}] * 30
        receipts = [json.loads(line) for ended in self.at_once([lambda: self.send_lines("stock", "receive", lines)] * 3)
                    for line in ended.out.splitlines()]
        self.assertEqual(len({receipt["version"] for receipt in receipts}), 90)
        self.assertEqual(self.stock(sku), (91, 0, 0))

    def test_orders_that_compete_for_one_article_sell_it_once(self):
        sku, run = self.stocked(20), uuid.uuid4().hex[:8]
        lines = [{"id": f"o-{run}-{n}", **order((sku, 1, 100))} for n in range(30)]
        self.assertEqual(self.send_lines("order", "place", lines).code, 0)
        codes = [self.shop.saga(line["id"]).code for line in lines]
        self.assertEqual((codes.count(0), codes.count(5)), (20, 10))
        self.assert_stock_settles(sku, available=0, shipped=20)
        self.assert_versions_are_contiguous("stock", sku)

    def test_twins_sent_to_both_make_one_order(self):
        sku, order_id, command = self.stocked(10), self.fresh("o"), str(uuid.uuid4())
        wanted = order((sku, 1, 100))
        receipts = self.at_once(
            [lambda: self.shop.send("order", "place", order_id, wanted, "--command-id", command)] * 8)
        self.assertEqual(len({(r["version"], r["position"]) for r in receipts}), 1, receipts)
        self.assert_completed(order_id)
        self.assertEqual(len(self.shop.events(f"evt.order.*.{order_id}.placed", 1)), 1)
        self.assert_versions_are_contiguous("order", order_id)

    def test_one_owner_dies_and_the_other_goes_on(self):
        account = self.funded(0)
        self.shop.hit("payment-1")
        self.shop.send("account", "deposit", account, {"amount": eur(5)})
        self.assertEqual(self.balance(account), 5)


if __name__ == "__main__":
    unittest.main()
