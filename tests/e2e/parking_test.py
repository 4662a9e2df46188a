"""A poisoned key waits in order, all others go on, and an operator gets it going again."""

import base64
import json
import pathlib
import tempfile
import unittest

from foreign_client import ForeignClient, partition_of
from shop import running_shop
from shop_case import ShopCase, order


def lines(ended) -> list:
    return [json.loads(line) for line in ended.out.splitlines()]


class APoisonedKey(ShopCase):
    """An event with a sound envelope and a payload that nobody can read, from a client that is none of ours."""

    def setUp(self):
        self.sku = self.stocked(100)
        self.good = self.placed((self.sku, 1, 100))
        self.assert_completed(self.good)
        self.stranger = self.enterContext(ForeignClient(self.shop.nats))
        # As long as the id of the order that it is made from, so that the envelope stays sound.
        self.key = "x" * len(self.good)
        self.drop_everywhere()

    def drop_everywhere(self):
        """Each service that reacts to the event has parked it for itself."""
        for service in ("inventory", "payment", "shipping"):
            self.assertEqual(self.park("drop", service, "order", self.key, "--all", "--yes").code, 0)

    def event(self, whole: bool) -> bytes:
        question = json.dumps({"last_by_subj": f"evt.order.*.{self.good}.placed"}).encode()
        answer = self.stranger.request("$JS.API.STREAM.MSG.GET.EVT_ORDER", question)
        body = base64.b64decode(json.loads(answer.body)["message"]["data"])
        body = bytearray(body.replace(self.good.encode(), self.key.encode()))
        if not whole:
            length = body.index(self.sku.encode()) - 4
            body[length:length + 4] = b"\xff" * 4  # of a text in the payload
        return bytes(body)

    def plant(self, *, whole: bool):
        self.stranger.publish(f"evt.order.{partition_of(self.key)}.{self.key}.placed", self.event(whole))
        self.stranger.flush()

    def park(self, *words):
        return self.shop.call("park", *words, "--json")

    def waiting(self) -> list:
        return lines(self.park("show", "inventory", "order", self.key))

    def await_waiting(self, count: int):
        self.shop.until(f"{count} parked", lambda: len(self.waiting()) == count)

    def test_it_waits_in_order_while_the_others_go_on(self):
        self.plant(whole=False)
        self.await_waiting(1)
        self.plant(whole=True)
        self.await_waiting(2)
        self.assert_completed(self.placed((self.sku, 1, 100)))
        first, second = self.waiting()
        self.assertLess(first["position"], second["position"])
        self.assertIn("OrderPlaced", first["reason"])
        self.assertEqual((first["attempts"], second["attempts"]), (1, 0))
        self.assertEqual(second["message"][0]["type"], "order.placed")
        self.assertEqual(self.shop.call("state", "reservation", self.key).code, 2, "the second has overtaken")
        self.assertEqual(self.shop.call("saga", self.key).code, 7)

        group = next(g for g in lines(self.park("ls"))[0]["groups"] if g["service"] == "inventory" and g["holds_keys"])
        self.assertEqual((group["keys"], group["messages"]), (1, 2))
        self.assertIn({"aggregate": "order", "id": self.key}, group["examples"])
        self.assertEqual(lines(self.park("ls", "--reason", "no such reason"))[0]["groups"], [])

        self.shop.kill_and_await_return("inventory-1")
        self.plant(whole=True)
        self.await_waiting(3)

        tried = self.park("redrive", "inventory", "order", self.key)
        self.assertEqual(tried.code, 7, tried)
        self.assertEqual((lines(tried)[0]["outcome"], lines(tried)[0]["attempts"]), ("still_parked", 2))
        self.assertEqual([m["attempts"] for m in self.waiting()], [2, 0, 0])

        self.assertEqual(self.park("redrive", "inventory", "--dry-run").code, 0)
        planned = self.park("drop", "inventory", "order", self.key)
        self.assertEqual((planned.code, lines(planned)[0]["would_drop"], lines(planned)[0]["waiting"]), (2, 1, 2))
        self.assertEqual(len(self.waiting()), 3)
        self.assertEqual(self.park("drop", "inventory", "--up-to", "1", "--yes").code, 2)
        first, *behind = self.waiting()
        dropped = self.park("drop", "inventory", "order", self.key, "--up-to", str(first["place"]), "--yes")
        self.assertEqual((dropped.code, lines(dropped)[0]["dropped"]), (0, 1))
        self.assertEqual(self.waiting(), behind)
        dropped = self.park("drop", "inventory", "order", self.key, "--yes")
        self.assertEqual((dropped.code, lines(dropped)[0]["dropped"], lines(dropped)[0]["waiting"]), (0, 0, 2),
                         "what has not failed stays")
        dropped = self.park("drop", "inventory", "order", self.key, "--all", "--yes")
        self.assertEqual((dropped.code, lines(dropped)[0]["dropped"]), (0, 2))
        self.assertEqual(self.shop.call("saga", self.key).code, 7, "the other services have parked it too")
        self.drop_everywhere()
        self.plant(whole=True)
        self.shop.until("the key flows again", lambda: self.shop.call("state", "reservation", self.key).code == 0)
        self.assertNotEqual(self.shop.call("saga", self.key).code, 7)

    def test_what_a_stranger_parks_stops_nobody(self):
        fresh = "y" * len(self.good)
        for service in ("inventory", "payment", "shipping"):
            self.stranger.publish(f"park.{service}.order.{fresh}", b"garbage")
        self.stranger.publish(f"park.order.shipment.{fresh}", b"more garbage")
        self.stranger.flush()
        self.shop.place(fresh, order((self.sku, 1, 100)))
        self.assert_completed(fresh)

        self.plant(whole=False)
        self.await_waiting(1)
        self.stranger.publish(f"park.inventory.order.{self.key}", b"in the middle")
        self.stranger.flush()
        self.plant(whole=True)
        self.await_waiting(3)
        dropped = self.park("drop", "inventory", "order", self.key, "--yes")
        self.assertEqual((dropped.code, lines(dropped)[0]["dropped"], lines(dropped)[0]["waiting"]), (0, 1, 2))
        redriven = self.park("redrive", "inventory", "order", self.key)
        self.assertEqual(redriven.code, 0, redriven)
        told = lines(redriven)[0]
        self.assertEqual((told["outcome"], told["redriven"], told["set_aside"]), ("emptied", 1, 1))
        self.assertEqual(self.shop.call("state", "reservation", self.key).code, 0)
        aside = [g for g in lines(self.park("ls", "inventory"))[0]["groups"] if not g["holds_keys"]]
        self.assertEqual(sum(g["messages"] for g in aside), 2, aside)
        self.assertTrue(all("no node has parked it" in g["reason"] for g in aside), aside)
        self.drop_everywhere()

    def test_what_is_typed_wrong_is_explained(self):
        for words in (["ls", "a.b"], ["show"], ["show", "inventory", "order"], ["redrive", "--rate", "fast"],
                      ["redrive", "inventory", "order", "a.b"], ["drop"], ["frob"], []):
            with self.subTest(words):
                ended = self.park(*words)
                self.assertEqual(ended.code, 2, ended)
                self.assertIn("sinew: ", ended.err)


