"""Nonsense from people and from strangers on the broker: a clear error or a logged rejection, and all goes on."""

import base64
import json
import os
import random
import unittest

from foreign_client import ForeignClient, partition_of
from shop_case import ShopCase, order


class FromPeople(ShopCase):
    def assert_bad_input(self, ended, *words: str):
        self.assertEqual(ended.code, 2, ended)
        complaint = [line for line in ended.err.splitlines() if line.startswith("sinew: ")]
        self.assertEqual(len(complaint), 1, ended.err)
        for word in words:
            self.assertIn(word, complaint[0])

    def assert_order_refused(self, body, *words: str):
        order_id = self.fresh("o")
        self.assert_bad_input(self.shop.try_send("order", "place", order_id, body), *words)
        self.assertEqual(self.shop.call("history", "order", order_id).code, 2, "something has happened")

    def good_order(self, **changes) -> dict:
        return {**order(("SKU-1", 1, 100)), **changes}

    def test_malformed_json(self):
        for text in ("{", '{"customer":"c-1"', "{'customer':'c-1'}", "", "nonsense", '{"a":1} {"b":2}', "\x00\x01"):
            with self.subTest(text):
                self.assert_order_refused(text)

    def test_json_that_is_no_object(self):
        for text in ("[]", "17", '"text"', "null"):
            with self.subTest(text):
                self.assert_order_refused(text)

    def test_an_unknown_field_is_named(self):
        self.assert_order_refused(self.good_order(discount=5), "discount")

    def test_a_misspelt_field_is_explained(self):
        body = self.good_order()
        body["custmer"] = body.pop("customer")
        self.assert_order_refused(body, "custmer")

    def test_a_missing_field_is_named(self):
        body = self.good_order()
        del body["lines"]
        self.assert_order_refused(body, "lines")

    def test_wrong_types_are_named(self):
        line = {"sku": "SKU-1", "quantity": 1, "price": {"units": 1, "currency": "EUR"}}
        for name, value in (("customer", 5), ("customer", None), ("lines", {}), ("lines", [7]), ("payment", "card"),
                            ("lines", [{**line, "quantity": "two"}]), ("lines", [{**line, "quantity": 1.5}]),
                            ("lines", [{**line, "quantity": -1}]), ("lines", [{**line, "quantity": 2**40}]),
                            ("lines", [{**line, "price": {"units": 1, "currency": "XXX"}}])):
            with self.subTest(name=name, value=value):
                self.assert_order_refused(self.good_order(**{name: value}), name)

    def test_values_that_mean_nothing(self):
        line = {"sku": "SKU-1", "quantity": 1, "price": {"units": 1, "currency": "EUR"}}
        for name, value in (("lines", []), ("lines", [{**line, "quantity": 0}]), ("lines", [line] * 101),
                            ("lines", [line, {**line, "price": {"units": 1, "currency": "USD"}}]),
                            ("customer", "c.1"), ("customer", ""), ("lines", [{**line, "sku": "a b"}]),
                            ("lines", [{**line, "price": {"units": -1, "currency": "EUR"}}])):
            with self.subTest(name=name, value=value):
                self.assert_order_refused(self.good_order(**{name: value}))

    def test_ids_that_would_be_more_than_one_token(self):
        for bad in ("a.b", "*", ">", "a b", "a\tb", "", "ü", "x" * 65, "$JS", "../../etc"):
            with self.subTest(bad):
                self.assert_bad_input(self.shop.try_send("stock", "receive", bad, {"quantity": 1}))
                self.assertEqual(self.shop.call("state", "stock", bad).code, 2)
                self.assertEqual(self.shop.call("history", "stock", bad).code, 2)
                self.assertEqual(self.shop.call("saga", bad).code, 2)

    def test_a_body_of_two_megabytes(self):
        self.assert_order_refused(self.good_order(customer="c" * 2_000_000))
        self.assert_order_refused(self.good_order(address={"name": "n" * 2_000_000}), "bytes")

    def test_what_does_not_exist(self):
        self.assert_bad_input(self.shop.try_send("ordr", "place", "o-1", {}), "order")
        self.assert_bad_input(self.shop.try_send("order", "plce", "o-1", {}), "place")
        self.assert_bad_input(self.shop.call("sned"), "send")
        self.assert_bad_input(self.shop.call("state", "order", "o-never-heard-of"))

    def test_a_bad_line_of_a_file_does_not_harm_the_others(self):
        sku = self.fresh("SKU")
        lines = [{"id": sku, "quantity": 1}, {"quantity": 1}, {"id": "a.b", "quantity": 1}, {"id": sku, "quantity": 2}]
        text = "\n".join([*map(json.dumps, lines), "{", ""])
        ended = self.shop.call("send", "stock", "receive", "--file", "-", stdin=text)
        self.assertEqual(ended.code, 2)
        self.assertEqual(len(ended.out.splitlines()), 2)
        for number in (2, 3, 5):
            self.assertIn(f"-:{number}: ", ended.err)
        self.assertEqual(self.stock(sku), (3, 0, 0))


