"""What each process shows of itself: figures for Prometheus, health and readiness, and log lines for machines."""

import json
import re
import select
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import processes
import prometheus_text
from brokers import free_ports, listening
from collector import Collector
from foreign_client import ForeignClient
from gateway_client import Gateway
from prometheus_text import value
from shop import BIN, PATIENCE, ROOT, SERVICES, environment, nats_server
from shop_case import DECLINED_CARD, ShopCase, order

TOLD = re.compile(r'^(?:\{.*"node":"(?P<json>[\w-]+)"|(?P<text>[\w-]+) +\|).*metrics at (?P<url>http://[\d.]+:\d+)/metrics')
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def fetch(url: str) -> tuple:
    """(status, content type, text)"""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers["Content-Type"], refused.read().decode()


class WatchedCase(ShopCase):
    @classmethod
    def setUpClass(cls):
        collector = cls.enterClassContext(Collector())
        cls.options = ("--http-port", "0", "--metrics-port", "0", "--log-format", "json", "--otlp-endpoint", collector.url)
        super().setUpClass()
        cls.pages = {}
        for line in cls.shop.log.since():
            if told := TOLD.match(line):
                cls.pages[told["json"] or told["text"]] = told["url"]

    def page(self, node: str, path: str = "/metrics") -> str:
        status, _, text = fetch(self.pages[node] + path)
        self.assertEqual(status, 200, text)
        return text

    def figures(self, node: str) -> dict:
        return prometheus_text.parse(self.page(node))


