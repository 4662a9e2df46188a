"""What operators see and do through the gateway: the same as the command line tells, by HTTP."""

import json
import signal
import threading
import unittest

from foreign_client import ForeignClient, partition_of
from gateway_client import Gateway
from gateway_case import PROBLEM
from shop_case import DECLINED_CARD, SLOW_CARD, ShopCase, order


class AdminCase(ShopCase):
    options = ("--http-port", "0", "--http-rate", "0")

    def setUp(self):
        self.gateway = self.enterContext(self.connect())

    def connect(self) -> Gateway:
        """As an operator."""
        return Gateway(self.shop.http, self.shop.token("operator", "ops"))

    def told(self, path: str):
        answer = self.gateway.get(f"/v1/admin/{path}")
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

    def assert_problem(self, answer, status: int, code: str, field: str = None):
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (status, PROBLEM), answer.body)
        self.assertEqual((answer.json["type"], answer.json.get("field")), (f"urn:sinew:problem:{code}", field))


class Cluster(AdminCase):
    def test_it_is_what_the_command_line_tells(self):
        told = self.told("cluster")
        same = json.loads(self.shop.call("cluster", "--json").out)
        self.assertTrue(told["served"])
        for part in ("broker", "partitions"):
            self.assertEqual(told[part], same[part])
        nodes = [[node["node"] for node in service["nodes"]] for service in told["services"]]
        self.assertEqual(nodes, [[node["node"] for node in service["nodes"]] for service in same["services"]])
        self.assertIn("carrier", json.dumps(told["services"]), "the outside parties are missing")

    def test_two_looks_tell_how_much_was_stored(self):
        def position():
            return {log["stream"]: log["last_position"] for log in self.told("cluster")["logs"]}["EVT_ORDER"]

        before = position()
        self.placed((self.stocked(5), 1, 100))
        self.shop.until("the log has grown", lambda: position() > before)

    def test_many_may_look_at_once(self):
        answers = []

        def look():
            with self.connect() as gateway:
                answers.append(gateway.get("/v1/admin/cluster").status)

        threads = [threading.Thread(target=look) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [200] * 20)


