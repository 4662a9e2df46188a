"""A legacy system is replaced piece by piece: who answers is switched while customers ask, and what both say is compared."""

import concurrent.futures
import json
import threading
import time
import unittest

from foreign_client import ForeignClient
from gateway_case import GatewayCase
from gateway_client import Gateway
from legacy import Legacy

ADA = {"name": "Ada Example", "email": "ada@example.test"}
ROUTE = "/v1/admin/routes/customers"


class Strangler(GatewayCase):
    def setUp(self):
        super().setUp()
        self.gateway = self.as_staff()
        self.operator = self.enterContext(Gateway(self.shop.http, self.shop.token("operator", "op-1")))
        self.legacy = self.enterContext(Legacy())
        self.addCleanup(self.operator.ask, "DELETE", ROUTE)
        self.operator.ask("DELETE", ROUTE + "/parity")

    def switch(self, mode: str, by: Gateway = None, **entry):
        """At every gateway; at the one that is asked, `by`, before it answers."""
        answer = (by or self.operator).ask("PUT", ROUTE, {"upstream": self.legacy.url, "mode": mode, **entry})
        self.assertEqual(answer.status, 200, answer.body)

    def registered(self) -> str:
        """The path of a customer whom both systems know, and of whom they say the same."""
        answer = self.gateway.ask("POST", "/v1/customers", ADA, Idempotency_Key=self.fresh("key"))
        self.assertEqual(answer.status, 201, answer.body)
        path = answer.headers["Location"]
        self.legacy.people[path.rpartition("/")[2]] = self.gateway.get(path).json
        return path

    def is_legacys(self, path: str, by: Gateway = None) -> bool:
        answer = (by or self.gateway).get(path)
        return answer.status == 200 and answer.json.get("system") == "legacy"

    def customers_entry(self) -> dict:
        return next(row for row in self.operator.get("/v1/admin/routes").json["routes"] if row["resource"] == "customers")

    def parity(self) -> dict:
        return self.operator.get(ROUTE + "/parity").json

    def compared(self, **wanted) -> dict:
        """The report, once it counts so many."""
        return self.shop.until(f"a parity of {wanted}, not {self.parity()}",
                               lambda: all(self.parity()[name] == n for name, n in wanted.items()) and self.parity(), 30)

    # -- who answers --------------------------------------------------------------------------------------------------

    def test_a_resource_is_served_by_whom_it_is_switched_to(self):
        self.legacy.know_all = True
        self.assertFalse(self.is_legacys("/v1/customers/c-9"))
        self.switch("legacy")
        self.assertTrue(self.is_legacys("/v1/customers/c-9"))
        self.assertTrue(self.is_legacys("/v1/customers?limit=2"))
        self.assertEqual(self.legacy.asked[-1].path, "/v1/customers?limit=2")
        self.switch("new")
        self.assertFalse(self.is_legacys("/v1/customers/c-9"))
        self.switch("legacy")
        self.assertEqual(self.operator.ask("DELETE", ROUTE).status, 200)
        self.assertFalse(self.is_legacys("/v1/customers/c-9"))
        self.assert_problem(self.operator.ask("DELETE", ROUTE), 404, "not_found")

    def test_the_legacy_system_hears_who_asks_and_what_and_no_token_unless_told(self):
        self.legacy.know_all = True
        self.switch("legacy")
        answer = self.gateway.ask("PUT", "/v1/customers/c-9/email", {"email": "a@b.test"}, Cookie="a=b", Sinew_Roles="operator",
                                  Idempotency_Key="k-1", X_Forwarded_For="1.2.3.4")
        self.assertEqual((answer.status, answer.headers["Set-Cookie"]), (200, None))
        asked = self.legacy.asked[-1]
        self.assertEqual((asked.method, asked.path, json.loads(asked.body)),
                         ("PUT", "/v1/customers/c-9/email", {"email": "a@b.test"}))
        told = {name: asked.headers.get(name) for name in ("Sinew-Subject", "Sinew-Roles", "Sinew-Id", "Idempotency-Key",
                                                           "Content-Type", "X-Forwarded-For", "X-Forwarded-Proto")}
        self.assertEqual(told, {"Sinew-Subject": "s-1", "Sinew-Roles": "clerk", "Sinew-Id": "c-9", "Idempotency-Key": "k-1",
                                "Content-Type": "application/json", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "http"})
        self.assertEqual({"Authorization", "Cookie"} & asked.headers.keys(), set())
        self.switch("legacy", pass_token=True)
        self.gateway.get("/v1/customers/c-9")
        self.assertEqual(self.legacy.asked[-1].headers["Authorization"], f"Bearer {self.gateway.token}")

    def test_who_may_not_ask_here_is_not_heard_there(self):
        self.legacy.know_all = True
        self.switch("legacy")
        with Gateway(self.shop.http) as nobody:
            self.assertEqual(nobody.get("/v1/customers/c-9").status, 401)
        self.assertEqual(self.as_customer("c-1").get("/v1/customers/c-9").status, 404)
        for path in ("/v1/customers/..%2fadmin", "/v1/customers/%2e%2e/email", "/v1/customers/../orders"):
            self.assertIn(self.gateway.get(path).status, (400, 404, 405), path)
        self.assertEqual(self.legacy.asked, [])
        self.assertTrue(self.is_legacys("/v1/customers/c-1", self.as_customer("c-1")))

    def test_a_share_of_the_ids_moves_and_none_moves_back(self):
        self.legacy.know_all = True
        paths = [f"/v1/customers/c-{n}" for n in range(100)]
        before = set()
        for share in (0, 20, 60, 100):
            self.switch("legacy", new_share=share)
            new = {path for path in paths if not self.is_legacys(path)}
            self.assertEqual(new, {path for path in paths if not self.is_legacys(path)}, "the same when asked again")
            self.assertLessEqual(before, new)
            self.assertLess(abs(len(new) - share), 20)
            before = new
        self.switch("new", new_share=100, ids={"c-7": "legacy"})
        self.assertEqual([path for path in paths if self.is_legacys(path)], ["/v1/customers/c-7"])
        self.switch("legacy", new_share=0, ids={"c-7": "new"})
        self.assertEqual([path for path in paths if not self.is_legacys(path)], ["/v1/customers/c-7"])

    def test_what_is_made_goes_to_the_side_on_which_it_is_looked_for(self):
        self.switch("new", new_share=50)
        made_by = {True: 0, False: 0}
        for _ in range(16):
            key = self.fresh("key")
            answer = self.gateway.ask("POST", "/v1/customers", ADA, Idempotency_Key=key)
            self.assertEqual(answer.status, 201, answer.body)
            seen = self.gateway.get("/v1/customers/" + answer.json["id"])
            self.assertEqual((seen.status, seen.json["name"]), (200, ADA["name"]), seen.body)
            made_by[seen.json.get("system") == "legacy"] += 1
        self.assertTrue(all(made_by.values()), made_by)

    def test_events_of_a_legacy_order_are_refused_and_those_of_a_new_one_come(self):
        path = self.placed_by_http((self.stocked(5), 1, 100))
        route = "/v1/admin/routes/orders"
        self.addCleanup(self.operator.ask, "DELETE", route)
        legacys = {"upstream": self.legacy.url, "mode": "legacy"}
        self.assertEqual(self.operator.ask("PUT", route, legacys).status, 200)
        self.assert_problem(self.gateway.get(path + "/events"), 501, "not_forwarded")
        for entry in ({**legacys, "ids": {path.rpartition("/")[2]: "new"}}, {**legacys, "mode": "both", "answer": "new"}):
            self.assertEqual(self.operator.ask("PUT", route, entry).status, 200)
            with self.gateway.events(path + "/events") as stream:
                self.assertEqual(next(iter(stream))["event"], "order.placed")

    # -- how it is switched -------------------------------------------------------------------------------------------

    def test_nobody_notices_that_it_is_switched(self):
        path = self.registered()
        is_over = threading.Event()

        def keep_asking(_):
            asked = 0
            with Gateway(self.shop.http, self.gateway.token) as gateway:
                while not is_over.is_set():
                    answer = gateway.get(path)
                    self.assertEqual((answer.status, answer.json["name"]), (200, ADA["name"]), answer.body)
                    asked += 1
            return asked

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            asking = [pool.submit(keep_asking, n) for n in range(4)]
            try:
                for _ in range(15):
                    self.switch("legacy")
                    self.switch("both", ignore=["/position"])
                    self.switch("new", new_share=50)
                    self.switch("both", answer="new")
                    self.assertEqual(self.operator.ask("DELETE", ROUTE).status, 200)
            finally:
                is_over.set()
            self.assertGreater(sum(each.result() for each in asking), 60)
        self.assertGreater(len(self.legacy.asked), 10)
        self.assertEqual(self.parity()["different"], 0)

    def test_every_gateway_hears_of_it_and_one_that_starts_later_knows_it(self):
        self.legacy.know_all = True
        with Gateway(self.shop.start_gateway()[1], self.gateway.token) as second:
            self.shop.until("readiness", lambda: second.get("/readyz").status == 200)
            self.assertFalse(self.is_legacys("/v1/customers/c-9", second))
            self.switch("legacy")
            self.shop.until("the news", lambda: self.is_legacys("/v1/customers/c-9", second), 5)
        with Gateway(self.shop.start_gateway()[1], self.gateway.token) as third:
            self.shop.until("readiness", lambda: third.get("/readyz").status == 200)
            self.assertTrue(self.is_legacys("/v1/customers/c-9", third))
            address = self.legacy.url.removeprefix("http://")
            with Gateway(third.address.geturl(), self.operator.token) as operator:
                self.assertIn("legacy " + address, operator.get("/v1/admin/routes").json["guards"])
            ready = third.get("/readyz")
            self.assertEqual((ready.json["registry"], ready.json["routes"]), ("read", "known"))
            self.assertNotIn(address, ready.body.decode(), "anybody may ask that")

    def test_an_entry_that_makes_no_sense_is_refused_and_changes_nothing(self):
        self.switch("legacy")
        for field, entry in (("mode", {}), ("mode", {"mode": "old"}), ("upstream", {"mode": "legacy"}),
                             ("upstream", {"mode": "legacy", "upstream": "https://old.example"}),
                             ("new_share", {"mode": "new", "new_share": 101}), ("ids", {"mode": "new", "ids": ["c-1"]}),
                             ("ignore", {"mode": "new", "ignore": ["x"]}), ("shadow", {"mode": "new", "shadow": True})):
            self.assert_problem(self.operator.ask("PUT", ROUTE, entry), 400, "invalid_input", field)
        self.assertEqual(self.operator.ask("PUT", ROUTE, "[]").status, 400)
        self.assert_problem(self.operator.ask("PUT", "/v1/admin/routes/invoices", {"mode": "new"}), 404, "not_found")
        self.assertEqual(self.gateway.ask("PUT", ROUTE, {"mode": "new"}).status, 403)
        told = {row["resource"]: row for row in self.operator.get("/v1/admin/routes").json["routes"]}
        self.assertEqual(told["customers"], {"resource": "customers", "mode": "legacy", "upstream": self.legacy.url})
        self.assertEqual(told["orders"], {"resource": "orders", "mode": "new"})
        self.assertEqual(sorted(told), ["carts", "customers", "orders", "products"])

    def test_nonsense_in_the_bucket_counts_as_nothing_and_is_told(self):
        self.legacy.know_all = True
        with ForeignClient(self.shop.nats) as client:
            for nonsense in (b"\xff\x00{", b"[" * 5000, b'{"mode":"legacy"}'):
                self.switch("legacy")
                self.assertFalse(self.customers_entry().get("fault"))
                client.request("$KV.system.route.http.customers", nonsense)  # which the broker answers, before any gateway knows it
                self.shop.until("its fault", lambda: self.customers_entry().get("fault"), 10)
                self.assertFalse(self.is_legacys("/v1/customers/c-9"))
        self.switch("legacy")
        self.assertTrue(self.is_legacys("/v1/customers/c-9"))

    def test_the_command_line_switches_and_shows_it_too(self):
        self.legacy.know_all = True
        http = ("route", "http", "customers", "--upstream", self.legacy.url)
        done = self.shop.call(*http, "--mode", "new", "--new-share", "30", "--id", "c-9=legacy")
        self.assertEqual((done.code, done.out), (0, "customers: new, 30 % of the ids new, 1 by name; legacy at "
                                                 f"{self.legacy.url}\n"), done.err)
        self.shop.until("the news", lambda: self.is_legacys("/v1/customers/c-9"), 10)
        row, = json.loads(self.shop.call("route", "ls", "--json").out)["routes"]
        self.assertEqual((row["kind"], row["name"], row["value"]["ids"]), ("http", "customers", {"c-9": "legacy"}))
        for word, bad in (("'old' is none of", ("--mode", "old")), ("share", ("--mode", "new", "--new-share", "101")),
                          ("https is not spoken", ("--mode", "legacy", "--upstream", "https://old.example")),
                          ("answer", ("--mode", "legacy", "--answer", "new")), ("ids", ("--mode", "new", "--id", "c-1"))):
            refused = self.shop.call(*(http[:3] if "--upstream" in bad else http), *bad)
            self.assertEqual((refused.code, refused.out), (2, ""), bad)
            self.assertIn(word, refused.err)
        self.assertIn("would be the resource 'customer'", self.shop.call("route", "http", "customer", "--mode", "new").err)
        self.assertEqual(self.shop.call("route", "rm", "http", "customer").code, 0)
        self.assertEqual(self.shop.call(*http, "--mode", "both").code, 0)
        self.shop.until("a difference", lambda: self.gateway.get("/v1/customers/c-9").status == 200 and self.parity()["different"], 10)
        reports = json.loads(self.shop.call("route", "parity", "customers", "--json").out)["gateways"]
        told = next(each for each in reports if each["gateway"] == self.parity()["gateway"])
        self.assertGreaterEqual(told["different"], 1)
        self.assertEqual(told["differences"][0]["path"], "/v1/customers/c-9")
        shown = self.shop.call("route", "parity", "customers")
        self.assertIn("GET /v1/customers/c-9: legacy 200, new 404", shown.out)
        self.assertEqual(self.shop.call("route", "parity", "invoices").code, 4)
        self.assertEqual(self.shop.call("route", "rm", "http", "customers").code, 0)
        self.assertEqual(self.shop.call("route", "rm", "http", "customers").code, 2)
        self.shop.until("the news", lambda: not self.is_legacys("/v1/customers/c-9"), 10)

    def test_a_gateway_that_is_its_own_legacy_system_says_so(self):
        self.legacy.url = self.shop.http
        self.switch("legacy", pass_token=True)
        self.assert_problem(self.gateway.get("/v1/customers/c-9"), 508, "loop_detected")

    # -- what both say ------------------------------------------------------------------------------------------------

    def test_what_both_say_is_compared_and_differences_are_told(self):
        same, other = self.registered(), self.registered()
        other_id = other.rpartition("/")[2]
        self.legacy.people[other_id] = {**self.legacy.people[other_id], "email": "old@example.test", "position": 0, "fax": "1"}
        self.switch("both", ignore=["/position"])
        for _ in range(3):
            self.assertEqual(self.gateway.get(same).json["email"], ADA["email"])
        self.assertEqual(self.gateway.get(other).json["email"], "old@example.test", "the legacy answer counts")
        report = self.compared(compared=4, equal=3, different=1)
        self.assertEqual((report["resource"], report["skipped"], report["legacy_failed"]), ("customers", 0, 0))
        difference, = report["differences"]
        self.assertEqual((difference["method"], difference["path"], difference["id"]), ("GET", other, other_id))
        self.assertEqual(difference["status"], {"legacy": 200, "new": 200})
        self.assertEqual(difference["members"], [
            {"pointer": "/email", "legacy": "old@example.test", "new": ADA["email"]}, {"pointer": "/fax", "legacy": "1"}])
        self.assertNotIn(self.gateway.token, json.dumps(report))
        self.switch("both", answer="new")
        self.assertEqual(self.gateway.get(other).json["email"], ADA["email"], "now the new one does")
        self.assertEqual(self.compared(different=2)["differences"][0]["path"], other)
        self.assertEqual(self.operator.ask("DELETE", ROUTE + "/parity").json["compared"], 0)

    def test_both_get_what_is_to_be_done(self):
        self.switch("both", answer="new")
        answer = self.gateway.ask("POST", "/v1/customers", ADA, Idempotency_Key=self.fresh("key"))
        self.assertEqual(answer.status, 201, answer.body)
        self.shop.until("the same customer over there", lambda: answer.json["id"] in self.legacy.people, 10)

    def test_a_legacy_system_in_trouble_harms_nobody_whose_answer_is_new(self):
        path = self.registered()
        with Gateway(self.shop.start_gateway("--command-ms", "1000", "--service-failures", "1000")[1], self.gateway.token) as gateway:
            self.shop.until("readiness", lambda: gateway.get("/readyz").status == 200)
            operator = self.enterContext(Gateway(gateway.address.geturl(), self.operator.token))
            self.switch("both", operator, answer="new")
            for count, mood in enumerate(("hanging", "broken", "talking nonsense", "verbose", "away"), 1):
                self.legacy.be(mood)
                begun = time.monotonic()
                self.assertEqual(gateway.get(path).json["name"], ADA["name"], mood)
                self.assertLess(time.monotonic() - begun, 0.9, f"{mood}: nobody waits for it")
                self.shop.until(mood, lambda: operator.get(ROUTE + "/parity").json["legacy_failed"] == count, 10)
            self.legacy.be("ailing")
            self.assertEqual(gateway.get(path).status, 200)
            told = self.shop.until("a difference", lambda: operator.get(ROUTE + "/parity").json["differences"], 10)
            self.assertEqual(told[0]["status"], {"legacy": 500, "new": 200})
            self.legacy.close()
            self.assertEqual(gateway.get(path).status, 200)
            self.shop.until("its end", lambda: operator.get(ROUTE + "/parity").json["legacy_failed"] == 6, 10)

    def test_comparisons_are_bounded_and_the_others_are_told(self):
        path = self.registered()
        self.switch("both", answer="new")
        self.legacy.be("hanging")
        for _ in range(70):
            self.assertEqual(self.gateway.get(path).status, 200)
        self.assertEqual(self.parity()["skipped"], 6)
        self.legacy.be("well")
        self.compared(compared=64)

    def test_a_legacy_system_in_trouble_is_told_of_as_it_is(self):
        with Gateway(self.shop.start_gateway("--command-ms", "1000", "--service-failures", "6", "--service-open-ms", "600000")[1],
                     self.gateway.token) as gateway:
            self.shop.until("readiness", lambda: gateway.get("/readyz").status == 200)
            product = "/v1/products/" + self.listed(100)
            self.switch("legacy", self.enterContext(Gateway(gateway.address.geturl(), self.operator.token)))
            for mood, status, code in (("broken", 502, "upstream_failed"), ("talking nonsense", 502, "upstream_failed"),
                                       ("verbose", 502, "upstream_failed"), ("hanging", 504, "outcome_unknown")):
                self.legacy.be(mood)
                answer = gateway.get("/v1/customers/c-9")
                self.assert_problem(answer, status, code)
                self.assertNotIn("127.0.0.1", answer.json["detail"])
            self.legacy.be("away")
            self.assertEqual((gateway.get("/v1/customers/c-9").status, gateway.get("/v1/customers/c-9").status), (503, 503))
            refused = gateway.get("/v1/customers/c-9")
            self.assert_problem(refused, 503, "unavailable")
            self.assertGreaterEqual(int(refused.headers["Retry-After"]), 1)
            self.assertEqual(gateway.get(product).status, 200, "the others go on")
            name = "legacy " + self.legacy.url.removeprefix("http://")
            operator = self.enterContext(Gateway(gateway.address.geturl(), self.operator.token))
            self.assertEqual(operator.get("/v1/admin/routes").json["guards"][name]["breaker"], "open")


if __name__ == "__main__":
    unittest.main()
