"""One order, one tree: what a collector of traces sees of it."""

import email
import http.server
import json
import random
import threading
import unittest

from collector import CLIENT, SERVER, Collector, Tree
from gateway_case import GatewayCase
from gateway_client import Gateway
from shop import OF_ORDERS, running_shop
from shop_case import GOOD_CARD, eur, order

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"
TRACEPARENT = f"00-{TRACE}-{SPAN}-01"
LAST = ("notification", "notification.note_sent")

DAMAGED = [
    "", "00", "garbage", TRACEPARENT.upper(), TRACEPARENT[:-1], TRACEPARENT + "0", TRACEPARENT + "-00",
    f"ff-{TRACE}-{SPAN}-01", f"00-{'0' * 32}-{SPAN}-01", f"00-{TRACE}-{'0' * 16}-01", f"00-{TRACE}-{SPAN}-0g",
    f"00_{TRACE}_{SPAN}_01", f" {TRACE}-{SPAN}-01-00", TRACEPARENT + ", " + TRACEPARENT,
]


def last_step(trace: str):
    """Whether the customer's letter is on its way: the last thing that an order leads to. What its reader does is told later still."""

    def found(spans: list) -> bool:
        tree = Tree(spans, trace)
        return bool(tree.named(*LAST)) and not tree.orphans and bool(tree.named("inventory", "on order.confirmed"))

    return found


class TracingCase(GatewayCase):
    sampling = "1"

    @classmethod
    def setUpClass(cls):
        cls.collector = cls.enterClassContext(Collector())
        cls.shop = cls.enterClassContext(running_shop(*cls.options, "--otlp-endpoint", cls.collector.url,
                                                      "--trace-sampling", cls.sampling))

    def tearDown(self):
        self.assertEqual(self.collector.faults, [])

    def placed_with(self, **headers) -> str:
        answer = self.gateway.place(self.fresh("key"), order((self.stocked(3), 1, 100)), Prefer="wait=30", **headers)
        self.assertEqual((answer.status, answer.json["stage"]), (200, "confirmed"), answer.body)
        return answer.json["id"]

    def trace_of(self, order_id: str) -> str:
        spans = self.collector.until(f"the request for {order_id}", lambda all_spans: any(
            s.attributes.get("sinew.aggregate.id") == order_id and s.name == "order.place" for s in all_spans))
        return next(s.trace for s in spans if s.attributes.get("sinew.aggregate.id") == order_id)