class Sagas(AdminCase):
    def rows(self, query: str = "") -> list:
        return self.told(f"sagas?{query}")["sagas"]

    def test_the_newest_is_first_and_states_are_told_apart(self):
        sku = self.stocked(9)
        good = self.placed((sku, 1, 100))
        self.assert_completed(good)
        bad = self.placed((sku, 1, 100), card=DECLINED_CARD)
        self.assert_compensated(bad, "card_declined")
        slow = self.placed((sku, 1, 100), card=SLOW_CARD)
        wanted = [(slow, "running"), (bad, "compensated"), (good, "completed")]
        self.shop.until("the list", lambda: [(row["id"], row["state"]) for row in self.rows("limit=3")] == wanted)
        self.assertEqual(self.told("sagas")["from"], "list")
        self.assertGreater(self.gateway.get("/readyz").json["guards"]["order lists"]["calls"], 0, "asked under the guard of lists")
        self.assertEqual(self.rows("limit=2")[1]["code"], "card_declined")
        self.assertGreater(self.rows("limit=3")[2]["duration_ms"], 0)
        for state, order_id in (("running", slow), ("compensated", bad), ("completed", good)):
            rows = self.rows(f"state={state}")
            self.assertEqual({row["state"] for row in rows}, {state})
            self.assertIn(order_id, [row["id"] for row in rows])
        told = self.told("figures")
        self.assertTrue(told["scope"]["complete"])
        self.assertEqual(sum(told["counts"].values()), told["scope"]["orders"])
        self.assertLessEqual(told["durations_ms"]["completed"]["p50"], told["durations_ms"]["completed"]["max"])

    def test_pages_hang_together(self):
        ids = {self.placed((self.stocked(5), 1, 100)) for _ in range(5)}
        self.shop.until("all ended, in the list", lambda: ids <= {row["id"] for row in self.rows("state=completed")})
        whole = [row["id"] for row in self.rows("limit=200")]
        paged, cursor = [], ""
        while True:
            told = self.told(f"sagas?limit=2{cursor}")
            self.assertLessEqual(len(told["sagas"]), 2)
            paged += [row["id"] for row in told["sagas"]]
            if "next" not in told:
                break
            cursor = f"&cursor={told['next']}"
        self.assertEqual(paged, whole)

    def test_one_is_told_as_the_command_line_tells_it_but_for_the_card(self):
        good = self.placed((self.stocked(5), 2, 100))
        steps = self.shop.saga(good).view["steps"]
        self.shop.until("the aftermath", lambda: len(self.told(f"sagas/{good}")["steps"]) >= len(steps))
        told = self.told(f"sagas/{good}")
        self.assertEqual((told["outcome"], told["complete"]), ("completed", True))
        self.assertEqual([step["event"] for step in told["steps"]][:3], [step["event"] for step in steps][:3])
        self.assertEqual(told["steps"][0]["data"]["payment"]["card"], "*" * 12 + "4242")

    def test_a_saga_amid_too_much_else_is_told_in_part_and_says_so(self):
        other = self.stocked(1)
        slow = self.placed((self.stocked(5), 1, 100), card=SLOW_CARD)
        with ForeignClient(self.shop.nats) as stranger:
            question = json.dumps({"last_by_subj": f"evt.stock.*.{other}.received"}).encode()
            stored = stranger.request("$JS.API.DIRECT.GET.EVT_INVENTORY", question).body
            for _ in range(20_500):
                stranger.publish(f"evt.stock.{partition_of(other)}.{other}.received", stored)
            stranger.flush()
        self.assert_compensated(slow, "payment_timed_out")
        told = self.told(f"sagas/{slow}")
        self.assertEqual((told["complete"], told["outcome"], told["waits_for"]), (False, "compensated", []))
        self.assertEqual({step["id"] for step in told["steps"]}, {slow})

    def test_what_makes_no_sense_is_refused(self):
        self.assert_problem(self.gateway.get("/v1/admin/sagas/nobody"), 404, "not_found")
        self.assert_problem(self.gateway.get("/v1/admin/sagas/b%20d"), 404, "not_found")
        self.assert_problem(self.gateway.get("/v1/admin/sagas?state=happy"), 400, "invalid_input", "state")
        self.assert_problem(self.gateway.get("/v1/admin/sagas?limit=201"), 400, "invalid_input", "limit")
        self.assert_problem(self.gateway.get("/v1/admin/sagas?cursor=x"), 400, "invalid_input", "cursor")
        self.assert_problem(self.gateway.get("/v1/admin/sagas?cursor=list.00"), 400, "invalid_input", "cursor")
        self.assert_problem(self.gateway.get("/v1/admin/sagas?cursor=log.x"), 400, "invalid_input", "cursor")
        self.assert_problem(self.gateway.get("/v1/admin/sagas?page=2"), 400, "invalid_input", "page")


class OlderOnes(AdminCase):
    """More orders than the newest part of the log has."""

    def test_all_are_listed_and_figures_say_of_how_many_they_are(self):
        count = 2_060
        oldest = self.placed((self.stocked(1), 1, 100))
        self.assert_completed(oldest)
        wanted = order(("SKU-none", 1, 100))
        lines = "\n".join(json.dumps({"id": f"many-{n}", **wanted}) for n in range(count))
        sent = self.shop.call("send", "order", "place", "--file", "-", "--timeout", "60s", stdin=lines, seconds=120)
        self.assertEqual(sent.code, 0, sent.err)
        self.shop.until("all in the list", lambda: self.lists_all({f"many-{n}" for n in range(count)}))
        figures = self.told("figures")
        self.assertFalse(figures["scope"]["complete"])
        self.assertEqual(figures["scope"]["orders"], 2_000)
        self.assertEqual(sum(figures["counts"].values()), 2_000)
        self.assertEqual(self.every("completed"), [oldest])

    def lists_all(self, ids: set) -> bool:
        return ids <= set(self.every("compensated"))

    def every(self, state: str) -> list:
        """The ids of all pages."""
        ids, cursor = [], ""
        while True:
            told = self.told(f"sagas?limit=200&state={state}&cursor={cursor}")
            self.assertEqual(told["from"], "list")
            ids += [row["id"] for row in told["sagas"]]
            if not (cursor := told.get("next")):
                self.assertEqual(len(ids), len(set(ids)))
                return ids


