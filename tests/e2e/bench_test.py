"""`sinew bench` against a running shop: each scenario does its work, and its report is well-formed. Nothing is said of how fast:
benchmarks are no tests."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

from foreign_client import ForeignClient
from shop import PATIENCE
from shop_case import ShopCase

# Patience for a busy machine. A run that is void there is still a report.
BRIEFLY = ("--rate", "20", "--duration", "2s", "--warm-up", "200ms", "--aggregates", "50")


class Bench(ShopCase):
    def report_of(self, *arguments) -> dict:
        ended = self.shop.call("bench", *arguments, "--json")
        self.assertEqual(ended.code, 0, ended.err)
        return json.loads(ended.out)

    def streams(self) -> list:
        with ForeignClient(self.shop.nats) as client:
            return json.loads(client.request("$JS.API.STREAM.NAMES", b"").body)["streams"]

    def assert_adds_up(self, report: dict, scenario: str, sides: set):
        self.assertEqual(report["format"], "sinew-bench/1")
        self.assertEqual({m["side"] for m in report["measurements"]}, sides)
        for measured in report["measurements"]:
            self.assertEqual(measured["scenario"], scenario)
            ended = measured["done"] + measured["refused"] + measured["failed"] + measured["unanswered"]
            self.assertEqual(ended, measured["intended"])
            self.assertGreater(measured["done"], 0, measured)
            self.assertLessEqual(measured["latency"]["p50_us"], measured["latency"]["max_us"])

    def test_a_command_is_measured_beside_the_same_in_plain_nats(self):
        report = self.report_of("command", *BRIEFLY)
        self.assert_adds_up(report, "command", {"sinew", "floor"})
        self.assertEqual(report["environment"]["durability"], "file")

    def test_an_append_is_measured_beside_the_same_in_plain_nats(self):
        self.assert_adds_up(self.report_of("append", *BRIEFLY), "append", {"sinew", "floor"})

    def test_appends_to_one_aggregate_take_turns_and_none_is_refused(self):
        report = self.report_of("append", "--rate", "200", "--duration", "1s", "--warm-up", "0s", "--aggregates", "1")
        self.assert_adds_up(report, "append", {"sinew", "floor"})
        for measured in report["measurements"]:
            self.assertEqual(measured["done"], measured["intended"], measured)

    def test_an_event_is_measured_to_its_plain_subscriber(self):
        self.assert_adds_up(self.report_of("tap", *BRIEFLY), "tap", {"sinew", "floor"})

    def test_a_query_is_measured_beside_an_answer_of_the_same_size(self):
        self.assert_adds_up(self.report_of("rpc", *BRIEFLY), "rpc", {"sinew", "floor"})

    def test_histories_are_folded_beside_a_plain_read_and_are_prepared_once(self):
        few = ("replay", "--rate", "20", "--duration", "1s", "--warm-up", "200ms", "--aggregates", "5", "--deposits", "300")
        for _ in range(2):
            report = self.report_of(*few)
            self.assert_adds_up(report, "replay", {"sinew", "floor"})
            for measured in report["measurements"]:
                self.assertEqual((measured["refused"], measured["failed"]), (0, 0), measured)
                self.assertIn("301 events", measured["work"])
        account = json.loads(self.shop.call("state", "account", "bench-300x256-0004", "--json").out)
        self.assertEqual(account["version"], 301)

    def test_what_the_bench_put_up_is_gone_afterwards(self):
        for scenario in ("command", "append", "tap", "rpc", "saga"):
            self.report_of(scenario, *BRIEFLY)
        self.assertFalse([name for name in self.streams() if "BENCH" in name])

    def test_what_it_put_up_is_gone_when_somebody_ends_it(self):
        bench = self.shop.start("bench", "command", "--rate", "20", "--duration", "60s", "--aggregates", "50", stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.shop.until("the bench has its stream", lambda: any("BENCH" in name for name in self.streams()))
        bench.send_signal(signal.SIGINT)
        _, complaint = bench.communicate(timeout=PATIENCE)
        self.assertEqual(bench.returncode, 10, complaint)
        self.assertIn("interrupted", complaint)
        self.assertFalse([name for name in self.streams() if "BENCH" in name])

    def test_orders_are_measured_to_their_confirmation(self):
        self.assert_adds_up(self.report_of("saga", *BRIEFLY), "saga", {"sinew", "floor"})

    def test_a_command_of_the_users_own_is_measured(self):
        account = self.fresh("own")
        self.shop.send("account", "open", account, {"owner": "c-1", "currency": "EUR"})
        report = self.report_of("--target", "account.deposit", "--id", account, "--data",
                                '{"amount":{"units":{{int 1 5}},"currency":"EUR"},"reference":"{{text 12}}"}', *BRIEFLY)
        self.assert_adds_up(report, "account.deposit", {"sinew"})
        done = sum(m["done"] for m in report["measurements"])
        self.assertGreaterEqual(self.balance(account), done)

    def test_a_command_tells_where_its_time_went(self):
        report = self.report_of("command", *BRIEFLY, "--hops")
        for measured in report["measurements"]:
            expected = ["request", "mailbox", "decide", "append", "answer", "reply"] if measured["side"] == "sinew" else []
            self.assertEqual([hop["name"] for hop in measured["hops"]], expected)
            if expected:
                self.assertAlmostEqual(sum(hop["share"] for hop in measured["hops"]), 1, places=3)

    def test_why_commands_of_the_users_own_are_refused_is_told(self):
        ended = self.shop.call("bench", "--target", "account.deposit", "--id", "nobody-{{n}}", "--data",
                               '{"amount":{"units":1,"currency":"EUR"}}', *BRIEFLY, "--json")
        self.assertEqual(ended.code, 0, ended.err)
        self.assertGreater(json.loads(ended.out)["measurements"][0]["refused"], 0)
        self.assertIn("refused: ", ended.err)

    def test_a_template_is_held_against_the_schema_before_anything_is_sent(self):
        for data, named in (('{"amount":{"units":1,"currency":"EUR"},"note":"{{text 3}}"}', "note"),
                            ('{"amount":{"units":{{txt 3}},"currency":"EUR"}}', "column 20")):
            ended = self.shop.call("bench", "--target", "account.deposit", "--id", "a-1", "--data", data, *BRIEFLY)
            self.assertEqual(ended.code, 2, ended.err)
            self.assertIn(named, ended.err)

    def test_a_report_can_be_written_into_a_folder(self):
        with tempfile.TemporaryDirectory(prefix="sinew-bench-") as folder:
            self.report_of("null", *BRIEFLY, "--out", folder)
            page = (pathlib.Path(folder) / "index.html").read_text(encoding="utf-8")
        self.assertTrue("<svg" in page or "void</strong>" in page, page)  # what is void is not drawn

    def test_processors_are_kept_awake_when_asked_for_and_the_report_says_so(self):
        self.assertEqual(self.report_of("null", *BRIEFLY)["environment"]["kept_awake"], 0)
        self.assertEqual(self.report_of("null", *BRIEFLY, "--keep-awake")["environment"]["kept_awake"],
                         len(os.sched_getaffinity(0)))

    def test_a_promise_that_cannot_be_kept_has_its_own_exit_code(self):
        broken = self.shop.call("bench", "saga", *BRIEFLY, "--slo", "p50<=1us")
        self.assertIn(broken.code, (9, 10), broken.err)  # 10: the machine was too busy to tell

    def test_bad_input_is_named(self):
        for arguments, named in ((("sagga",), "saga"), (("null", "--rate", "0"), "rate"), (("null", "--slo", "fast"), "slo")):
            ended = self.shop.call("bench", *arguments)
            self.assertEqual(ended.code, 2, ended.err)
            self.assertIn(named, ended.err)

    def test_a_service_of_one_node_is_not_killed(self):
        ended = self.shop.call("bench", "failover", "--yes", *BRIEFLY)
        self.assertEqual(ended.code, 4, ended.err)
        self.assertIn("sinew up --nodes 2", ended.err)


class Http(ShopCase):
    """What the gateway adds, measured through a real one."""

    options = ("--http-port", "0", "--http-rate", "0", "--services", "customer")

    def http(self, *arguments):
        return self.shop.call("bench", "http", *BRIEFLY, *arguments, "--json")

    def test_a_command_through_the_gateway_is_measured_beside_the_same_without_it_and_http_alone(self):
        ended = self.http("--connections", "4")  # which finds the gateway, and makes a token, by itself
        self.assertEqual(ended.code, 0, ended.err)
        report = json.loads(ended.out)
        self.assertEqual([m["side"] for m in report["measurements"]], ["sinew", "floor", "static"])
        for measured in report["measurements"]:
            self.assertEqual((measured["scenario"], measured["done"]), ("http", measured["intended"]), measured)
            self.assertEqual(measured["hops"], [])
            self.assertIn("PUT over 4 kept connections", measured["work"])
        added, = report["added"]
        self.assertEqual((added["scenario"], added["rate"]), ("http", 20))
        self.assertEqual(added["p50_us"] is None, added["objection"] != "", added)
        # Each request and each command has changed a customer.
        self.assertGreater(self.shop.state("customer", "bench-customer-0000000")["version"], 2)

    def test_it_tells_where_the_time_went_in_the_gateway_and_behind_it(self):
        ended = self.http("--hops")
        self.assertEqual(ended.code, 0, ended.err)
        through, behind, static = json.loads(ended.out)["measurements"]
        self.assertEqual([hop["name"] for hop in through["hops"]], ["http", "gateway-in", "request", "mailbox", "decide", "append", "answer",
                                                                   "reply", "gateway-out"])
        self.assertAlmostEqual(sum(hop["share"] for hop in through["hops"]), 1, places=3)
        for hop in through["hops"]:
            self.assertGreater(hop["latency"]["max_us"], 0, hop)
        self.assertEqual((behind["hops"], static["hops"]), ([], []))

    def test_a_gateway_that_takes_less_says_what_to_do(self):
        _, url = self.shop.start_gateway("--rate", "5", "--rate-burst", "2")
        ended = self.shop.call("bench", "http", "--rate", "100", *BRIEFLY[2:], "--http", url, "--json")
        self.assertEqual(ended.code, 0, ended.err)
        self.assertIn("429 too_many_requests", ended.err)
        self.assertIn("--http-rate 0", ended.err)
        report = json.loads(ended.out)
        self.assertGreater(report["measurements"][0]["failed"], 0)
        self.assertIn("not done", report["added"][0]["objection"])

    def test_a_gateway_that_is_not_there_or_not_ours_is_named(self):
        for url, code, part in (("http://127.0.0.1:1", 4, "no gateway answers: cannot connect to 127.0.0.1:1"),
                                (self.shop.sandbox, 2, "is no gateway of the shop"), ("127.0.0.1:8080", 2, "--http '127.0.0.1:8080'"),
                                ("https://127.0.0.1:8080", 2, "https is not spoken")):
            ended = self.http("--http", url)
            self.assertEqual(ended.code, code, ended.err)
            self.assertIn(part, ended.err)

    def test_a_token_that_does_not_count_or_may_not_is_named(self):
        customer, clerk = self.shop.token("customer", "c-1"), self.shop.token("clerk", "s-1")
        for token, more, part in (("x.y.z", (), "does not take the token (401)"), (customer, (), "the token is a customer's"),
                                  (clerk, ("--hops",), "must be an operator's")):
            ended = self.http("--token", token, *more)
            self.assertEqual(ended.code, 2, ended.err)
            self.assertIn(part, ended.err)
        self.assertEqual(self.http("--token", clerk).code, 0)


class Failover(ShopCase):
    options = ("--nodes", "2", "--services", "payment")

    def payment_nodes(self) -> dict:
        """Process ids by name, of those that serve accounts."""
        view = json.loads(self.shop.call("cluster", "--json").out)
        return {node["node"]: node["pid"] for service in view["services"] for node in service["nodes"]
                if node["state"] == "ready" and node["partitions"]}

    def test_a_node_dies_and_the_pause_is_told(self):
        self.shop.until("two nodes serve", lambda: len(self.payment_nodes()) == 2)
        before = self.payment_nodes()

        asked = self.shop.call("bench", "failover", *BRIEFLY)
        self.assertEqual(asked.code, 2, asked.err)
        self.assertIn("say --yes", asked.err)
        self.assertEqual(self.payment_nodes(), before)

        ended = self.shop.call("bench", "failover", "--rate", "50", "--warm-up", "500ms", "--aggregates", "50", "--yes", "--json")
        self.assertEqual(ended.code, 0, ended.err)
        measured, = json.loads(ended.out)["measurements"]
        self.assertEqual((measured["failed"], measured["unanswered"], measured["refused"]), (0, 0, 0))
        mark, = measured["marks"]
        killed = mark["text"].removesuffix(" killed")
        self.assertIn(killed, before)
        self.assertEqual(mark["at_ms"], 5_000)
        self.assertGreater(measured["longest_pause_us"], 0)
        self.shop.until("the killed node is back", lambda: len(self.payment_nodes()) == 2)
        self.assertNotEqual(self.payment_nodes()[killed], before[killed])


if __name__ == "__main__":
    unittest.main()
