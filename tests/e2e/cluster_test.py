"""`sinew cluster` and `sinew node`: who serves what, what is unserved, and how a node is emptied."""

import contextlib
import json
import pathlib
import tempfile
import unittest

from shop import SERVICES, running_shop
from shop_case import ShopCase

NODES = 3


class Cluster(ShopCase):
    options = ("--nodes", str(NODES))

    def cluster(self) -> dict:
        ended = self.shop.call("cluster", "--json")
        self.assertEqual(ended.code, 0 if json.loads(ended.out)["served"] else 8, ended)
        return json.loads(ended.out)

    def nodes_of(self, service: str) -> dict:
        """Name -> node, as told."""
        told = next(s for s in self.cluster()["services"] if s["service"] == service)
        return {node["node"]: node for node in told["nodes"]}

    def await_served(self) -> dict:
        return self.shop.until("every partition served", lambda: (c := self.cluster())["served"] and c)

    def partitions_of(self, service: str) -> dict:
        return {name: node["partitions"] for name, node in self.nodes_of(service).items()}

    # -- sinew cluster ------------------------------------------------------------------------------------------------

    def test_it_tells_of_every_node_and_that_all_is_served(self):
        told = self.await_served()
        self.assertEqual([s["service"] for s in told["services"]], sorted(SERVICES))
        for service in told["services"]:
            self.assertEqual([n["node"] for n in service["nodes"]],
                             [f"{service['service']}-{n}" for n in range(1, NODES + 1)])
            self.assertEqual({n["state"] for n in service["nodes"]}, {"ready"})
            self.assertEqual(len({n["version"] for n in service["nodes"]}), 1)
        self.assertEqual(told["broker"]["durability"], "file")
        self.assertGreaterEqual(told["broker"]["api_level"], 4)
        self.assertEqual(len(told["broker"]["servers"]), 1)

    def test_it_tells_how_far_the_readers_are(self):
        sku = self.stocked(5)
        self.assert_completed(self.placed((sku, 1, 100)))
        self.assert_stock_settles(sku, available=4, shipped=1)
        readers = self.cluster()["readers"]
        self.assertIn("EVT_ORDER", {reader["stream"] for reader in readers})
        self.shop.until("nothing pending", lambda: not any(r["pending"] for r in self.cluster()["readers"]))

    def test_each_partition_has_one_owner_and_each_lane_one_reader(self):
        self.await_served()
        for service in SERVICES:
            owned = self.partitions_of(service)
            self.assertEqual(sorted(p for partitions in owned.values() for p in partitions), list(range(64)), owned)
            lanes = [lane for node in self.nodes_of(service).values() for lane in node["lanes"]]
            self.assertEqual(len(lanes), len(set(lanes)), lanes)

    def test_people_get_a_table(self):
        self.await_served()
        ended = self.shop.call("cluster")
        self.assertEqual(ended.code, 0, ended)
        counted = f"{NODES * len(SERVICES)} nodes of {len(SERVICES)} services"
        for word in ("all served", counted, "order-1", "ready", "durability file", "parked: nothing"):
            self.assertIn(word, ended.out)

    def test_watching_looks_again(self):
        watching = self.shop.start("cluster", "--watch", "--json", stdout=-1)
        with contextlib.closing(watching.stdout):
            looks = [json.loads(watching.stdout.readline()) for _ in range(2)]
            watching.terminate()
            watching.wait()
        self.assertEqual([len(look["services"]) for look in looks], [len(SERVICES)] * 2)

    def test_a_node_that_is_not_there_is_named_with_those_that_are(self):
        ended = self.shop.call("node", "drain", "order-9")
        self.assertEqual(ended.code, 2, ended)
        for word in ("order-9", "order-1", "notification-3"):
            self.assertIn(word, ended.err)

    # -- sinew node ---------------------------------------------------------------------------------------------------

    def test_a_drained_node_owns_nothing_and_all_is_served_until_it_resumes(self):
        self.await_served()
        before = self.partitions_of("payment")
        drained = self.shop.call("node", "drain", "payment-2")
        self.assertEqual((drained.code, drained.out), (0, "payment-2 is drained\n"), drained)
        node = self.nodes_of("payment")["payment-2"]
        self.assertEqual((node["state"], node["partitions"], node["lanes"]), ("drained", [], []))
        self.await_served()
        sku = self.stocked(5)
        self.assert_completed(self.placed((sku, 1, 100)))
        resumed = self.shop.call("node", "resume", "payment-2", "--json")
        self.assertEqual((resumed.code, json.loads(resumed.out)), (0, {"node": "payment-2", "state": "ready"}))
        self.shop.until("its old share again", lambda: self.partitions_of("payment") == before)

    def test_a_second_node_of_the_same_name_does_not_start(self):
        second = self.shop.start_service("payment", "--nats", self.shop.nats, "--node", "payment-2")
        self.assertEqual(second.wait(30), 2)
        self.await_served()
        self.shop.kill_and_await_return("payment-2")

    def test_draining_twice_is_draining_once(self):
        for _ in range(2):
            self.assertEqual(self.shop.call("node", "drain", "shipping-3").code, 0)
        self.assertEqual(self.shop.call("node", "resume", "shipping-3").code, 0)


class UnservedCluster(unittest.TestCase):
    def test_a_service_without_a_node_is_unserved(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sinew-e2e-")))
        with running_shop("--services", "order,inventory", data=folder):
            pass
        with running_shop("--services", "order", data=folder) as shop:
            ended = shop.call("cluster")
            refused = shop.call("node", "drain", "order-1")
            forced = shop.call("node", "drain", "order-1", "--force")
            resumed = shop.call("node", "resume", "order-1")
        self.assertEqual(refused.code, 2, refused)
        self.assertIn("the last node of order that serves", refused.err)
        self.assertEqual((forced.code, forced.out), (0, "order-1 is drained\n"), forced)
        self.assertEqual(resumed.code, 0, resumed)
        self.assertEqual(ended.code, 8, ended)
        self.assertIn("nobody serves partitions 0-63 of inventory", ended.out)


if __name__ == "__main__":
    unittest.main()