class NobodyForTheList(AdminCase):
    def test_the_newest_are_told_as_the_log_tells_them(self):
        good = self.placed((self.stocked(5), 1, 100))
        self.assert_completed(good)
        self.shop.until("the list", lambda: [row["id"] for row in self.told("sagas")["sagas"]] == [good])
        self.shop.hit("order-1", signal.SIGSTOP)
        try:
            told = self.told("sagas?state=completed")
            self.assertEqual((told["from"], [row["id"] for row in told["sagas"]]), ("log", [good]))
            self.assertEqual(self.told("figures")["counts"]["completed"], 1)
        finally:
            self.shop.hit("order-1", signal.SIGCONT)
        self.shop.until("the list again", lambda: self.told("sagas")["from"] == "list")


class Parked(AdminCase):
    def setUp(self):
        super().setUp()
        sku = self.stocked(5)
        good = self.placed((sku, 1, 100))
        self.assert_completed(good)
        self.key = "x" + good[1:]  # as long, so that the envelope stays sound
        stranger = self.enterContext(ForeignClient(self.shop.nats))
        question = json.dumps({"last_by_subj": f"evt.order.*.{good}.placed"}).encode()
        stored = stranger.request("$JS.API.DIRECT.GET.EVT_ORDER", question).body
        for damaged in (True, False):
            body = bytearray(stored.replace(good.encode(), self.key.encode()))
            if damaged:
                length = body.index(sku.encode()) - 4
                body[length:length + 4] = b"\xff" * 4
            stranger.publish(f"evt.order.{partition_of(self.key)}.{self.key}.placed", bytes(body))
        stranger.flush()
        self.shop.until("two parked", lambda: len(self.messages()) == 2)

    def path(self, more: str = "") -> str:
        return f"/v1/admin/parked/inventory/order/{self.key}{more}"

    def messages(self) -> list:
        answer = self.gateway.get(self.path())
        return answer.json["messages"] if answer.status == 200 else []

    def test_it_is_seen_by_reason_and_by_key(self):
        group = next(g for g in self.told("parked?service=inventory")["groups"] if g["holds_keys"])
        self.assertIn("OrderPlaced", group["reason"])
        self.assertIn({"aggregate": "order", "id": self.key}, group["examples"])
        self.assertEqual(self.told("parked?reason=no+such+reason")["groups"], [])
        first, second = self.messages()
        self.assertEqual((first["attempts"], second["attempts"]), (1, 0))
        self.assertEqual(second["message"][0]["data"]["payment"]["card"], "*" * 12 + "4242")
        self.assertIn((self.key, "parked"), self.listed_as("parked"))
        self.assertNotIn(self.key, [key for key, _ in self.listed_as("running")])
        self.assertIn((self.key, "parked"), self.listed_as(""))
        self.assert_problem(self.gateway.get("/v1/admin/sagas?state=parked&cursor=list.00"), 400, "invalid_input", "cursor")
        self.assert_problem(self.gateway.get("/v1/admin/sagas?cursor=parked.o-1"), 400, "invalid_input", "cursor")
        self.assertEqual(self.told(f"sagas/{self.key}")["outcome"], "parked")

    def listed_as(self, state: str) -> list:
        return [(row["id"], row["state"]) for row in self.told(f"sagas?state={state}")["sagas"]]

    def test_it_is_redriven_and_dropped(self):
        told = self.gateway.ask("POST", self.path("/redrive"), {})
        self.assertEqual((told.status, told.json["outcome"], told.json["attempts"]), (200, "still_parked", 2))
        told = self.gateway.ask("POST", self.path("/drop"), {"up_to": self.messages()[0]["place"]})
        self.assertEqual((told.status, told.json), (200, {"dropped": 1, "waiting": 1}))
        told = self.gateway.ask("POST", self.path("/redrive"), {})
        self.assertEqual((told.status, told.json["outcome"], told.json["redriven"]), (200, "emptied", 1))
        self.assertEqual(self.gateway.get(self.path()).status, 404)
        self.assert_problem(self.gateway.ask("POST", self.path("/drop"), {"all": True}), 404, "not_found")

    def test_what_destroys_must_be_said_clearly(self):
        self.assert_problem(self.gateway.ask("POST", self.path("/drop"), {}), 400, "invalid_input", "up_to")
        both = {"all": True, "up_to": 3}
        self.assert_problem(self.gateway.ask("POST", self.path("/drop"), both), 400, "invalid_input", "up_to")
        self.assert_problem(self.gateway.ask("POST", self.path("/drop"), {"everything": True}), 400, "invalid_input", "everything")
        self.assert_problem(self.gateway.ask("POST", self.path("/drop"), []), 400, "invalid_input")
        self.assert_problem(self.gateway.ask("POST", self.path("/drop"), {"up_to": -1}), 400, "invalid_input", "up_to")
        # What another site's page can have a browser send.
        self.assert_problem(self.gateway.ask("POST", self.path("/redrive")), 415, "not_json", "Content-Type")
        self.assertEqual(self.gateway.get(self.path("/drop")).status, 405)
        self.assertEqual(len(self.messages()), 2)

    def test_a_service_that_is_none_is_named(self):
        self.assert_problem(self.gateway.ask("POST", "/v1/admin/parked/nobody/order/o-1/redrive", {}), 404, "not_found")