class Figures(WatchedCase):
    def test_each_process_shows_them_as_prometheus_reads_them(self):
        self.assertEqual(set(self.pages), {"gateway-1", *(f"{name}-1" for name in SERVICES)})
        for node, url in self.pages.items():
            status, kind, text = fetch(url + "/metrics")
            self.assertEqual((status, kind), (200, "text/plain; version=0.0.4; charset=utf-8"))
            families = prometheus_text.parse(text)
            for name in ("process_cpu_seconds_total", "process_resident_memory_bytes", "sinew_broker_connected"):
                self.assertGreater(value(families, name), 0, f"{node}: {name}")

    def test_one_order_moves_them_by_the_right_amount(self):
        names = [f"{name}-1" for name in ("order", "inventory", "payment", "shipping", "notification")]
        sku = self.stocked(5)
        before = {name: self.figures(name) for name in names}
        order_id = self.placed((sku, 1, 100))
        self.assert_completed(order_id)
        self.assert_stock_settles(sku, available=4, shipped=1)

        def moved(node: str, name: str, **labels) -> float:
            return value(self.figures(node), name, **labels) - value(before[node], name, **labels)

        accepted = {"outcome": "accepted"}
        for node, aggregate, command, event in (
                ("order-1", "order", "place", "placed"), ("order-1", "order", "confirm", "confirmed"),
                ("inventory-1", "reservation", "open", "opened"), ("inventory-1", "stock", "hold", "held"),
                ("inventory-1", "stock", "ship", "shipped"), ("payment-1", "payment", "charge", "started"),
                ("payment-1", "payment", "approve", "charged"), ("shipping-1", "shipment", "note_booked", "created"),
                ("notification-1", "notification", "notify", "requested")):
            with self.subTest(f"{aggregate}.{command}"):
                self.assertEqual(moved(node, "sinew_commands_total", aggregate=aggregate, command=command, **accepted), 1)
                self.assertEqual(moved(node, "sinew_events_stored_total", aggregate=aggregate, event=event), 1)
        self.assertEqual(moved("order-1", "sinew_append_duration_seconds_count", aggregate="order"), 2)
        self.assertEqual(moved("order-1", "sinew_saga_duration_seconds_count", outcome="completed"), 1)
        self.shop.until("the letter's end", lambda: moved("notification-1", "sinew_commands_total", command="note_sent") == 1)
        self.shop.until("the ends of what order.* led to", lambda: moved(
            "notification-1", "sinew_reaction_critical_time_seconds_count", upstream="order") == 1)
        self.assertEqual(moved("payment-1", "sinew_dependency_calls_total", party="card provider"), 1)
        self.assertEqual(value(self.figures("payment-1"), "sinew_dependency_breaker", party="card provider"), 0)
        for node in names:
            self.shop.until(f"{node} to have caught up", lambda node=node: value(self.figures(node), "sinew_reader_lag_messages") == 0)
            self.assertGreater(value(self.figures(node), "sinew_loop_turn_seconds_count"), 0)
            self.assertGreater(value(self.figures(node), "caf_actor_mailbox_time_seconds_count"), 0)

    def test_refusals_and_undone_sagas_are_told_apart(self):
        before = self.figures("order-1")
        order_id = self.placed((self.stocked(5), 1, 100), card=DECLINED_CARD)
        self.assert_compensated(order_id, "card_declined")
        refused = self.shop.try_send("order", "place", order_id, order(("SKU-x", 1, 1)))
        self.assertEqual(refused.code, 3, refused)
        after = self.figures("order-1")
        for name, labels in (("sinew_saga_duration_seconds_count", {"outcome": "compensated"}),
                             ("sinew_commands_total", {"command": "place", "outcome": "refused"}),
                             ("sinew_command_refusals_total", {"aggregate": "order", "reason": "already_placed"})):
            self.assertEqual(value(after, name, **labels) - value(before, name, **labels), 1, name)

    def test_the_gateway_counts_by_route_and_class_of_status(self):
        with Gateway(self.shop.http) as gateway:
            before = self.figures("gateway-1")
            gateway.get("/v1/orders/nobody")
            gateway.get("/v1/orders/nobody-else")
            gateway.get("/nothing/here")
            gateway.place(self.fresh("key"), "{")
            after = self.figures("gateway-1")
        for count, labels in ((2, {"method": "GET", "route": "/v1/orders/{id}", "status": "4xx"}),
                              (1, {"method": "any", "route": "none", "status": "4xx"}),
                              (1, {"method": "POST", "route": "/v1/orders", "status": "4xx"})):
            name = "sinew_http_requests_total"
            self.assertEqual(value(after, name, **labels) - value(before, name, **labels), count, labels)
        self.assertEqual(value(after, "sinew_http_connections"), 1)

    def test_what_is_asked_of_a_node_over_the_broker_is_the_same(self):
        with ForeignClient(self.shop.nats) as client:
            told = client.request("ctl.order-1.metrics", b"").body.decode()
        self.assertIn("sinew_commands_total", prometheus_text.parse(told))

    def test_the_dashboard_shows_only_what_there_is(self):
        self.assert_completed(self.placed((self.stocked(5), 1, 100)))
        with Gateway(self.shop.http) as gateway:
            gateway.get("/healthz")
        shown = set()
        for node in self.pages:
            for family in self.figures(node).values():
                shown |= {family.name} | ({family.name + part for part in prometheus_text.PARTS_OF_HISTOGRAM}
                                          if family.kind == "histogram" else set())
        text = (ROOT / "deploy/grafana/sinew.json").read_text()
        board = json.loads(text)
        expressions = [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]
        named = {name for e in expressions for name in re.findall(r"\b(?:sinew|caf|process)_[a-z_]+\b", e)}
        self.assertGreater(len(named), 15)
        self.assertEqual(named - shown, set())
        alerts = set(re.findall(r"`(sinew_[a-z_]+)", (ROOT / "deploy/README.md").read_text()))
        self.assertGreater(len(alerts), 2)
        self.assertEqual(alerts - shown, set())