class AMailboxThatRefuses(unittest.TestCase):
    """A service whose outside party fails for reasons of its own: parked, mended, redriven."""

    def test_every_letter_arrives_once_after_it_was_mended(self):
        with tempfile.TemporaryDirectory(prefix="sinew-e2e-") as folder, running_shop(
                "--services", "order,inventory,payment,shipping") as shop:
            mail = pathlib.Path(folder)
            shop.start_service("notification", "--nats", shop.nats, "--node", "notification-x", "--maildir", mail,
                               "--attempts-before-parking", 3)
            shop.until("a mailbox", (mail / "cur").exists)
            (mail / "tmp").rmdir()
            (mail / "tmp").touch()
            shop.send("stock", "receive", "SKU-1", {"quantity": 9})
            orders = ["o-1", "o-2", "o-3"]
            for order_id in orders:
                shop.place(order_id, order(("SKU-1", 1, 100)))
            def parked():
                listed = lines(shop.call("park", "ls", "--json"))[0]["groups"]
                return listed if sum(g["keys"] for g in listed) == len(orders) else None
            groups = shop.until("three keys parked", parked)
            self.assertTrue(all("system_failure" in g["reason"] for g in groups), groups)
            self.assertEqual(shop.saga("o-1").code, 7)

            (mail / "tmp").unlink()
            (mail / "tmp").mkdir()
            redriven = shop.call("park", "redrive", "--rate", "20/s", "--json")
            self.assertEqual(redriven.code, 0, redriven)
            self.assertEqual([(line["outcome"], line["redriven"]) for line in lines(redriven)], [("emptied", 1)] * 3)
            self.assertEqual(shop.parked(), 0)
            self.assertEqual(len(list((mail / "new").iterdir())), len(orders))
            self.assertEqual(shop.saga("o-1").code, 0)
            self.assertEqual(shop.call("park", "redrive", "--json").code, 0)


if __name__ == "__main__":
    unittest.main()