class Tap(AdminCase):
    def test_what_is_stored_is_told_in_order_once_it_is_ready(self):
        with self.gateway.events("/v1/admin/tap?aggregate=order&event=placed") as stream:
            events = iter(stream)
            self.assertEqual(next(events)["event"], "ready")
            ids = [self.placed((self.stocked(5), 1, 100)) for _ in range(3)]
            heard = [next(events) for _ in ids]
        self.assertEqual([event["data"]["subject"] for event in heard], ids)
        self.assertEqual({event["data"]["type"] for event in heard}, {"order.placed"})
        self.assertEqual(heard[0]["data"]["data"]["payment"]["card"], "*" * 12 + "4242")

    def test_what_the_broker_does_not_store_is_not_told(self):
        with self.gateway.events("/v1/admin/tap?id=y") as stream, ForeignClient(self.shop.nats) as stranger:
            events = iter(stream)
            self.assertEqual(next(events)["event"], "ready")
            stranger.publish(f"evt.nobody.{partition_of('y')}.y.made", b"in no log")
            stranger.publish(f"evt.order.{partition_of('y')}.y.placed", b"in the log, though it means nothing")
            stranger.flush()
            told = next(events)["data"]
        self.assertEqual((told["undecodable"], told["subject"]), (True, f"evt.order.{partition_of('y')}.y.placed"))

    def test_more_than_can_be_read_is_left_out_and_counted(self):
        sku = self.stocked(1)
        with self.gateway.events("/v1/admin/tap?aggregate=stock") as stream:
            events = iter(stream)
            self.assertEqual(next(events)["event"], "ready")
            with ForeignClient(self.shop.nats) as stranger:
                question = json.dumps({"last_by_subj": f"evt.stock.*.{sku}.received"}).encode()
                stored = stranger.request("$JS.API.DIRECT.GET.EVT_INVENTORY", question).body
                for _ in range(1000):
                    stranger.publish(f"evt.stock.{partition_of(sku)}.{sku}.received", stored)
                stranger.flush()
            shown = skipped = 0
            while shown + skipped < 1000:
                event = next(events)
                shown += event["event"] == "event"
                skipped += event["data"]["count"] if event["event"] == "skipped" else 0
        self.assertEqual(shown + skipped, 1000)
        self.assertGreaterEqual(shown, 200)
        self.assertGreater(skipped, 0)

    def test_filters_that_can_match_nothing_and_taps_beyond_the_limit_are_refused(self):
        self.assert_problem(self.gateway.get("/v1/admin/tap?aggregate=a.b"), 400, "invalid_input", "aggregate")
        self.assert_problem(self.gateway.get("/v1/admin/tap?id=%20"), 400, "invalid_input", "id")
        self.assert_problem(self.gateway.get("/v1/admin/tap?subject=evt.%3E"), 400, "invalid_input", "subject")
        streams = [self.enterContext(self.gateway.events("/v1/admin/tap")) for _ in range(16)]
        self.assert_problem(self.gateway.get("/v1/admin/tap"), 503, "overloaded")
        for stream in streams:
            stream.close()
        self.shop.until("seats are free again", self.can_tap)

    def can_tap(self) -> bool:
        try:
            with self.gateway.events("/v1/admin/tap"):
                return True
        except AssertionError:
            return False


if __name__ == "__main__":
    unittest.main()
