"""Three nodes of each service: they share its partitions, and whatever happens to one of them, the others take over."""

import signal
import unittest

from several_nodes import SeveralNodes
from shop import SERVICES
from shop_case import order


class ThreeNodes(SeveralNodes):
    options = ("--nodes", "3")

    def test_each_partition_is_served_by_one_node(self):
        for service in SERVICES:
            self.await_shared_by(*(f"{service}-{n}" for n in (1, 2, 3)))

    def test_each_subscription_is_read_by_one_node(self):
        def lanes() -> list:
            return sorted(lane for n in (1, 2, 3) for lane in self.record(f"order-{n}").get("lanes", []))

        self.shop.until("one reader for each lane", lambda: lanes() == [
            "cart.0", "due.0", "inventory.0", "shipping.0"])

    def test_what_a_killed_node_served_answers_again(self):
        self.await_shared_by("order-1", "order-2", "order-3")
        assert_all_end = self.begin_orders(30)
        lost = self.id_served_by("order-2", "o-lost")
        self.shop.hit("order-2")
        self.shop.place(lost, order((self.stocked(5), 1, 100)))
        self.assert_completed(lost)
        self.await_shared_by("order-1", "order-2", "order-3")
        assert_all_end()

    def test_each_node_of_the_inventory_is_killed_in_turn(self):
        assert_all_end = self.begin_orders(60)
        for number in (1, 2, 3):
            self.shop.kill_and_await_return(f"inventory-{number}")
        assert_all_end()

    def test_a_node_that_was_paused_for_longer_than_the_others_wait_loses_to_its_successor(self):
        nodes = ("payment-1", "payment-2", "payment-3")
        self.await_shared_by(*nodes)
        account = self.id_served_by("payment-2", "a-paused")
        self.shop.send("account", "open", account, {"owner": "c-1", "currency": "EUR"})
        self.deposit(account, 10)
        assert_all_end = self.begin_orders(20)
        self.shop.hit("payment-2", signal.SIGSTOP)
        try:
            # Those that the paused node gets are sent again, with the same id, and wait in its socket as well.
            self.deposit(account, 30)
            self.await_shared_by("payment-1", "payment-3")
            self.deposit(account, 10)
        finally:
            self.shop.hit("payment-2", signal.SIGCONT)
        self.deposit(account, 20)
        self.await_shared_by(*nodes)
        self.deposit(account, 5)
        self.assert_got(account, 75)
        assert_all_end()

    def test_a_node_is_emptied_and_filled_again(self):
        nodes = ("order-1", "order-2", "order-3")
        self.await_shared_by(*nodes)
        assert_all_end = self.begin_orders(30)
        self.assertEqual(self.ask("order-3", "drain"), {"ok": True, "node": "order-3", "state": "draining"})
        self.shop.until("order-3 is empty", lambda: self.record("order-3")["state"] == "drained")
        self.assertEqual((self.partitions("order-3"), self.record("order-3")["lanes"]), ([], []))
        self.await_shared_by("order-1", "order-2")
        self.assertEqual(self.ask("order-3", "resume"), {"ok": True, "node": "order-3", "state": "ready"})
        self.await_shared_by(*nodes)
        assert_all_end()
        self.assertFalse(self.ask("order-3", "explode")["ok"])


class TwoLanes(SeveralNodes):
    """Each subscription cut into two by partition, so that two nodes can read at once."""

    options = ("--nodes", "2", "--lanes", "2")

    def test_each_lane_is_read_by_one_node_and_orders_end_though_one_is_killed(self):
        def lanes() -> list:
            return sorted(lane for n in (1, 2) for lane in self.record(f"order-{n}").get("lanes", []))

        every = [f"{of}.{n}" for of in ("cart", "due", "inventory", "shipping") for n in (0, 1)]
        self.shop.until("one reader for each lane", lambda: lanes() == every)
        assert_all_end = self.begin_orders(40)
        self.shop.kill_and_await_return("order-1")
        self.shop.kill_and_await_return("inventory-2")
        assert_all_end()
        self.shop.until("one reader for each lane again", lambda: lanes() == every)


if __name__ == "__main__":
    unittest.main()
