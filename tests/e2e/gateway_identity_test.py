"""Who may come in through the shop's door, and to what: tokens, roles, owners, rates, and TLS."""

import base64
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import tempfile

from gateway_client import Gateway
from shop import PATIENCE, call
from gateway_test import GatewayCase
from shop_case import order

MUTANTS = 10_000
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
ALGORITHMS = ("none", "None", "NONE", "HS256", "HS512", "RS256", "RS512", "PS256", "ES256", "ES512", "EdDSA", "eddsa", "")


def encoded(part) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class Mutator:
    """Damages good tokens, in all the ways that tokens are attacked, by chance."""

    def __init__(self, good: list, chance: random.Random):
        self._good = good
        self._chance = chance
        self._ways = (self.flip_bit, self.change_letter, self.truncate, self.insert, self.swap_parts, self.swap_part_of_another,
                      self.change_algorithm, self.change_claim, self.reencode, self.repeat_member, self.drop_or_double_dot,
                      self.change_signature)

    def next(self) -> str:
        """None of the good ones, whatever was done to it."""
        while True:
            token = self._chance.choice(self._ways)(self._chance.choice(self._good))
            if token not in self._good:
                return token

    def flip_bit(self, token: str) -> str:
        part = self._chance.randrange(3)
        parts = token.split(".")
        raw = bytearray(decoded(parts[part]))
        raw[self._chance.randrange(len(raw))] ^= 1 << self._chance.randrange(8)
        return ".".join([*parts[:part], encoded(bytes(raw)), *parts[part + 1:]])

    def change_letter(self, token: str) -> str:
        at = self._chance.randrange(len(token))
        return token[:at] + self._chance.choice(LETTERS + "+/=.,%~") + token[at + 1:]

    def truncate(self, token: str) -> str:
        cut = self._chance.randrange(len(token))
        return token[:cut] if self._chance.random() < 0.5 else token[cut:]

    def insert(self, token: str) -> str:
        at = self._chance.randrange(len(token) + 1)
        return token[:at] + "".join(self._chance.choices(LETTERS + "=.", k=self._chance.randint(1, 40))) + token[at:]

    def swap_parts(self, token: str) -> str:
        parts = token.split(".")
        self._chance.shuffle(parts)
        return ".".join(parts)

    def swap_part_of_another(self, token: str) -> str:
        parts, part = token.split("."), self._chance.randrange(3)
        parts[part] = self._chance.choice(self._good).split(".")[part]
        return ".".join(parts)

    def change_algorithm(self, token: str) -> str:
        header, claims, signature = token.split(".")
        changed = {**json.loads(decoded(header)), "alg": self._chance.choice(ALGORITHMS)}
        return ".".join((encoded(changed), claims, self._chance.choice((signature, "", "AAAA"))))

    def change_claim(self, token: str) -> str:
        header, claims, signature = token.split(".")
        change = self._chance.choice(({"sub": "c-2"}, {"roles": ["operator"]}, {"exp": 9_999_999_999}, {"exp": None}, {"aud": []},
                                      {"nbf": -1}, {"iss": ""}))
        return ".".join((header, encoded({**json.loads(decoded(claims)), **change}), signature))

    def reencode(self, token: str) -> str:
        """The same bytes or members, written otherwise."""
        part, parts = self._chance.randrange(3), token.split(".")
        how = self._chance.randrange(3)
        if how == 0:
            parts[part] += "=" * self._chance.randint(1, 3)
        elif how == 1 and part < 2:
            parts[part] = encoded(json.dumps(json.loads(decoded(parts[part])), indent=self._chance.randint(0, 3)).encode())
        else:
            # The bits of the last letter that mean nothing.
            parts[part] = parts[part][:-1] + LETTERS[LETTERS.index(parts[part][-1]) ^ 1]
        return ".".join(parts)

    def repeat_member(self, token: str) -> str:
        header, claims, signature = token.split(".")
        return ".".join((header, encoded(b'{"sub":"c-2",' + decoded(claims)[1:]), signature))

    def drop_or_double_dot(self, token: str) -> str:
        return token.replace(".", self._chance.choice(("", "..", ". ")), self._chance.randint(1, 2))

    def change_signature(self, token: str) -> str:
        text, _, signature = token.rpartition(".")
        raw = self._chance.choice((bytes(64), b"\xff" * 64, self._chance.randbytes(64), decoded(signature)[::-1],
                                   decoded(signature) * 2, decoded(signature)[:63], b""))
        return f"{text}.{encoded(raw)}"


