"""The label `quorum`: everything lies on three nats-servers, run from the files of deploy/, and any one of them may die."""

import json
import pathlib
import subprocess
import tempfile
import unittest
import uuid

import processes
from brokers import SIZE, one_broker, three_brokers
from shop import BIN, PATIENCE, SERVICES, call, environment
from shop_case import ShopCase, order

# How long an election may take: seconds as a rule, on a machine without time for it more than a minute. The orders here
# are given as long, or they would be undone, and rightly so.
ELECTION = 300


class Quorum(ShopCase):
    @classmethod
    def setUpClass(cls):
        cls.brokers = cls.enterClassContext(three_brokers())
        cls.options = ("--nats", cls.brokers.url, "--durability", "quorum")
        super().setUpClass()

    def streams(self) -> list:
        return self.brokers.ask("$JS.API.STREAM.LIST")["streams"]

    def tearDown(self):
        """Whatever a test has done, the next one finds three servers."""
        for number in self.brokers.dead():
            self.start_again(number)

    def start_again(self, number: int):
        self.brokers.start(number)
        self.shop.until(f"nats-{number} back in health", lambda: self.brokers.is_healthy(number))

    def place_while(self, count: int, something) -> tuple:
        """Places orders for one article while something happens; all of them must be accepted in the end. Returns the
        article and the orders."""
        sku, run = self.stocked(count), uuid.uuid4().hex[:8]
        ids = [f"o-{run}-{n}" for n in range(count)]
        fields = order((sku, 1, 100), deadline_seconds=ELECTION)
        lines = "".join(json.dumps({"id": name, **fields}) + "\n" for name in ids)
        sending = self.shop.start("send", "order", "place", "--file", "-", "--timeout", f"{ELECTION}s",
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        receipts = processes.Lines(sending.stdout)
        half = len(lines) // 2
        sending.stdin.write(lines[:half])
        sending.stdin.flush()
        self.assertTrue(receipts.await_line("accepted", PATIENCE))
        something()
        sending.stdin.write(lines[half:])
        sending.stdin.close()
        self.assertEqual(sending.wait(ELECTION + PATIENCE), 0, sending.stderr.read())
        sending.stderr.close()
        return sku, ids

    # -- what the label promises --------------------------------------------------------------------------------------

    def test_every_stream_and_every_durable_consumer_is_on_three_servers(self):
        self.assertEqual(len({s["config"]["name"] for s in self.streams()}), 3 * len(SERVICES) + 4)
        for stream in self.streams():
            name = stream["config"]["name"]
            self.assertEqual(stream["config"]["num_replicas"], SIZE, name)
            self.assertEqual(stream["config"]["storage"], "file", name)
            for consumer in self.brokers.ask(f"$JS.API.CONSUMER.LIST.{name}")["consumers"]:
                if "durable_name" in consumer["config"]:
                    self.assertEqual(len(consumer["cluster"]["replicas"]), SIZE - 1, consumer["name"])

    def test_an_order_goes_through_and_a_declined_one_is_undone(self):
        sku = self.stocked(5)
        self.assert_completed(self.placed((sku, 1, 100)))
        self.assert_compensated(self.placed((sku, 1, 100), card="4000000000000002"), "card_declined")
        self.assert_stock_settles(sku, available=4, shipped=1)

    def test_orders_end_although_the_leader_of_their_log_is_killed(self):
        for stream in ("EVT_ORDER", "EVT_INVENTORY"):
            with self.subTest(stream):
                dead = []
                sku, ids = self.place_while(20, lambda: dead.append(self.brokers.kill(self.brokers.leader_of(stream))))
                for name in ids:
                    self.assert_completed(name, ELECTION)
                self.assert_stock_settles(sku, available=0, shipped=20)
                self.assertNotEqual(self.brokers.leader_of(stream), f"nats-{dead[0]}")
                self.start_again(dead[0])
        self.assertEqual(self.shop.parked(), 0)

    def test_a_server_that_has_lost_its_disk_copies_everything_from_the_others(self):
        sku = self.stocked(5)
        number = self.brokers.kill("nats-3")
        self.brokers.lose_disk(number)
        self.assert_completed(self.placed((sku, 1, 100), deadline_seconds=ELECTION), ELECTION)
        self.start_again(number)
        for stream in self.streams():
            replicas = self.brokers.ask(f"$JS.API.STREAM.INFO.{stream['config']['name']}")["cluster"]["replicas"]
            self.assertEqual([r["name"] for r in replicas if not r["current"]], [], stream["config"]["name"])

    # -- what cannot be -----------------------------------------------------------------------------------------------

    def order_node(self, nats: str, durability: str) -> subprocess.CompletedProcess:
        mark = processes.new_mark()
        self.addCleanup(processes.kill_all_with, mark)
        command = [BIN / "sinew-order", "--nats", nats, "--node", "order-9", "--durability", durability]
        return subprocess.run(command, env=environment(mark), capture_output=True, text=True, timeout=PATIENCE,
                              stdin=subprocess.DEVNULL, check=False)

    def test_one_server_cannot_promise_it(self):
        with one_broker() as nats:
            refused = self.order_node(nats, "quorum")
        self.assertEqual(refused.returncode, 2, refused)
        for word in ("quorum", "3 nats-servers", "deploy/README.md", "--durability file"):
            self.assertIn(word, refused.stderr)

    def test_a_node_with_another_label_is_not_let_in(self):
        refused = self.order_node(self.brokers.url, "file")
        self.assertEqual(refused.returncode, 2, refused)
        self.assertIn("use the settings it was made with", refused.stderr)


class QuorumOnALaptop(ShopCase):
    """`sinew up --durability quorum`: three servers as its children."""

    options = ("--durability", "quorum")

    def test_it_goes_on_when_one_of_its_servers_is_killed_and_brings_it_back(self):
        sku = self.stocked(5)
        self.assert_completed(self.placed((sku, 1, 100)))
        self.assertEqual({name for name in self.shop.pids() if name.startswith("nats")},
                         {"nats-server-1", "nats-server-2", "nats-server-3"})
        self.shop.kill_and_await_return("nats-server-2")
        self.shop.until("its second server again", lambda: "nats-server-2" in self.shop.pids())
        self.assert_completed(self.placed((sku, 1, 100), deadline_seconds=ELECTION), ELECTION)

    def test_its_data_are_not_taken_for_those_of_one_server(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sinew-e2e-")))
        (folder / "jetstream-1").mkdir()
        refused = call("up", "--data-dir", folder, "--nats-port", "0", env=environment(processes.new_mark()))
        self.assertEqual(refused.code, 2, refused)
        self.assertIn("--durability quorum", refused.err)


if __name__ == "__main__":
    unittest.main()
