"""Customers of the shop amid the chaos: they send orders, each with a command id of its own, and write down what they asked and
what they were told, and when."""

import json
import pathlib
import random
import subprocess
import threading
import time

# Far longer than any fault: who gets no receipt in it was told that the outcome is not known.
PATIENCE = 120

GOOD_CARD, DECLINED_CARD, FAILS_TWICE_CARD = "4242424242424242", "4000000000000002", "4000000000000119"
SHELF = {"SKU-plenty": 1_000_000, "SKU-some": 150, "SKU-few": 5}
# What customers want most is there; the rest runs out soon, and shows what happens then.
POPULARITY = {"SKU-plenty": 8, "SKU-some": 1, "SKU-few": 1}
ACCOUNTS = {"a-rich": 100_000_000, "a-poor": 5_000}


def random_order(chance: random.Random) -> dict:
    wanted = chance.choices(list(POPULARITY), weights=list(POPULARITY.values()), k=chance.choice((1, 1, 1, 2)))
    skus = sorted(set(wanted))
    method = chance.choices(
        ({"method": "card", "card": GOOD_CARD}, {"method": "card", "card": DECLINED_CARD},
         {"method": "card", "card": FAILS_TWICE_CARD}, {"method": "account", "account": "a-rich"},
         {"method": "account", "account": "a-poor"}), weights=(60, 10, 5, 20, 5))[0]
    postcode = "00000" if chance.random() < 0.05 else "10115"
    return {"customer": f"c-{chance.randint(1, 50)}", "payment": method, "deadline_seconds": chance.choice((20, 60, 120)),
            "lines": [{"sku": sku, "quantity": chance.randint(1, 3),
                       "price": {"units": chance.choice((100, 999, 2550)), "currency": "EUR"}} for sku in skus],
            "address": {"name": "Ada", "street": "Main 1", "postcode": postcode, "city": "Berlin", "country": "DE"}}


class Customers:
    """One `sinew send` for all of them. Threads: one writes orders at the pace given, one reads receipts."""

    def __init__(self, system, seed: int, pace: float, history: pathlib.Path):
        self.sent, self.receipts = {}, []
        self._chance = random.Random(f"customers {seed}")
        self._pace = pace
        self._began = time.monotonic()
        self._history = open(history, "w", encoding="utf-8")
        self._writing = threading.Lock()
        self._enough = threading.Event()
        self._complaints = open(history.with_suffix(".stderr"), "w+", encoding="utf-8")
        self._sender = system.start_tool("send", "order", "place", "--file", "-", "--concurrency", "256", "--timeout",
                                         f"{PATIENCE}s", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=self._complaints)
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._send, self._listen)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> str:
        """Sends no more, waits for what is still to be answered; returns what `sinew send` has to say in the end."""
        self._enough.set()
        for thread in self._threads:
            thread.join(PATIENCE + 30)
        self._sender.wait(30)
        self._history.close()
        self._complaints.seek(0)
        return self._complaints.read().strip()

    def _note(self, what: str, line: dict) -> None:
        with self._writing:
            self._history.write(json.dumps({"at": round(time.monotonic() - self._began, 3), what: line}) + "\n")

    def _send(self) -> None:
        number, due = 0, time.monotonic()
        while not self._enough.wait(max(0.0, due - time.monotonic())):
            number, due = number + 1, due + self._chance.expovariate(self._pace)
            order = {"id": f"o-{number}", **random_order(self._chance)}
            self.sent[order["id"]] = order
            self._note("sent", order)
            try:
                self._sender.stdin.write(json.dumps(order) + "\n")
                self._sender.stdin.flush()
            except BrokenPipeError:
                return  # it has ended before its time: finish() tells why
        self._sender.stdin.close()

    def _listen(self) -> None:
        for line in self._sender.stdout:
            receipt = json.loads(line)
            self.receipts.append(receipt)
            self._note("received", receipt)
