"""Many orders of every kind at once, undisturbed and with everything killed amid them; then the system stops, starts
again on the same folder, and says the same. SINEW_E2E_ORDERS tells how many (default 300)."""

import functools
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import processes
from audit import Auditor, Wanted, states
from shop import PATIENCE, SERVICES, running_shop
from shop_case import DECLINED_CARD, FAILS_TWICE_CARD, GOOD_CARD, UNDELIVERABLE, eur, order

COUNT = int(os.environ.get("SINEW_E2E_ORDERS", "300"))
SECONDS = max(120.0, COUNT / 2)
SHELF = {"SKU-plenty": 100_000, "SKU-some": COUNT // 4, "SKU-few": 5}
ACCOUNTS = {"a-rich": 100_000_000, "a-poor": 5_000}


def random_order(number: int, chance: random.Random) -> dict:
    lines = [(sku, chance.randint(1, 3), chance.choice((100, 999, 2550)))
             for sku in chance.sample(sorted(SHELF), k=chance.choice((1, 1, 1, 2)))]
    payment = chance.choices(
        ({"card": GOOD_CARD}, {"card": DECLINED_CARD}, {"card": FAILS_TWICE_CARD}, {"account": "a-rich"},
         {"account": "a-poor"}), weights=(60, 10, 5, 20, 5))[0]
    address = {"address": UNDELIVERABLE} if chance.random() < 0.05 else {}
    return order(*lines, **payment, **address, deadline_seconds=600)


class ManyOrders(unittest.TestCase):
    def setUp(self):
        self.data = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sinew-e2e-")))
        chance = random.Random(COUNT)
        self.wanted = [Wanted({"id": f"o-{n}", **random_order(n, chance)}) for n in range(COUNT)]

    def fill(self, shop):
        for sku, quantity in SHELF.items():
            shop.send("stock", "receive", sku, {"quantity": quantity})
        for account, units in ACCOUNTS.items():
            shop.send("account", "open", account, {"owner": "c-1", "currency": "EUR"})
            shop.send("account", "deposit", account, {"amount": eur(units)})

    def send_all(self, shop, amid=()):
        """Sends all orders in as many parts as there is something to do amid them; each must be accepted."""
        receipts = self.data / "receipts.jsonl"
        with open(receipts, "w", encoding="utf-8") as out:
            sender = shop.start("send", "order", "place", "--file", "-", "--timeout", "120s", stdin=subprocess.PIPE,
                                stdout=out, stderr=subprocess.PIPE)
        lines = [json.dumps(each.line) + "\n" for each in self.wanted]
        part = -(-len(lines) // (len(amid) + 1))
        for number in range(len(amid) + 1):
            sender.stdin.write("".join(lines[number * part:(number + 1) * part]))
            sender.stdin.flush()
            for happen in amid[number:number + 1]:
                happen()
        _, told = sender.communicate(timeout=SECONDS)
        self.assertEqual(sender.returncode, 0, told)
        accepted = [json.loads(line)["id"] for line in receipts.read_text().splitlines()]
        self.assertEqual(sorted(accepted), sorted(each.id for each in self.wanted))
        print(f"\n{told.strip()}", file=sys.stderr)

    def assert_books_close(self, shop) -> dict:
        started = time.monotonic()
        ended = Auditor(shop, self.wanted, SHELF, ACCOUNTS).check(SECONDS)
        confirmed = list(ended.values()).count("confirmed")
        print(f"{confirmed} confirmed, {COUNT - confirmed} cancelled; audited {time.monotonic() - started:.1f} s after "
              "the last was sent", file=sys.stderr)
        self.assertGreater(confirmed, 0)
        self.assertLess(confirmed, COUNT)
        shop.events("evt.notification.*.*.sent", COUNT, SECONDS)
        self.assertEqual(len(list((self.data / "mail" / "new").iterdir())), COUNT)
        for each in self.wanted[:10]:
            self.assertEqual(shop.saga(each.id).code, 0 if ended[each.id] == "confirmed" else 5)
        return self.snapshot(shop)

    def snapshot(self, shop) -> dict:
        return states(shop, self.wanted[:100], SHELF, ACCOUNTS)

    def assert_gone(self, shop):
        self.assertEqual(shop.stop(), 0, "\n".join(shop.log.since()[-20:]))
        self.assertEqual(shop.survivors(), {})

    def test_every_order_ends_and_a_restart_changes_nothing(self):
        with running_shop(data=self.data) as shop:
            self.fill(shop)
            self.send_all(shop)
            before, books = self.assert_books_close(shop), shop.charges()
            self.assert_gone(shop)
        with running_shop(data=self.data) as shop:
            self.assertEqual(self.snapshot(shop), before)
            self.assertEqual(shop.charges(), books)
            self.assert_gone(shop)

    def test_what_was_accepted_is_finished_after_all_has_died_at_once(self):
        with running_shop(data=self.data) as shop:
            self.fill(shop)
            self.send_all(shop)
            parts = shop.pids().values()
            shop.stop(signal.SIGKILL)
            self.assertTrue(processes.await_ends(parts, PATIENCE))
        with running_shop(data=self.data) as shop:
            self.assert_books_close(shop)

    def test_everything_is_killed_in_turn_amid_them(self):
        with running_shop(data=self.data) as shop:
            self.fill(shop)
            names = (*(f"{service}-1" for service in SERVICES), "sandbox", "nats-server")
            self.send_all(shop, [functools.partial(shop.kill_and_await_return, name) for name in names])
            self.assert_books_close(shop)
            self.assert_gone(shop)


if __name__ == "__main__":
    unittest.main()