class Tokens(GatewayCase):
    def test_without_a_token_only_probes_are_answered(self):
        stranger = self.enterContext(Gateway(self.shop.http))
        for path in ("/healthz", "/readyz"):
            self.assertEqual(stranger.get(path).status, 200)
        for method, path in (("GET", "/v1/orders/o-1"), ("POST", "/v1/orders"), ("POST", "/v1/orders/o-1/cancel"),
                             ("GET", "/v1/orders/o-1/events")):
            answer = stranger.ask(method, path)
            self.assert_problem(answer, 401, "no_token", "Authorization")
            self.assertEqual(answer.headers["WWW-Authenticate"], 'Bearer realm="sinew"')
        for scheme in (f"Basic {self.token}", self.token, "", "Bearer"):
            self.assertEqual(stranger.get("/v1/orders/o-1", Authorization=scheme).status, 401, scheme)
        self.assertEqual(stranger.get("/v1/orders/o-1", Authorization=f"bearer {self.token}").status, 404)

    def test_a_token_that_does_not_count_is_refused_and_the_answer_says_why(self):
        for why, token in (("the token is from another issuer", self.shop.token("customer", "c-1", "--issuer", "x")),
                           ("the token is for another audience", self.shop.token("customer", "c-1", "--audience", "x"))):
            answer = self.gateway.get("/v1/orders/o-1", Authorization=f"Bearer {token}")
            self.assert_problem(answer, 401, "invalid_token")
            self.assertEqual(answer.headers["WWW-Authenticate"],
                             f'Bearer realm="sinew", error="invalid_token", error_description="{why}"')

    def test_ten_thousand_mutated_tokens_are_refused_one_and_all(self):
        seed = int(os.environ.get("SINEW_SEED", "8725"))
        print(f"mutated tokens: seed {seed}")
        good = [self.token, self.shop.token("operator", "ada"), self.shop.token("clerk", "bob", "--ttl", "2h")]
        mutator = Mutator(good, random.Random(seed))
        stranger = self.enterContext(Gateway(self.shop.http))
        for number in range(MUTANTS):
            token = mutator.next()
            answer = stranger.get("/v1/orders/o-of-nobody", Authorization=f"Bearer {token}")
            self.assertEqual(answer.status, 401, f"mutant {number} of seed {seed}: {token}")
        for token in good:
            self.assertEqual(stranger.get("/v1/orders/o-of-nobody", Authorization=f"Bearer {token}").status, 404)

    def test_who_asked_is_recorded_on_each_event_of_the_saga(self):
        path = self.placed_by_http((self.stocked(5), 1, 100))
        order_id = path.rpartition("/")[2]
        self.assert_completed(order_id)
        for kind in ("order", "reservation", "payment"):
            events = self.shop.history(kind, order_id)
            self.assertTrue(events, kind)
            self.assertEqual({event["actor"] for event in events}, {"http/c-1"}, kind)


class Roles(GatewayCase):
    def setUp(self):
        super().setUp()
        self.other = self.enterContext(Gateway(self.shop.http, self.shop.token("customer", "c-2")))
        self.clerk = self.enterContext(Gateway(self.shop.http, self.shop.token("clerk", "bob")))

    def test_a_customer_hears_of_anothers_order_what_they_hear_of_none(self):
        path = self.placed_by_http((self.stocked(5), 1, 100))
        name, missing = path.rpartition("/")[2], "o-of-nobody"
        for method, more in (("GET", ""), ("POST", "/cancel"), ("GET", "/events")):
            theirs = self.other.ask(method, path + more)
            none = self.other.ask(method, f"/v1/orders/{missing}{more}")
            self.assert_problem(theirs, 404, "not_found")
            self.assertEqual(theirs.body.replace(name.encode(), b"ID"), none.body.replace(missing.encode(), b"ID"))
        self.assertEqual(self.gateway.get(path).status, 200)
        self.assertEqual(self.clerk.get(path).status, 200)

    def test_nobody_orders_for_another_but_staff(self):
        wanted = order((self.stocked(5), 1, 100))
        self.assert_problem(self.other.place(self.fresh("key"), wanted), 403, "forbidden", "customer")
        answer = self.clerk.place(self.fresh("key"), wanted)
        self.assertEqual(answer.status, 202, answer.body)
        self.assertEqual(self.gateway.get(answer.headers["Location"]).status, 200)

    def test_two_callers_with_one_key_place_two_orders(self):
        key = self.fresh("key")
        mine = self.gateway.place(key, order((self.stocked(5), 1, 100)))
        theirs = self.clerk.place(key, order((self.stocked(5), 1, 100)))
        self.assertEqual((mine.status, theirs.status), (202, 202))
        self.assertNotEqual(mine.headers["Location"], theirs.headers["Location"])


