"""An auditor who knows only what was asked for and what can be seen from outside: each order ended once, and goods and
money add up over it."""

import json
import subprocess
import threading
from typing import Dict, NamedTuple

from shop import Shop

ENDINGS = ("confirmed", "cancelled")


class Wanted(NamedTuple):
    """One order as it was placed: the line of a file, and what it comes to."""

    line: dict

    @property
    def id(self) -> str:
        return self.line["id"]

    @property
    def total(self) -> int:
        return sum(each["quantity"] * each["price"]["units"] for each in self.line["lines"])

    @property
    def account(self) -> str:
        return self.line["payment"].get("account", "")

    def pieces(self, sku: str) -> int:
        return sum(each["quantity"] for each in self.line["lines"] if each["sku"] == sku)


def endings(shop: Shop, wanted: list, seconds: float) -> Dict[str, str]:
    """Order -> how it ended; waits until all have. An order that ends twice is a fault."""
    ended: Dict[str, str] = {}
    awaited = {order.id for order in wanted}
    tap = shop.start("tap", "evt.order.>", "--from-start", stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    watchdog = threading.Timer(seconds, tap.kill)
    watchdog.start()
    try:
        for line in tap.stdout:
            event = json.loads(line)
            how = event.get("type", "").removeprefix("order.")
            if how not in ENDINGS or event["subject"] not in awaited:
                continue
            assert event["subject"] not in ended, f"order {event['subject']} ended twice"
            ended[event["subject"]] = how
            if len(ended) == len(awaited):
                return ended
    finally:
        watchdog.cancel()
        tap.kill()
        tap.communicate()
    open_ones = sorted(awaited - ended.keys())
    raise AssertionError(f"{len(open_ones)} of {len(awaited)} orders did not end in {seconds:.0f} s: {open_ones[:20]}")


class Auditor:
    """Compares what was wanted with what the shop, the provider and the accounts show in the end."""

    def __init__(self, shop: Shop, wanted: list, received: Dict[str, int], deposited: Dict[str, int]):
        self._shop = shop
        self._wanted = wanted
        self._received = received
        self._deposited = deposited

    def check(self, seconds: float) -> Dict[str, str]:
        ended = endings(self._shop, self._wanted, seconds)
        self.confirmed = [order for order in self._wanted if ended[order.id] == "confirmed"]
        for sku in self._received:
            self._check_goods(sku, seconds)
        for account in self._deposited:
            self._check_account(account)
        self._check_cards()
        assert self._shop.parked() == 0, "messages are parked"
        return ended

    def _check_goods(self, sku: str, seconds: float) -> None:
        def settled():
            state = self._shop.state("stock", sku)
            return state if state["reserved"] == 0 and state["shipped"] == gone else None

        gone = sum(order.pieces(sku) for order in self.confirmed)
        try:
            state = self._shop.until(f"{sku}: nothing reserved, {gone} shipped", settled, seconds)
        except AssertionError as late:
            raise AssertionError(f"{late}; it is {self._shop.state('stock', sku)}") from None
        assert state["available"] == self._received[sku] - gone, f"{sku}: {state}, received {self._received[sku]}"
        assert not state["holdings"], f"{sku}: {state}"

    def _check_account(self, account: str) -> None:
        spent = sum(order.total for order in self.confirmed if order.account == account)
        balance = self._shop.state("account", account)["balance"]["units"]
        assert balance == self._deposited[account] - spent, f"{account}: {balance}, spent {spent}"

    def _check_cards(self) -> None:
        """The provider holds money for the confirmed orders, to the cent, and for nobody else of ours."""
        ours = {order.id: order for order in self._wanted}
        held = {c["id"]: c["amount"] for c in self._shop.charges()["charges"]
                if c["status"] == "approved" and c["id"] in ours}
        due = {order.id: order.total for order in self.confirmed if not order.account}
        assert held == due, (f"held but not due: {held.items() - due.items()}, "
                             f"due but not held: {due.items() - held.items()}")


def states(shop: Shop, wanted: list, skus, accounts) -> dict:
    """What the shop says of all that was touched: the same before and after a restart."""
    keys = [("stock", sku) for sku in skus] + [("account", each) for each in accounts]
    keys += [("order", order.id) for order in wanted]
    return {key: shop.state(*key) for key in keys}