class Health(WatchedCase):
    def test_a_node_is_alive_and_ready_and_tells_why(self):
        for node in self.pages:
            self.assertEqual(json.loads(self.page(node, "/healthz")), {"status": "alive"})
        told = self.shop.until("readiness", lambda: (lambda t: t if t["ready"] else None)(
            json.loads(fetch(self.pages["inventory-1"] + "/readyz")[2])))
        self.assertEqual((told["broker"], told["state"], told["partitions"]), ("connected", "ready", 64))
        self.assertEqual(told["read_models"], "live")
        lanes = {lane["lane"]: lane for lane in told["lanes"]}
        self.assertIn("order.0", lanes)
        self.assertTrue(all(lane["caught_up"] for lane in lanes.values() if lane["open"]), told)
        self.assertEqual(fetch(self.pages["inventory-1"] + "/nothing")[0], 404)

    def test_a_process_that_hangs_is_not_alive(self):
        self.shop.hit("cart-1", signal.SIGSTOP)
        try:
            with self.assertRaises(OSError):
                urllib.request.urlopen(self.pages["cart-1"] + "/healthz", timeout=1.0)
        finally:
            self.shop.hit("cart-1", signal.SIGCONT)
        self.assertEqual(json.loads(self.page("cart-1", "/healthz")), {"status": "alive"})


class Logs(WatchedCase):
    def test_every_line_is_one_object(self):
        self.assert_completed(self.placed((self.stocked(5), 1, 100)))
        lines = self.shop.log.since()
        self.assertGreater(len(lines), 20)
        for line in lines:
            told = json.loads(line)
            self.assertLessEqual({"time", "level", "node", "message"}, set(told), line)
        self.assertLessEqual({"order-1", "gateway-1", "sandbox"}, {json.loads(line)["node"] for line in lines})

    def test_a_line_tells_which_trace_and_conversation_it_is_about(self):
        gateway = processes.start([BIN / "sinew-gateway", "--nats", self.shop.nats, "--port", "0", "--log-level", "debug",
                                    "--allow-anyone"],
                                  {**environment(self.shop.mark), "SINEW_LOG_FORMAT": "json"}, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE)
        log = processes.Lines(gateway.stderr)
        url = processes.Lines(gateway.stdout).await_line(r"^gateway ready url=(\S+)", PATIENCE)[1]
        with Gateway(url) as client:
            client.get("/healthz", traceparent=f"00-{TRACE}-00f067aa0ba902b7-01")
        told = json.loads(log.await_line(r".*GET /healthz: 200.*", PATIENCE)[0])
        self.assertEqual((told["trace_id"], told["span_id"]), (TRACE, "00f067aa0ba902b7"))
        gateway.send_signal(signal.SIGTERM)
        self.assertEqual(gateway.wait(PATIENCE), 0)


class BrokerAway(unittest.TestCase):
    def until(self, url: str, status: int) -> dict:
        """Nothing tells when a process has noticed that its broker is gone: it is asked."""
        end = time.monotonic() + PATIENCE
        while (told := fetch(url + "/readyz"))[0] != status:
            self.assertLess(time.monotonic(), end, told)
            select.select([], [], [], 0.05)
        return json.loads(told[2])

    def test_a_node_is_alive_and_not_ready_and_both_again_later(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="sinew-e2e-"))
        mark = processes.new_mark()
        env = environment(mark)
        self.addCleanup(processes.kill_all_with, mark)
        port, = free_ports(1)
        broker = [nats_server(), "--addr", "127.0.0.1", "--port", port, "--jetstream", "--store_dir", folder]
        first = listening(broker, env)
        node = processes.start([BIN / "sinew-catalog", "--nats", f"nats://127.0.0.1:{port}", "--metrics-port", "0"], env,
                               stderr=subprocess.PIPE)
        log = processes.Lines(node.stderr)
        url = log.await_line(r"metrics at (http://\S+)/metrics", PATIENCE)[1]
        self.until(url, 200)
        first.kill()
        first.wait(PATIENCE)
        told = self.until(url, 503)
        self.assertEqual((told["ready"], told["broker"]), (False, "disconnected"))
        self.assertEqual(fetch(url + "/healthz")[0], 200)
        second = listening(broker, env)
        self.assertEqual(self.until(url, 200)["broker"], "connected")
        node.send_signal(signal.SIGTERM)
        self.assertEqual(node.wait(PATIENCE), 0)
        second.kill()
        second.wait(PATIENCE)


if __name__ == "__main__":
    unittest.main()
