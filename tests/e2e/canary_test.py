"""A share of a service's keys goes to nodes of another variant, and back, while customers order; no node of it is ever missed."""

import json
import unittest

from foreign_client import ForeignClient, partition_of
from several_nodes import PARTITIONS, SeveralNodes
from shop import OF_ORDERS
from shop_case import order

RULE = "$KV.system.route.nodes.order"


class Canary(SeveralNodes):
    """One main node of each service that orders need, and beside it `order-b`, started by hand."""

    options = ("--services", ",".join(OF_ORDERS))

    def setUp(self):
        self.node = self.start_canary()
        self.addCleanup(self.leave_no_rule)

    def start_canary(self):
        canary = self.shop.start_service("order", "--nats", self.shop.nats, "--node", "order-b", "--variant", "b",
                                         "--metrics-port", "0")
        self.shop.until("order-b is ready", lambda: self.record("order-b")["state"] == "ready")
        return canary

    def leave_no_rule(self):
        self.node.terminate()
        self.assertEqual(self.node.wait(30), 0)
        self.shop.call("route", "rm", "canary", "order")

    def route(self, *words) -> dict:
        ended = self.shop.call("route", *words, "--json")
        self.assertEqual(ended.code, 0, ended)
        return json.loads(ended.out)

    def let(self, share: int) -> dict:
        return self.route("canary", "order", "--to", "b", "--share", share)

    def cluster(self) -> dict:
        told = json.loads(self.shop.call("cluster", "--json").out)
        return next(s for s in told["services"] if s["service"] == "order")

    def held(self) -> dict:
        """Node -> its partitions, as `sinew cluster` tells."""
        return {node["node"]: node["partitions"] for node in self.cluster()["nodes"]}

    def write_rule(self, value: bytes):
        with ForeignClient(self.shop.nats) as client:
            self.assertIn(b'"seq"', client.request(RULE, value).body)

    # -- what is served by whom ---------------------------------------------------------------------------------------

    def test_the_share_grows_and_shrinks_under_orders_and_not_one_is_lost(self):
        taken, endings = [], []
        for share, partitions in ((0, 0), (25, 16), (100, 64), (10, 7)):
            endings.append(self.begin_orders(80))
            told = self.let(share)
            self.assertEqual((told["partitions"], told["nodes"]), (partitions, ["order-b"]))
            held = self.held()
            self.assertEqual(len(held["order-b"]), partitions)
            self.assertEqual(sorted(held["order-1"] + held["order-b"]), PARTITIONS)
            self.assertEqual(self.cluster()["canary"], {"variant": "b", "share": share})
            taken.append(set(held["order-b"]))
        self.assertTrue(taken[0] < taken[3] < taken[1] < taken[2], "who is in stays in while the share grows")
        endings.append(self.begin_orders(80))
        self.assertEqual(self.route("rm", "canary", "order")["moved"], 7)
        self.assertEqual(self.held(), {"order-1": PARTITIONS, "order-b": []})
        for assert_all_end in endings:
            assert_all_end()

    def test_orders_of_its_share_are_decided_by_the_canary(self):
        self.let(25)
        mine = self.held()["order-b"]
        first = next(i for i in (self.fresh("o-mine") for _ in range(10_000)) if partition_of(i) in mine)
        sku = self.stocked(5)
        self.shop.place(first, order((sku, 1, 100)))
        self.assert_completed(first)
        with ForeignClient(self.shop.nats) as client:
            figures = client.request("ctl.order-b.metrics", b"").body.decode()
        self.assertRegex(figures, r'sinew_commands_total\{aggregate="order",command="place",outcome="accepted"\} 1')
        self.assertRegex(figures, r'sinew_build_info\{.*variant="b"\} 1')

    def test_what_a_killed_canary_served_goes_back_at_once_and_to_it_when_it_is_there_again(self):
        self.let(50)
        lost = self.id_served_by("order-b", "o-lost")
        assert_all_end = self.begin_orders(30)
        self.shop.hit("order-b")
        self.node.wait(30)
        sku = self.stocked(5)
        self.shop.place(lost, order((sku, 1, 100)))
        self.assert_completed(lost)
        self.shop.until("order-1 has everything", lambda: self.partitions("order-1") == PARTITIONS, 5)
        self.node = self.start_canary()
        self.shop.until("order-b has its share again", lambda: len(self.partitions("order-b")) == 32)
        self.await_shared_by("order-1", "order-b")
        assert_all_end()

    def test_a_canary_serves_everything_while_main_is_away(self):
        self.let(10)
        self.assertEqual(self.shop.call("node", "drain", "order-1").code, 0)
        self.shop.until("order-b has everything", lambda: self.partitions("order-b") == PARTITIONS)
        self.assert_completed(self.placed((self.stocked(5), 1, 100)))
        self.assertEqual(self.shop.call("node", "resume", "order-1").code, 0)
        self.shop.until("order-b has its share", lambda: len(self.partitions("order-b")) == 7)

    # -- the table ----------------------------------------------------------------------------------------------------

    def test_the_table_is_read_by_people_and_by_machines(self):
        self.assertIn("no routes", self.shop.call("route", "ls").out)
        said = self.shop.call("route", "canary", "order", "--to", "b", "--share", "10")
        self.assertEqual(said.out, "order: 10 % (7 of 64 partitions) to nodes of variant b: order-b; 7 partitions moved\n")
        self.assertIn("10 % (7 of 64 partitions) to nodes of variant b", self.shop.call("route", "ls").out)
        self.assertEqual(self.route("ls"), {"routes": [
            {"kind": "canary", "name": "order", "value": {"variant": "b", "share": 10}}]})
        self.assertIn("order: 10 %", self.shop.call("cluster").out)
        said = self.shop.call("route", "rm", "canary", "order")
        self.assertEqual(said.out, "order: no canary any more; 7 partitions moved\n")

    def test_a_variant_that_nobody_runs_moves_nothing_and_is_told(self):
        ended = self.shop.call("route", "canary", "order", "--to", "c", "--share", "50")
        self.assertEqual(ended.code, 0, ended)
        self.assertIn("0 partitions moved", ended.out)
        self.assertIn("no node of order is of variant c", ended.err)
        self.assertEqual(self.held(), {"order-1": PARTITIONS, "order-b": []})

    def test_what_is_no_rule_counts_as_none_and_is_told(self):
        self.let(25)
        self.write_rule(b'{"variant":"b","share":"all"}')
        self.shop.until("order-1 has everything", lambda: self.partitions("order-1") == PARTITIONS)
        self.assertTrue(self.shop.log.await_line(r"order-1.*route.nodes.order is no rule.*share: a whole number", 10))
        self.assertIn("counts as none: share:", self.shop.call("route", "ls").out)
        self.let(25)
        self.assertEqual(len(self.partitions("order-b")), 16)

    def test_slips_are_named(self):
        for words, said in (
                (("canary", "ordre", "--to", "b", "--share", "10"), "there is no service 'ordre'"),
                (("canary", "order", "--to", "b", "--share", "10%"), "'10%' is no share"),
                (("canary", "order", "--to", "main", "--share", "10"), "'main' has what the rule leaves"),
                (("rm", "canary", "order"), "order has no canary")):
            with self.subTest(words):
                ended = self.shop.call("route", *words)
                self.assertEqual(ended.code, 2, ended)
                self.assertIn(said, ended.err)

    def test_a_variant_without_a_good_name_does_not_start(self):
        node = self.shop.start_service("order", "--nats", self.shop.nats, "--node", "order-c", "--variant", "B!")
        self.assertEqual(node.wait(30), 2)


if __name__ == "__main__":
    unittest.main()