class OneOrder(TracingCase):
    def test_is_one_tree_from_the_request_to_the_letter(self):
        order_id = self.placed_with()
        trace = self.trace_of(order_id)
        tree = Tree(self.collector.until("the whole tree", last_step(trace)), trace)
        self.assertEqual(tree.orphans, [])
        self.assertEqual([(s.service, s.name, s.kind) for s in tree.roots], [("gateway", "POST /v1/orders", SERVER)])
        self.assertEqual(tree.services, {"gateway", *OF_ORDERS}, tree.drawing())
        self.assertEqual(len(tree.ids), len(tree.spans), "a span was told twice:\n" + tree.drawing())
        way = tree.path_of(tree.named(*LAST)[0])
        self.assertEqual(way[:3], ["gateway POST /v1/orders", "order order.place", "inventory on order.placed"])
        for step in ("payment on reservation.reserved", "shipping on payment.charged", "order order.confirm",
                     "notification on order.confirmed", "notification notification.notify"):
            self.assertIn(step, way)
        placing = tree.named("order", "order.place")[0]
        self.assertEqual(placing.moments, ("handled", "decided", "stored"))
        self.assertEqual((placing.attributes["sinew.outcome"], placing.attributes["sinew.version"]), ("accepted", 1))
        asked = {s.name: s for s in tree.spans if s.kind == CLIENT}
        self.assertEqual(set(asked), {"card provider", "carrier", "mail"})
        letter, = self.shop.letters(order_id)
        self.assertEqual(email.message_from_string(letter)["Traceparent"], f"00-{trace}-{asked['mail'].id}-01")
        root = tree.roots[0].attributes
        self.assertEqual((root["http.route"], root["http.response.status_code"]), ("/v1/orders", 200))

    def test_hangs_below_the_clients_own_span(self):
        own = "a" * 31 + "1"
        self.placed_with(traceparent=f"00-{own}-{SPAN}-01")

        def whole(spans):
            tree = Tree(spans, own)
            return bool(tree.named(*LAST)) and {s.parent for s in tree.orphans} == {SPAN}

        tree = Tree(self.collector.until("the tree below the client's span", whole), own)
        self.assertEqual([s.name for s in tree.orphans], ["POST /v1/orders"])
        self.assertEqual(tree.services, {"gateway", *OF_ORDERS})

    def test_begins_anew_where_the_clients_word_is_damaged(self):
        chance = random.Random(7)
        mutated = []
        while len(mutated) < 60:
            text = list(TRACEPARENT)
            text[chance.randrange(len(text))] = chance.choice("gzGZ-_ /0f")
            if "".join(text) != TRACEPARENT:
                mutated.append("".join(text))
        for text in DAMAGED + mutated:
            with self.subTest(text):
                answer = self.gateway.get("/healthz", traceparent=text)
                self.assertEqual(answer.status, 200, answer.body)
        for text in (TRACEPARENT.upper(), f"ff-{TRACE}-{SPAN}-01", f"00-{TRACE}-{'0' * 16}-01"):
            trace = self.trace_of(self.placed_with(traceparent=text))
            self.assertNotEqual(trace, TRACE, text)
            tree = Tree(self.collector.until("the whole tree", last_step(trace)), trace)
            self.assertEqual([s.name for s in tree.roots], ["POST /v1/orders"], text)

    def test_is_not_told_when_its_client_does_not_want_it(self):
        unwanted = "5" * 32
        self.placed_with(traceparent=f"00-{unwanted}-{SPAN}-00")
        order_id = self.placed_with()
        trace = self.trace_of(order_id)
        self.collector.until("a later tree", last_step(trace))
        self.assertEqual([s for s in self.collector.spans() if s.trace == unwanted], [])

    def test_without_a_gateway_begins_with_its_command(self):
        order_id = self.placed((self.stocked(3), 1, 100))
        self.assert_completed(order_id)
        trace = self.trace_of(order_id)
        tree = Tree(self.collector.until("the whole tree", last_step(trace)), trace)
        self.assertEqual([(s.service, s.name) for s in tree.roots], [("order", "order.place")])
        self.assertEqual(tree.services, set(OF_ORDERS))
        placed = self.shop.history("order", order_id)[0]
        self.assertEqual(placed["traceparent"], f"00-{trace}-{tree.roots[0].id}-01")

    def test_is_shown_from_the_logs_alone(self):
        order_id = self.placed_with()
        self.shop.until("the letter's end", lambda: "notification.sent" in self.shop.saga(order_id).events)
        ended = self.shop.call("trace", order_id, "--json")
        self.assertEqual(ended.code, 0, ended.err)
        told = json.loads(ended.out)
        self.assertEqual((told["outcome"], told["trace_id"]), ("completed", self.trace_of(order_id)))
        root, = told["roots"]
        self.assertEqual((root["service"], root["event"], root["took_ms"]), ("order", "placed", None))

        def nodes(node: dict, way: tuple):
            here = (*way, f"{node['aggregate']}.{node['event']}")
            yield here
            for effect in node["effects"]:
                self.assertGreaterEqual(effect["took_ms"], 0)
                yield from nodes(effect, here)

        ways = {way[-1]: way for way in nodes(root, ())}
        self.assertEqual(sorted(ways), sorted(set(self.shop.saga(order_id).events)))
        self.assertEqual(ways["notification.sent"][-3:], ("order.confirmed", "notification.requested", "notification.sent"))
        self.assertEqual(ways["payment.charged"][-3:], ("reservation.reserved", "payment.started", "payment.charged"))
        shown = self.shop.call("trace", order_id)
        self.assertIn("└─ notification", shown.out)
        self.assertEqual(self.shop.call("trace", "nobody").code, 2)

    def test_from_a_cart_is_a_tree_of_its_own_linked_to_the_carts(self):
        sku, cart, order_id = self.stocked(5), self.fresh("cart"), self.fresh("o")
        self.shop.send("cart", "put", cart, {"customer": "c-1", "sku": sku, "quantity": 1})
        self.shop.events(f"evt.cart.*.{cart}.item_priced", 1)
        self.shop.send("cart", "checkout", cart, {"order": order_id, "payment": {"method": "card", "card": GOOD_CARD}})
        self.shop.events(f"evt.order.*.{order_id}.placed", 1)
        self.assert_completed(order_id)
        trace = self.trace_of(order_id)
        tree = Tree(self.collector.until("the whole tree", last_step(trace)), trace)
        self.assertEqual([(s.service, s.name) for s in tree.roots], [("order", "on cart.checked_out")])
        (linked_trace, linked_span), = tree.roots[0].links
        self.assertNotEqual(linked_trace, trace)
        before = Tree(self.collector.spans(), linked_trace)
        self.assertEqual([s.name for s in before.spans if s.id == linked_span], ["cart.checkout"])