class Times(GatewayCase):
    """Where the time of a request went, operators are told, and nobody else."""

    def timing(self, role: str, method: str, path: str, body=None, asks: str = "1"):
        with Gateway(self.shop.http, self.shop.token(role, "c-1")) as gateway:
            answer = gateway.ask(method, path, body, Sinew_Time_Hops=asks)
        told = answer.headers["Server-Timing"]
        return answer.status, [metric.split(";")[0] for metric in told.split(", ")] if told else None

    def test_operators_are_told_the_steps_of_a_command(self):
        customer = self.fresh("c")
        self.shop.send("customer", "register", customer, {"name": "Ada", "email": "ada@shop.example"})
        path = f"/v1/customers/{customer}/email"
        whole = ["gateway-in", "request", "mailbox", "decide", "append", "answer", "reply", "gateway-out"]
        self.assertEqual(self.timing("operator", "PUT", path, {"email": "a@shop.example"}), (200, whole))
        refused = [step for step in whole if step != "append"]
        status, steps = self.timing("operator", "PUT", "/v1/customers/c-nobody/email", {"email": "a@shop.example"})
        self.assertEqual((status, [step for step in steps if step != "append"]), (404, refused))
        self.assertEqual(self.timing("operator", "GET", f"/v1/customers/{customer}"), (200, ["gateway"]))
        self.assertEqual(self.timing("operator", "PUT", path, {"mail": 1}), (400, ["gateway"]))

    def test_nobody_else_is(self):
        customer = self.fresh("c")
        self.shop.send("customer", "register", customer, {"name": "Ada", "email": "ada@shop.example"})
        path = f"/v1/customers/{customer}/email"
        self.assertEqual(self.timing("clerk", "PUT", path, {"email": "b@shop.example"}), (200, None))
        self.assertEqual(self.timing("customer", "GET", "/v1/products/none"), (404, None))
        self.assertEqual(self.timing("operator", "PUT", path, {"email": "c@shop.example"}, asks="0"), (200, None))