class FromStrangers(ShopCase):
    """Bytes that a foreign client publishes below cmd., evt. and due. of aggregates that are alive."""

    def setUp(self):
        self.pids = self.shop.pids()
        self.sku = self.stocked(10)
        self.order = self.placed((self.sku, 1, 100))
        self.assert_completed(self.order)
        self.assert_stock_settles(self.sku, available=9, shipped=1)
        self.mark = self.shop.log.mark()
        self.stranger = self.enterContext(ForeignClient(self.shop.nats))
        self.good = self.last_event("EVT_INVENTORY", f"evt.stock.*.{self.sku}.shipped")

    def last_event(self, stream: str, subject: str) -> bytes:
        question = json.dumps({"last_by_subj": subject}).encode()
        answer = self.stranger.request(f"$JS.API.STREAM.MSG.GET.{stream}", question)
        return base64.b64decode(json.loads(answer.body)["message"]["data"])

    def rubbish(self) -> list:
        chance = random.Random(7)
        flipped = bytearray(self.good)
        flipped[len(flipped) // 3] ^= 0xFF
        cut = [self.good[:length] for length in (1, 4, 8, 17, len(self.good) // 2, len(self.good) - 1)]
        return [b"", b"\0" * 64, b"hello", b'{"quantity":1}', chance.randbytes(300), chance.randbytes(100_000),
                self.good + b"\0" * 7, b"\xff" * 4 + self.good[4:], bytes(flipped), *cut]

    def subject(self, root: str, aggregate: str, aggregate_id: str, name: str) -> str:
        return f"{root}.{aggregate}.{partition_of(aggregate_id)}.{aggregate_id}.{name}"

    def assert_all_goes_on(self):
        """The same processes, the same aggregates, and a whole saga over them."""
        before = self.stock(self.sku)
        self.assertEqual(before, (9, 0, 1))
        self.shop.send("stock", "receive", self.sku, {"quantity": 5})
        self.assert_completed(self.placed((self.sku, 4, 100)))
        self.assert_stock_settles(self.sku, available=10, shipped=5)
        self.assertEqual(self.shop.state("order", self.order)["stage"], "confirmed")
        self.assertEqual(self.shop.pids(), self.pids)

    def assert_logged(self, pattern: str):
        self.assertTrue(self.shop.log.await_line(pattern, 30, self.mark), f"no line of the log says {pattern}")

    def test_commands_of_rubbish_are_rejected_with_a_reason(self):
        for number, body in enumerate(self.rubbish()):
            with self.subTest(number):
                subject = f"cmd.stock.{partition_of(self.sku)}.receive"
                answer = self.stranger.request(subject, body)
                self.assertIsNotNone(answer, "nobody answers")
                self.assertIn(b"invalid_input", answer.body)
        self.assert_logged(r"rejected a request on cmd\.stock\..*so far")
        self.assert_all_goes_on()

    def test_commands_on_subjects_of_rubbish_are_rejected(self):
        for subject in ("cmd.stock.99.receive", "cmd.stock.x.receive", "cmd.stock.0.receive.more",
                        "cmd.stock.0.RECEIVE", "cmd.stock.0", "cmd.stock.-1.receive", "cmd.order.0.steal",
                        "qry.inventory.state", "qry.inventory.x"):
            with self.subTest(subject):
                self.stranger.publish(subject, self.good)
                self.stranger.publish(subject, b"rubbish")
        self.stranger.flush()
        self.assert_logged(r"rejected a request on cmd\.stock\.")
        self.assert_all_goes_on()

    def test_events_of_rubbish_are_passed_over(self):
        for body in self.rubbish():
            for aggregate, aggregate_id, name in (("stock", self.sku, "received"), ("stock", self.sku, "held"),
                                                  ("order", self.order, "placed"), ("payment", self.order, "charged")):
                self.stranger.publish(self.subject("evt", aggregate, aggregate_id, name), body)
        self.stranger.flush()
        self.assert_logged(r"parking message|passed over a message|rejected")
        self.assert_all_goes_on()

    def test_events_on_subjects_of_rubbish_are_passed_over(self):
        for subject in (f"evt.stock.63.{self.sku}.held", "evt.stock.0.a.b.c", "evt.stock", "evt.stock.0.a.HELD",
                        f"evt.stock.{partition_of(self.sku)}.{self.sku}.no_such_event", "evt.order.x.y.placed"):
            self.stranger.publish(subject, self.good)
            self.stranger.publish(subject, os.urandom(50))
        self.stranger.flush()
        self.assert_all_goes_on()

    def test_a_copy_of_a_real_event_changes_nothing(self):
        for _ in range(3):
            self.stranger.publish(self.subject("evt", "stock", self.sku, "shipped"), self.good)
        self.stranger.publish(self.subject("evt", "stock", "SKU-other", "shipped"), self.good)
        self.stranger.flush()
        self.assert_all_goes_on()
        self.assertEqual(self.shop.call("state", "stock", "SKU-other").code, 2)

    def test_timers_of_rubbish_are_passed_over(self):
        for body in self.rubbish():
            self.stranger.publish(self.subject("due", "order", self.order, "expire"), body)
            self.stranger.publish(self.subject("tmr", "order", self.order, "expire"), body)
        self.stranger.publish("due.order.0.x.y.z", b"")
        self.stranger.flush()
        self.assert_logged(r"parking message|rejected")
        self.assert_all_goes_on()

    def test_a_tap_shows_rubbish_as_what_it_is(self):
        for body in (b"", b"hello", self.good[:40]):
            self.stranger.publish(self.subject("evt", "stock", "SKU-rubbish", "held"), body)
        self.stranger.flush()
        told = self.shop.events("evt.stock.*.SKU-rubbish.>", 3)
        self.assertEqual([(line["undecodable"], line["size"]) for line in told], [(True, 0), (True, 5), (True, 40)])
        self.assertTrue(all(line["reason"] for line in told))
        self.assert_all_goes_on()

    def test_two_megabytes_close_only_the_door_of_who_sends_them(self):
        with self.assertRaises(ConnectionError), ForeignClient(self.shop.nats) as giant:
            giant.publish(f"cmd.stock.{partition_of(self.sku)}.receive", b"x" * 2_000_000)
            giant.flush()
        self.assert_all_goes_on()

    def test_lies_in_the_registry_and_among_the_nodes_harm_nobody(self):
        for key in ("nodes.order.order-1", "nodes.order.ghost", "nodes.x"):
            self.stranger.publish(f"$KV.{key}", b"\xffnot json")
        self.stranger.flush()
        self.assert_all_goes_on()


if __name__ == "__main__":
    unittest.main()