class OneInSome(TracingCase):
    """Of a share, each trace is told whole or not at all."""

    sampling = "0.3"

    def test_a_share_of_the_orders_is_told_and_each_of_them_whole(self):
        count = 60
        sku = self.stocked(2 * count)
        for _ in range(count):
            answer = self.gateway.place(self.fresh("key"), order((sku, 1, 100)), Prefer="wait=30")
            self.assertEqual(answer.status, 200, answer.body)

        def roots(spans):
            return {s.trace for s in spans if s.name == "POST /v1/orders"}

        spans = self.collector.until("some traces, whole", lambda all_spans: roots(all_spans) and all(
            last_step(trace)(all_spans) for trace in roots(all_spans)))
        self.assertTrue(2 <= len(roots(spans)) <= 45, len(roots(spans)))  # far beyond chance: 0.3 of 60


class CardProvider:
    """An outside party that says yes, and keeps the traceparents it is asked with."""

    def __init__(self):
        heard = self.heard = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_PUT(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                heard.append(self.headers["traceparent"])
                answer = b'{"status":"approved","reference":"r-1"}'
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class OutsideParties(unittest.TestCase):
    def test_hear_in_which_trace_they_are_asked(self):
        with Collector() as collector, CardProvider() as cards, running_shop(
                "--otlp-endpoint", collector.url, "--services", "order,inventory,shipping,notification") as shop:
            shop.start_service("payment", "--nats", shop.nats, "--card-provider", cards.url, "--otlp-endpoint", collector.url)
            shop.send("stock", "receive", "SKU-1", {"quantity": 9})
            shop.place("o-1", order(("SKU-1", 1, 100)))
            self.assertEqual(shop.saga("o-1").view["outcome"], "completed")
            spans = collector.until("the call", lambda all_spans: any(s.name == "card provider" for s in all_spans))
            call = next(s for s in spans if s.name == "card provider")
            self.assertEqual(cards.heard, [f"00-{call.trace}-{call.id}-01"])


class WithoutACollector(unittest.TestCase):
    def test_all_goes_on_and_ends_in_time(self):
        with Collector() as away:
            away.status = 503
            with running_shop("--http-port", "0", "--otlp-endpoint", away.url) as shop, \
                    Gateway(shop.http, shop.token("customer", "c-1")) as gateway:
                shop.send("stock", "receive", "SKU-1", {"quantity": 9})
                shop.send("product", "list", "SKU-1", {"name": "Ink", "price": eur(100)})
                answer = gateway.place("key-1", order(("SKU-1", 1, 100)), Prefer="wait=30")
                self.assertEqual((answer.status, answer.json["stage"]), (200, "confirmed"), answer.body)
                self.assertEqual(shop.stop(), 0)
                self.assertTrue(shop.log.await_line(r"span\(s\) of traces were dropped", 1.0))
            self.assertGreater(away.posts, 0)


if __name__ == "__main__":
    unittest.main()
