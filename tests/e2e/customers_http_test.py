"""Customers through the shop's door."""

import unittest

from gateway_case import GatewayCase
from gateway_client import Gateway

ADA = {"name": "Ada Example", "email": "ada@example.test"}


class Customers(GatewayCase):
    def setUp(self):
        super().setUp()
        self.gateway = self.as_staff()

    def registered(self, person: dict = None) -> str:
        """The path of a new customer."""
        answer = self.gateway.ask("POST", "/v1/customers", person or ADA, Idempotency_Key=self.fresh("key"))
        self.assertEqual(answer.status, 201, answer.body)
        return answer.headers["Location"]

    def test_a_customer_is_registered_seen_changed_and_closed(self):
        path = self.registered()
        seen = self.gateway.get(path)
        self.assertEqual((seen.status, seen.json["name"], seen.json["email"]), (200, ADA["name"], ADA["email"]))
        self.assertEqual(seen.json["id"], path.rpartition("/")[2])
        changed = self.gateway.ask("PUT", path + "/email", {"email": "ada@example.org"})
        self.assertEqual((changed.status, changed.json["version"]), (200, 2), changed.body)
        self.assertEqual(self.gateway.get(path).json["email"], "ada@example.org")
        closed = self.gateway.ask("DELETE", path)
        self.assertEqual((closed.status, closed.json["version"]), (200, 3), closed.body)
        self.assertEqual(self.gateway.get(path).json["stage"], "closed")
        self.assert_problem(self.gateway.ask("PUT", path + "/email", {"email": "a@b.test"}), 409, "already_closed")

    def test_a_registration_that_is_repeated_is_one(self):
        key = self.fresh("key")
        answers = {(a.status, a.headers["Location"], a.body) for a in (
            self.gateway.ask("POST", "/v1/customers", ADA, Idempotency_Key=key) for _ in range(3))}
        self.assertEqual(len(answers), 1, answers)
        other = self.gateway.ask("POST", "/v1/customers", {**ADA, "name": "Bob"}, Idempotency_Key=key)
        self.assert_problem(other, 422, "idempotency_key_reused", "Idempotency-Key")

    def test_an_address_that_is_none_is_refused_by_name(self):
        for status, bad in ((422, "nobody"), (400, 7)):
            answer = self.gateway.ask("POST", "/v1/customers", {**ADA, "email": bad}, Idempotency_Key=self.fresh("key"))
            self.assert_problem(answer, status, "invalid_input", "email")
        path = self.registered()
        self.assert_problem(self.gateway.ask("PUT", path + "/email", {"email": "x@y.test", "name": "N"}), 400,
                            "invalid_input", "name")

    def test_what_is_not_there_is_not_found(self):
        for method, path, body in (("GET", "/v1/customers/c-of-nobody", None), ("DELETE", "/v1/customers/c-of-nobody", None),
                                   ("PUT", "/v1/customers/c-of-nobody/email", {"email": "a@b.test"}),
                                   ("GET", "/v1/customers/not%20an%20id", None)):
            with self.subTest(method=method, path=path):
                self.assert_problem(self.gateway.ask(method, path, body), 404, "not_found")

    def test_what_has_not_changed_is_not_sent_again(self):
        path = self.registered()
        tag = self.gateway.get(path).headers["ETag"]
        self.assertEqual(self.gateway.get(path, If_None_Match=tag).status, 304)
        self.gateway.ask("PUT", path + "/email", {"email": "ada@example.org"})
        self.assertEqual(self.gateway.get(path, If_None_Match=tag).status, 200)

    def test_who_registers_for_themselves_becomes_who_their_token_names(self):
        me = self.fresh("c")
        mine, other = self.as_customer(me), self.as_customer(self.fresh("c"))
        first = mine.ask("POST", "/v1/customers", ADA, Idempotency_Key="k")
        self.assertEqual((first.status, first.headers["Location"]), (201, "/v1/customers/" + me), first.body)
        self.assertEqual(mine.get("/v1/customers/" + me).json["name"], ADA["name"])
        self.assert_problem(mine.ask("POST", "/v1/customers", ADA, Idempotency_Key="another"), 409, "already_registered")
        for method, below in (("GET", ""), ("DELETE", ""), ("PUT", "/email")):
            answer = other.ask(method, f"/v1/customers/{me}{below}", {"email": "a@b.test"} if below else None)
            self.assert_problem(answer, 404, "not_found")
        self.assertEqual(mine.ask("DELETE", "/v1/customers/" + me).status, 200)
        nobody = self.enterContext(Gateway(self.shop.http))
        self.assert_problem(nobody.ask("POST", "/v1/customers", ADA, Idempotency_Key="k"), 401, "no_token", "Authorization")


if __name__ == "__main__":
    unittest.main()
