"""The verbs that look: tap, decode, state, history, saga, describe. They show what has happened, as JSON."""

import base64
import json
import subprocess
import unittest

from foreign_client import ForeignClient
from shop import OF_ORDERS, SERVICES, SINEW
from shop_case import DECLINED_CARD, ShopCase


class Looking(ShopCase):
    def completed(self) -> str:
        order = self.placed((self.stocked(5), 2, 1200))
        self.assert_completed(order)
        return order

    # -- tap ----------------------------------------------------------------------------------------------------------

    def test_a_tap_shows_cloud_events(self):
        order = self.completed()
        event, = self.shop.events(f"evt.order.*.{order}.placed", 1)
        wanted = {"specversion": "1.0", "source": "/sinew/order", "type": "order.placed", "subject": order,
                  "datacontenttype": "application/json"}
        self.assertEqual({name: event[name] for name in wanted}, wanted)
        self.assertRegex(event["id"], r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        self.assertRegex(event["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
        self.assertEqual((event["version"], event["correlationid"]), (1, order))
        self.assertEqual(event["data"]["total"], {"units": 2400, "currency": "EUR"})
        self.assertEqual(event["data"]["payment"]["method"], "card")

    def test_a_tap_sees_all_services(self):
        order = self.completed()
        self.shop.events(f"evt.notification.*.{order}.sent", 1)
        seen = self.shop.events(f"evt.*.*.{order}.>", 12)
        self.assertEqual({event["source"] for event in seen}, {f"/sinew/{service}" for service in OF_ORDERS})

    def test_a_tap_hears_what_comes_after_what_is_stored(self):
        sku = self.stocked(1)
        tap = self.shop.start("tap", f"evt.stock.*.{sku}.>", "--since", "1h", "--count", "3", stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE)
        first = json.loads(tap.stdout.readline())
        self.shop.send("stock", "receive", sku, {"quantity": 2})
        self.shop.send("stock", "receive", sku, {"quantity": 3})
        rest, _ = tap.communicate(timeout=30)
        self.assertEqual(tap.returncode, 0)
        events = [first, *map(json.loads, rest.splitlines())]
        self.assertEqual([event["data"]["quantity"] for event in events], [1, 2, 3])

    def test_a_tap_hears_commands_too(self):
        sku = self.stocked(1)
        tap = self.shop.start("tap", "cmd.stock.>", "--count", "1", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        try:
            # Nothing tells that a tap listens: what it is to hear is said again until it has heard.
            while not tap.poll() and not self.heard(tap, sku):
                pass
        finally:
            tap.kill()
            tap.communicate()

    def heard(self, tap: subprocess.Popen, sku: str) -> bool:
        self.shop.send("stock", "receive", sku, {"quantity": 1})
        try:
            tap.wait(0.2)
        except subprocess.TimeoutExpired:
            return False
        command = json.loads(tap.stdout.read())
        self.assertEqual((command["type"], command["subject"]), ("stock.receive", sku))
        return True

    def test_a_tap_on_nothing_that_is_stored_says_so(self):
        ended = self.shop.call("tap", "no.such.subject", "--from-start", "--count", "1")
        self.assertEqual(ended.code, 2, ended)
        self.assertIn("no.such.subject", ended.err)

    # -- decode -------------------------------------------------------------------------------------------------------

    def stored_body(self, stream: str, subject: str) -> bytes:
        with ForeignClient(self.shop.nats) as client:
            answer = client.request(f"$JS.API.STREAM.MSG.GET.{stream}", json.dumps({"last_by_subj": subject}).encode())
        return base64.b64decode(json.loads(answer.body)["message"]["data"])

    def decode(self, body: bytes, *options) -> list:
        done = subprocess.run([SINEW, "decode", "--nats", self.shop.nats, *options], input=body,
                              capture_output=True, timeout=60, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_decode_reads_raw_hex_and_base64(self):
        order = self.completed()
        body = self.stored_body("EVT_ORDER", f"evt.order.*.{order}.confirmed")
        for options, text in (((), body), ((), body + b"\n"), (("--hex",), body.hex().encode()),
                              (("--base64",), base64.b64encode(body))):
            with self.subTest(options):
                event, = self.decode(text, *options)
                self.assertEqual((event["type"], event["subject"]), ("order.confirmed", order))

    def test_decode_finds_the_envelopes_between_rubbish(self):
        order = self.completed()
        placed = self.stored_body("EVT_ORDER", f"evt.order.*.{order}.placed")
        confirmed = self.stored_body("EVT_ORDER", f"evt.order.*.{order}.confirmed")
        shown = self.decode(b"rubbish" + placed + b"\n" + confirmed)
        self.assertEqual([line.get("type", "undecodable") for line in shown],
                         ["undecodable", "order.placed", "order.confirmed"])

    def test_decode_shows_what_it_cannot_read(self):
        for body in (b"hello", b"\0" * 100):
            with self.subTest(body):
                self.assertTrue(all(line["undecodable"] for line in self.decode(body)))
        self.assertTrue(self.decode(b"not hex", "--hex")[0]["undecodable"])

    # -- state, history, saga -----------------------------------------------------------------------------------------

    def test_the_state_of_the_past(self):
        sku = self.stocked(1)
        for quantity in (10, 100):
            self.shop.send("stock", "receive", sku, {"quantity": quantity})
        past = [self.shop.state("stock", sku, "--at", version)["available"] for version in (1, 2, 3)]
        self.assertEqual(past, [1, 11, 111])
        self.assertEqual(self.shop.call("state", "stock", sku, "--at", "4").code, 2)

    def test_a_history_is_all_that_happened(self):
        order = self.completed()
        history = self.shop.history("order", order)
        self.assertEqual([(event["version"], event["type"]) for event in history],
                         [(1, "order.placed"), (2, "order.confirmed")])

    def test_who_did_it_is_written_down(self):
        sku = self.fresh("SKU")
        self.shop.send("stock", "receive", sku, {"quantity": 1}, "--actor", "cli/ada")
        self.assertEqual(self.shop.history("stock", sku)[0]["actor"], "cli/ada")

    def test_a_saga_that_runs_says_what_it_waits_for(self):
        order = self.placed((self.stocked(1), 1, 100), card="4000000000006975")
        self.shop.events(f"evt.payment.*.{order}.started", 1)
        ended = self.shop.call("saga", order, "--json")
        self.assertEqual(ended.code, 6, ended)
        self.assertIn("payment", [wait["service"] for wait in json.loads(ended.out)["waits_for"]])

    def test_a_saga_is_readable_for_people(self):
        order = self.placed((self.stocked(1), 1, 100), card=DECLINED_CARD)
        ended = self.shop.call("saga", order, "--wait", "60s")
        self.assertEqual(ended.code, 5, ended)
        self.assertRegex(ended.out, rf"^saga {order}: compensated, \d+ steps in [\d.]+ ms\n")
        self.assertRegex(ended.out, r"payment +payment \S+ +declined")

    def test_an_order_that_nobody_knows_has_no_saga(self):
        ended = self.shop.call("saga", "o-never-heard-of", "--wait", "1s")
        self.assertEqual(ended.code, 2, ended)

    # -- describe -----------------------------------------------------------------------------------------------------

    def test_describe_draws_the_whole_shop(self):
        told = json.loads(self.shop.call("describe", "--json").out)
        self.assertEqual({service["service"] for service in told["services"]}, set(SERVICES))
        self.assertEqual(told["findings"]["mistakes"], [])

    def test_describe_names_no_step_that_takes_something_and_cannot_be_undone(self):
        findings = json.loads(self.shop.call("describe", "--json").out)["findings"]
        self.assertEqual({"reservation open", "stock hold", "payment charge", "account debit", "shipment create"}
                         & set(findings["steps_without_compensation"]), set())

    def test_describe_says_the_same_with_and_without_a_broker(self):
        online = json.loads(self.shop.call("describe", "--json").out)
        offline = json.loads(self.shop.call("describe", "--json", "--offline").out)
        for told in (online, offline):  # each lists the services in an order of its own
            told["services"].sort(key=lambda service: service["service"])
            for found in told["findings"].values():
                found.sort()
        self.assertEqual(online, offline)

    def test_describe_for_people_and_for_mermaid(self):
        text = self.shop.call("describe").out
        for service in SERVICES:
            self.assertIn(f"service {service}  (stream EVT_{service.upper()}", text)
        self.assertTrue(self.shop.call("describe", "--format", "mermaid").out.startswith("flowchart LR\n"))

    # -- help ---------------------------------------------------------------------------------------------------------

    def test_every_verb_explains_itself(self):
        for verb in ("up", "send", "tap", "saga", "state", "history", "describe", "decode"):
            with self.subTest(verb):
                ended = self.shop.call(verb, "--help")
                self.assertEqual(ended.code, 0)
                self.assertIn("Exit codes:" if verb != "decode" else "Examples:", ended.out)


if __name__ == "__main__":
    unittest.main()