class Gates(GatewayCase):
    """Gateways that are told otherwise."""

    def test_one_that_is_told_nothing_does_not_open(self):
        program = pathlib.Path(os.environ["SINEW_BIN"]) / "sinew-gateway"
        for options, named in (((), "--allow-anyone"), (("--jwks", "/no/such/file", "--issuer", "a", "--audience", "b"), "/no/such/file"),
                               (("--jwks", self.shop.data / "development-jwks.json"), "--issuer")):
            ended = subprocess.run([program, "--nats", self.shop.nats, "--port", "0", *options], capture_output=True,
                                   timeout=PATIENCE, check=False)
            self.assertEqual(ended.returncode, 2)
            self.assertIn(named, ended.stderr.decode())

    def test_who_asks_too_often_is_told_when_to_come_back_and_others_are_not(self):
        _, url = self.shop.start_gateway("--rate", "0.1", "--rate-burst", "3")
        mine = self.enterContext(Gateway(url, self.token))
        theirs = self.enterContext(Gateway(url, self.shop.token("customer", "c-2")))
        for _ in range(3):
            self.assertEqual(mine.get("/v1/orders/o-of-nobody").status, 404)
        answer = mine.get("/v1/orders/o-of-nobody")
        self.assert_problem(answer, 429, "too_many_requests")
        self.assertIn(int(answer.headers["Retry-After"]), range(1, 11))
        self.assertEqual(theirs.get("/v1/orders/o-of-nobody").status, 404)
        self.assertEqual([mine.get("/healthz").status for _ in range(10)], [200] * 10)
        stranger = self.enterContext(Gateway(url, "no.good.token"))
        self.assertEqual([stranger.get("/v1/orders/o-1").status for _ in range(5)], [401] * 3 + [429] * 2)

    def test_told_that_keys_have_changed_it_reads_them_again(self):
        with tempfile.TemporaryDirectory() as folder:
            keys = pathlib.Path(folder) / "jwks.json"
            keys.write_bytes((self.shop.data / "development-jwks.json").read_bytes())
            process, url = self.shop.start_gateway("--jwks", keys)
            gateway = self.enterContext(Gateway(url, self.token))
            self.assertNotEqual(gateway.get("/v1/orders/o-of-nobody").status, 401)
            changed = json.loads(keys.read_bytes())
            changed["keys"][0]["kid"] = "another"
            keys.write_text(json.dumps(changed))
            process.send_signal(signal.SIGHUP)
            self.shop.until("the end of the old key", lambda: gateway.get("/v1/orders/o-of-nobody").status == 401)

    def test_who_does_not_get_on_with_a_handshake_is_hung_up_on(self):
        with tempfile.TemporaryDirectory() as folder:
            _, url = self.shop.start_gateway(*certified(folder), "--header-ms", "200")
            for said in (b"", b"\x16\x03\x01\x02\x00\x01", b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"):
                with socket.create_connection((Gateway(url).address.hostname, Gateway(url).address.port), PATIENCE) as line:
                    line.sendall(said)
                    self.assertNotIn(b"HTTP", b"".join(iter(lambda: line.recv(4096), b"")))
            self.assertEqual(curl("--cacert", f"{folder}/cert.pem", url + "/healthz").returncode, 0)

    def test_a_key_of_another_certificate_is_no_start(self):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            mixed = (*certified(one)[:3], certified(other)[3])
            program = pathlib.Path(os.environ["SINEW_BIN"]) / "sinew-gateway"
            for options in (mixed, mixed[:2]):
                ended = subprocess.run([program, "--nats", self.shop.nats, "--port", "0", "--allow-anyone", *options],
                                       capture_output=True, timeout=PATIENCE, check=False)
                self.assertEqual(ended.returncode, 2, ended.stderr)

    def test_over_tls_curl_gets_the_same_and_nothing_old_is_spoken(self):
        with tempfile.TemporaryDirectory() as folder:
            cert = f"{folder}/cert.pem"
            _, url = self.shop.start_gateway(*certified(folder))
            self.assertTrue(url.startswith("https://"), url)
            path = self.placed_by_http((self.stocked(5), 1, 100))
            me = ("-H", f"Authorization: Bearer {self.token}")
            for version in ("1.2", "1.3"):
                answer = curl("--cacert", cert, f"--tlsv{version}", "--tls-max", version, *me, url + path, url + path)
                self.assertEqual(answer.returncode, 0, answer.stderr)
                self.assertEqual(answer.stdout.count(b'"customer":"c-1"'), 2)
            events = curl("--cacert", cert, "-N", *me, f"{url}{path}/events")
            self.assertEqual((events.returncode, events.stdout.count(b"event: order.")), (0, 2), events.stderr)
            self.assertNotEqual(curl("--cacert", cert, "--tlsv1.0", "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0", url).returncode, 0)
            self.assertNotEqual(curl(url + path).returncode, 0, "nobody knows this certificate")
            self.assertNotEqual(curl(url.replace("https", "http") + "/healthz").returncode, 0)
            self.assertEqual(curl("--cacert", cert, url + "/healthz").returncode, 0)


def certified(folder: str) -> tuple:
    """Options of a gateway with a certificate of its own making, in that folder."""
    cert, key = f"{folder}/cert.pem", f"{folder}/key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
                    "-out", cert, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
                   check=True, capture_output=True)
    return "--tls-cert", cert, "--tls-key", key


def curl(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run(["curl", "--silent", "--show-error", "--max-time", "30", *arguments], capture_output=True, timeout=PATIENCE,
                          check=False)


class Keys(GatewayCase):
    def test_the_key_is_its_owners_alone_and_stays(self):
        key = self.shop.data / "development-key.pem"
        self.assertEqual(key.stat().st_mode & 0o777, 0o600)
        before = self.shop.token("customer", "c-1").split(".")[0]
        self.shop.kill_and_await_return("gateway-1")
        self.assertEqual(self.shop.token("customer", "c-1").split(".")[0], before)
        self.assertEqual(self.shop.token("customer", "c-1", "--data-dir", self.shop.data).split(".")[0], before)

    def test_a_key_that_others_may_read_or_that_is_none_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "key.pem"
            file.write_bytes((self.shop.data / "development-key.pem").read_bytes())
            file.chmod(0o644)
            for named in ("chmod 600", "Ed25519"):
                ended = call("token", "--role", "customer", "--subject", "c-1", "--key", file)
                self.assertEqual((ended.code, ended.out), (2, ""))
                self.assertIn(named, ended.err)
                file.chmod(0o600)
                file.write_text("none")

    def test_what_is_no_role_no_subject_and_no_system_is_said(self):
        for options, named in ((("--role", "king", "--subject", "c-1"), "king"), (("--role", "customer", "--subject", "a b"), "a b"),
                               (("--role", "customer", "--subject", "c-1", "--nats", "nats://127.0.0.1:1"), "sinew up --http-port")):
            ended = call("token", *options)
            self.assertEqual((ended.code, ended.out), (2, ""))
            self.assertIn(named, ended.err)


del GatewayCase  # its tests are other modules' business
