"""The shop through its door: orders by HTTP, as browsers and programs use it."""

import concurrent.futures
import json
import random
import re
import signal
import unittest

from foreign_client import ForeignClient
from gateway_case import PROBLEM, GatewayCase
from gateway_client import Gateway
from shop import PATIENCE
from shop_case import DECLINED_CARD, SLOW_CARD, order


def damaged(request: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, lost or put in."""
    bad = bytearray(request)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(bad))
        kind = chance.randrange(3)
        if kind == 0:
            bad[at] = chance.randrange(256)
        elif kind == 1:
            del bad[at:at + chance.randint(1, 20)]
        else:
            bad[at:at] = chance.randbytes(chance.randint(1, 20))
    return bytes(bad)


class Orders(GatewayCase):
    def test_an_order_is_placed_followed_and_seen(self):
        path = self.placed_by_http((self.stocked(5), 2, 100))
        with self.gateway.events(path + "/events") as stream:
            events = list(stream)
        self.assertEqual([event["event"] for event in events], ["order.placed", "order.confirmed"])
        self.assertEqual([event["id"] for event in events], ["1", "2"])
        self.assertEqual(events[0]["data"]["data"]["payment"]["card"], "*" * 12 + "4242")
        self.assertEqual(events[0]["data"]["actor"], "http/c-1")
        seen = self.gateway.get(path)
        self.assertEqual((seen.status, seen.json["stage"], seen.json["total"]["units"]), (200, "confirmed", 200))
        self.assert_completed(seen.json["id"])

    def test_who_prefers_to_wait_gets_the_outcome(self):
        sku = self.stocked(5)
        good = self.gateway.place(self.fresh("key"), order((sku, 1, 100)), Prefer="wait=30")
        self.assertEqual((good.status, good.json["stage"]), (200, "confirmed"), good.body)
        self.assertEqual(good.headers["Preference-Applied"], "wait=30")
        bad = self.gateway.place(self.fresh("key"), order((sku, 1, 100), card=DECLINED_CARD), Prefer="wait=30")
        self.assertEqual((bad.status, bad.json["stage"], bad.json["code"]), (200, "cancelled", "card_declined"), bad.body)

    def test_who_waits_in_vain_gets_what_others_get_at_once(self):
        answer = self.gateway.place(self.fresh("key"), order((self.stocked(5), 1, 100), card=SLOW_CARD), Prefer="wait=0")
        self.assertEqual((answer.status, answer.json["version"]), (202, 1), answer.body)

    def test_events_come_as_they_happen_and_only_the_new_ones_after_a_break(self):
        path = self.placed_by_http((self.stocked(5), 1, 100), card=SLOW_CARD)
        with self.gateway.events(path + "/events") as stream:
            events = iter(stream)
            self.assertEqual(next(events)["event"], "order.placed")
            cancelled = self.gateway.ask("POST", path + "/cancel", {"reason": "changed_my_mind"})
            self.assertEqual(cancelled.status, 202, cancelled.body)
            self.assertEqual([event["event"] for event in events], ["order.cancel_requested", "order.cancelled"])
        with self.gateway.events(path + "/events", Last_Event_ID="1") as stream:
            self.assertEqual([event["id"] for event in stream], ["2", "3"])
        self.assertEqual(self.gateway.get(path + "/events", Last_Event_ID="3").status, 204)
        self.assertEqual(self.gateway.get(path).json["code"], "changed_my_mind")

    def test_cancelling_waits_too_and_twice_is_once(self):
        path = self.placed_by_http((self.stocked(5), 1, 100), card=SLOW_CARD)
        for _ in range(2):
            answer = self.gateway.ask("POST", path + "/cancel", Prefer="wait=30")
            self.assertEqual((answer.status, answer.json["stage"]), (200, "cancelled"), answer.body)
        path = self.placed_by_http((self.stocked(5), 1, 100))
        self.shop.until("the order's end", lambda: self.gateway.get(path).json["stage"] == "confirmed")
        self.assert_problem(self.gateway.ask("POST", path + "/cancel"), 409, "already_confirmed")

    def test_what_has_not_changed_is_not_sent_again(self):
        path = self.placed_by_http((self.stocked(5), 1, 100))
        self.shop.until("the order's end", lambda: self.gateway.get(path).json["stage"] == "confirmed")
        tag = self.gateway.get(path).headers["ETag"]
        self.assertEqual(self.gateway.get(path, If_None_Match=tag).status, 304)
        self.assertEqual(self.gateway.get(path, If_None_Match='"1"').status, 200)
        head = self.gateway.ask("HEAD", path)
        self.assertEqual((head.status, head.body, head.headers["ETag"]), (200, b"", tag))


class Repetitions(GatewayCase):
    def test_a_hundred_at_once_through_two_gateways_make_one_order_and_get_one_answer(self):
        _, second = self.shop.start_gateway()
        sku, key = self.stocked(200), self.fresh("key")
        wanted = order((sku, 1, 100))

        def place(number: int):
            with Gateway(second if number % 2 else self.shop.http, self.token) as gateway:
                answer = gateway.place(key, wanted)
                return answer.status, answer.headers["Location"], answer.body

        with concurrent.futures.ThreadPoolExecutor(100) as pool:
            answers = set(pool.map(place, range(100)))
        self.assertEqual(len(answers), 1, answers)
        status, path, _ = answers.pop()
        self.assertEqual(status, 202)
        order_id = path.rpartition("/")[2]
        self.assert_completed(order_id)
        self.assertEqual([event["type"] for event in self.shop.history("order", order_id)],
                         ["order.placed", "order.confirmed"])
        self.assert_stock_settles(sku, available=199, shipped=1)

    def test_the_same_key_for_another_order_is_refused(self):
        sku, key = self.stocked(5), self.fresh("key")
        first = self.gateway.place(key, order((sku, 1, 100)))
        self.assert_problem(self.gateway.place(key, order((sku, 2, 100))), 422, "idempotency_key_reused", "Idempotency-Key")
        again = self.gateway.place(key, order((sku, 1, 100)))
        self.assertEqual((again.status, again.body), (first.status, first.body))

    def test_the_order_of_the_fields_does_not_make_another_body(self):
        sku, key = self.stocked(5), self.fresh("key")
        wanted = order((sku, 1, 100))
        first = self.gateway.place(key, wanted)
        again = self.gateway.place(key, dict(reversed(wanted.items())))
        self.assertEqual((again.status, again.body), (first.status, first.body))

    def test_a_repetition_that_waits_gets_the_outcome_at_once(self):
        wanted, key = order((self.stocked(5), 1, 100)), self.fresh("key")
        first = self.gateway.place(key, wanted, Prefer="wait=30")
        again = self.gateway.place(key, wanted, Prefer="wait=30")
        self.assertEqual((again.status, again.body), (first.status, first.body))


class BadInput(GatewayCase):
    def test_a_wrong_field_is_named(self):
        sku = self.stocked(5)
        good = order((sku, 1, 100))
        line = good["lines"][0]
        for status, field, bad in (
                (400, "colour", {**good, "colour": "red"}),
                (400, "lines[0].colour", {**good, "lines": [{**line, "colour": "red"}]}),
                (400, "customer", {name: value for name, value in good.items() if name != "customer"}),
                (400, "customer", {**good, "customer": 7}),
                (400, "lines", {**good, "lines": "many"}),
                (400, "lines[0].quantity", {**good, "lines": [{**line, "quantity": -1}]}),
                (400, "lines[0].quantity", {**good, "lines": [{**line, "quantity": 1.5}]}),
                (400, "lines[0].price.units", {**good, "lines": [{**line, "price": {"currency": "EUR"}}]}),
                (400, "lines[0].price.currency", {**good, "lines": [{**line, "price": {"units": 1, "currency": "XYZ"}}]}),
                (400, "deadline_seconds", {**good, "deadline_seconds": 2 ** 40}),
                (422, "lines[0].quantity", {**good, "lines": [{**line, "quantity": 0}]}),
                (422, "customer", {**good, "customer": "not an id"}),
                (422, "address.country", {**good, "address": {**good["address"], "country": "Germany"}}),
                (422, "payment.account", {**good, "payment": {"method": "card", "card": "4242", "account": "a-1"}}),
        ):
            with self.subTest(field=field, status=status):
                self.assert_problem(self.gateway.place(self.fresh("key"), bad), status, "invalid_input", field)

    def test_what_is_no_json_object_is_refused(self):
        for body in ("", "{", "[]", "null", '{"customer":"c-1","customer":"c-2"}', b"\xff\xfe", "[" * 100):
            with self.subTest(body=body):
                self.assert_problem(self.gateway.place(self.fresh("key"), body), 400)
        self.assert_problem(self.gateway.place(self.fresh("key"), "{}", Content_Type="text/plain"), 415, "not_json", "Content-Type")

    def test_a_key_is_needed_and_must_be_one(self):
        wanted = order((self.stocked(5), 1, 100))
        missing = self.gateway.ask("POST", "/v1/orders", wanted)
        self.assert_problem(missing, 400, "no_idempotency_key", "Idempotency-Key")
        for key in ("two words", "a,b", "k" * 201, ""):
            with self.subTest(key=key):
                self.assert_problem(self.gateway.place(key, wanted), 400, "no_idempotency_key", "Idempotency-Key")

    def test_what_is_not_there_is_not_found(self):
        for path in ("/", "/v1/orders/o-of-nobody", "/v1/orders/o-of-nobody/events", "/v1/orders/not%20an%20id", "/v3/orders"):
            with self.subTest(path=path):
                self.assert_problem(self.gateway.get(path), 404, "not_found")
        self.assert_problem(self.gateway.ask("POST", "/v1/orders/o-of-nobody/cancel"), 404, "not_found")
        self.assert_problem(self.gateway.get("/v1/orders/%zz"), 400, "bad_path")

    def test_another_method_is_told_which_are_served(self):
        answer = self.gateway.ask("DELETE", "/v1/orders/o-1")
        self.assert_problem(answer, 405, "method_not_allowed")
        self.assertEqual(answer.headers["Allow"], "GET, HEAD, OPTIONS")
        asked = self.gateway.ask("OPTIONS", "/v1/orders")
        self.assertEqual((asked.status, asked.headers["Allow"]), (204, "POST, GET, HEAD, OPTIONS"))

    def test_garbage_on_the_socket_is_refused_and_harms_nobody(self):
        chance = random.Random(5)
        samples = [self.written(order((self.stocked(5), 1, 100))), self.written({"customer": "c-1", "colour": "red"})]
        for number in range(10_000):
            bad = damaged(samples[number % 2], chance)
            for status in re.findall(rb"^HTTP/1\.1 (\d+)", self.gateway.say(bad), re.MULTILINE):
                self.assertIn(int(status) // 100, (1, 2, 4), f"garbage {number}: {bad}")
        self.assertEqual(self.gateway.get("/readyz").status, 200)

    def written(self, body: dict) -> bytes:
        """A whole request as it goes over the wire."""
        text = json.dumps(body)
        return (f"POST /v1/orders HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nIdempotency-Key: "
                f"{self.fresh('key')}\r\nAuthorization: Bearer {self.token}\r\nContent-Length: {len(text)}\r\n\r\n{text}").encode()


class Life(GatewayCase):
    def test_it_says_whether_it_can_serve(self):
        self.assertEqual(self.gateway.get("/healthz").json, {"status": "alive"})
        ready = self.gateway.get("/readyz")
        self.assertEqual((ready.status, ready.json["status"]), (200, "ready"), ready.body)
        self.assertIn("order", ready.json["services"])

    def test_what_nobody_answers_ends_in_time_and_may_be_repeated(self):
        wanted, key = order((self.stocked(5), 1, 100)), self.fresh("key")
        _, url = self.shop.start_gateway("--command-ms", "1500")
        impatient = self.enterContext(Gateway(url, self.token))
        self.shop.hit("order-1", signal.SIGSTOP)
        try:
            for answer in (impatient.place(key, wanted), impatient.get("/v1/orders/o-1")):
                self.assertIn(answer.status, (503, 504), answer.body)
                self.assertEqual(answer.headers["Content-Type"], PROBLEM)
                self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
            self.assertEqual(impatient.get("/healthz").status, 200)
        finally:
            self.shop.hit("order-1", signal.SIGCONT)
        again = self.gateway.place(key, wanted, Prefer="wait=30")
        self.assertEqual((again.status, again.json["stage"]), (200, "confirmed"), again.body)

    def test_killed_it_comes_back_where_it_was(self):
        self.shop.kill_and_await_return("gateway-1")
        with Gateway(self.shop.http) as gateway:
            self.assertEqual(gateway.get("/healthz").status, 200)

    def test_after_the_broker_was_away_it_goes_on_telling_what_happens(self):
        path = self.placed_by_http((self.stocked(5), 1, 100), card=SLOW_CARD, deadline_seconds=60)
        with self.gateway.events(path + "/events") as stream:
            events = iter(stream)
            self.assertEqual(next(events)["event"], "order.placed")
            self.shop.kill_and_await_return("nats-server")
            self.assertTrue(list(events)[-1]["event"] in ("order.confirmed", "order.cancelled"))
        answer = self.gateway.place(self.fresh("key"), order((self.stocked(5), 1, 100)), Prefer="wait=30")
        self.assertEqual((answer.status, answer.json["stage"]), (200, "confirmed"), answer.body)
        self.assertEqual(self.gateway.get("/readyz").status, 200)

    def test_asked_to_stop_it_finishes_what_was_begun(self):
        process, url = self.shop.start_gateway()
        idle, busy = self.enterContext(Gateway(url, self.token)), self.enterContext(Gateway(url, self.token))
        slow = order((self.stocked(5), 1, 100), card=SLOW_CARD)
        path = idle.place(self.fresh("key"), slow).headers["Location"]
        with idle.events(path + "/events") as stream, ForeignClient(self.shop.nats) as bell:
            events = iter(stream)
            self.assertEqual(next(events)["event"], "order.placed")
            bell.subscribe("evt.order.*.*.placed")
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                waiting = pool.submit(busy.place, self.fresh("key"), slow, Prefer="wait=2")
                self.assertTrue(bell.next_message(PATIENCE), "the second order was not placed")
                process.send_signal(signal.SIGTERM)
                self.assertEqual(list(events), [], "a stream ends")
                answer = waiting.result(PATIENCE)
        self.assertIn(answer.status, (200, 202), answer.body)
        self.assertEqual(answer.headers["Connection"], "close")
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_more_event_streams_than_it_may_have_are_turned_away(self):
        _, url = self.shop.start_gateway("--event-streams", "1")
        gateway = self.enterContext(Gateway(url, self.token))
        path = gateway.place(self.fresh("key"), order((self.stocked(5), 1, 100), card=SLOW_CARD)).headers["Location"]
        with gateway.events(path + "/events") as stream:
            self.assertEqual(next(iter(stream))["event"], "order.placed")
            refused = gateway.get(path + "/events")
            self.assert_problem(refused, 503, "overloaded")
            self.assertEqual(refused.headers["Retry-After"], "1")
        self.shop.until("a free place", lambda: gateway.ask("HEAD", path + "/events").status == 200)

    def test_pages_of_the_origins_it_was_given_may_use_it(self):
        _, url = self.shop.start_gateway("--cors-origin", "https://shop.example")
        gateway = self.enterContext(Gateway(url, self.token))
        asked = gateway.ask("OPTIONS", "/v1/orders", Origin="https://shop.example", Access_Control_Request_Method="POST")
        self.assertEqual(asked.status, 204)
        self.assertEqual(asked.headers["Access-Control-Allow-Origin"], "https://shop.example")
        self.assertIn("Idempotency-Key", asked.headers["Access-Control-Allow-Headers"])
        self.assertIsNone(gateway.get("/healthz", Origin="https://evil.example").headers["Access-Control-Allow-Origin"])
        self.assertIsNone(self.gateway.get("/healthz", Origin="https://shop.example").headers["Access-Control-Allow-Origin"])


class WithoutOrders(GatewayCase):
    options = ("--http-port", "0", "--http-rate", "0", "--services", "inventory,catalog")

    def test_it_serves_orders_as_soon_as_their_service_has_come(self):
        wanted = order((self.stocked(5), 1, 100))
        self.assertEqual(self.gateway.get("/healthz").status, 200)
        self.assertEqual(self.gateway.get("/readyz").status, 503)
        for answer in (self.gateway.place("k", wanted), self.gateway.get("/v1/orders/o-1"), self.gateway.get("/v1/orders/o-1/events")):
            self.assert_problem(answer, 503, "unavailable")
            self.assertEqual(answer.headers["Retry-After"], "1")
        self.shop.start_service("order", "--nats", self.shop.nats)
        self.shop.until("readiness", lambda: self.gateway.get("/readyz").status == 200)
        self.assertEqual(self.gateway.place("k", wanted).status, 202)


if __name__ == "__main__":
    unittest.main()
