"""The auditor: what the log, the outside parties' books and the customers' history must say when all is over.

Knows nothing of the services but what their events are called. `open_ends` says what is still to come; `faults` what is wrong.
"""

import collections
import json
from typing import Dict, List

from customers import ACCOUNTS, SHELF

UNFINISHED = {"payment": {"started", "timed_out", "refunding"}, "shipment": {"booking", "cancelling"},
              "reservation": {"opened", "line_held"}}
ENDS = ("confirmed", "cancelled")


class Log:
    """All stored events, by aggregate, in the order of their versions."""

    def __init__(self, events: List[dict]):
        self.undecodable = [event for event in events if event.get("undecodable")]
        self.of: Dict[tuple, list] = collections.defaultdict(list)
        for event in events:
            if not event.get("undecodable"):
                aggregate, name = event["type"].split(".", 1)
                self.of[aggregate, event["subject"]].append({**event, "name": name})
        for each in self.of.values():
            each.sort(key=lambda event: (event["version"], event["position"]))

    def names(self, aggregate: str, aggregate_id: str) -> list:
        return [event["name"] for event in self.of.get((aggregate, aggregate_id), [])]

    def kinds(self, aggregate: str) -> dict:
        return {key[1]: events for key, events in self.of.items() if key[0] == aggregate}

    def placed(self) -> list:
        return [order for order, events in self.kinds("order").items() if any(e["name"] == "placed" for e in events)]

    def ending(self, order: str) -> list:
        return [name for name in self.names("order", order) if name in ENDS]


def holdings(log: Log) -> Dict[tuple, collections.Counter]:
    """(sku, order) -> how often its pieces were held, released and shipped."""
    counted: Dict[tuple, collections.Counter] = collections.defaultdict(collections.Counter)
    for sku, events in log.kinds("stock").items():
        for event in events:
            if "reservation" in event["data"]:
                counted[sku, event["data"]["reservation"]][event["name"]] += 1
    return counted


def open_ends(log: Log, acknowledged: set) -> list:
    found = [f"order {order} is not in the log" for order in acknowledged - set(log.placed())]
    found += [f"order {order} has not ended" for order in log.placed() if not log.ending(order)]
    for aggregate, stages in UNFINISHED.items():
        for each, events in log.kinds(aggregate).items():
            last = events[-1]["name"]
            if last in stages:
                found.append(f"{aggregate} {each} is {last}")
    for (sku, order), counted in holdings(log).items():
        if counted["held"] > counted["released"] + counted["shipped"]:
            found.append(f"{sku}: pieces of {order} are held")
    for order in log.placed():
        if log.ending(order) and "sent" not in log.names("notification", order):
            found.append(f"order {order}: nobody has been told")
    return found


class Judge:
    """Gathers faults; each is one sentence."""

    def __init__(self, log: Log, sent: Dict[str, dict], receipts: List[dict]):
        self.log, self.sent, self.receipts = log, sent, receipts
        self.faults: list = []
        self.confirmed = [order for order in log.placed() if "confirmed" in log.ending(order)]

    def judge_log(self) -> None:
        self._expect(not self.log.undecodable, f"{len(self.log.undecodable)} messages cannot be decoded")
        for (aggregate, each), events in self.log.of.items():
            versions = [event["version"] for event in events]
            self._expect(versions == list(range(1, len(versions) + 1)), f"{aggregate} {each}: versions {versions}")
            self._judge_commands(f"{aggregate} {each}", events)
        for order in self.log.placed():
            self._expect(len(self.log.ending(order)) == 1, f"order {order} ended as {self.log.ending(order)}")
            self._judge_steps(order)
        for (sku, order), counted in holdings(self.log).items():
            self._judge_goods(sku, order, counted)

    def judge_receipts(self) -> None:
        """What was acknowledged is in the log, once, where the receipt says; nothing but receipts and "retry" was said."""
        answered = collections.Counter(receipt["id"] for receipt in self.receipts)
        for receipt in self.receipts:
            order, outcome = receipt["id"], receipt.get("outcome")
            self._expect(outcome in ("accepted", "retry"), f"order {order} was answered {receipt}")
            self._expect(answered[order] == 1, f"order {order} was answered {answered[order]} times")
            if outcome != "accepted":
                continue
            placed = [e for e in self.log.of.get(("order", order), []) if e["name"] == "placed"]
            where = [(e["version"], e["position"], e.get("causationid")) for e in placed]
            told = (receipt["version"], receipt["position"], receipt["command_id"])
            self._expect(where == [told], f"order {order}: the receipt says {told}, the log {where}")

    def judge_money(self, charges: dict, balances: Dict[str, int]) -> None:
        """The card provider holds what confirmed orders cost, and nothing else; so do accounts."""
        by_card = {o: self._total(o) for o in self.confirmed if self.sent[o]["payment"]["method"] == "card"}
        held = {each["id"]: each["amount"] for each in charges["charges"] if each["status"] == "approved"}
        self._expect(held == by_card, f"the card provider holds, but should not: {held.items() - by_card.items()}; "
                                      f"should, but does not: {by_card.items() - held.items()}")
        for account, deposited in ACCOUNTS.items():
            spent = sum(self._total(o) for o in self.confirmed if self.sent[o]["payment"].get("account") == account)
            self._expect(balances[account] == deposited - spent, f"account {account} has {balances[account]} of {deposited}, "
                                                                 f"and confirmed orders for {spent}")

    def judge_shelf(self, shelf: Dict[str, dict]) -> None:
        for sku, received in SHELF.items():
            gone = sum(line["quantity"] for o in self.confirmed for line in self.sent[o]["lines"] if line["sku"] == sku)
            state = shelf[sku]
            seen = state["available"], state["reserved"], state["shipped"]
            self._expect(seen == (received - gone, 0, gone), f"stock {sku}: available, reserved and shipped are {seen}; "
                                                             f"{received} came, {gone} were confirmed")

    def _judge_commands(self, name: str, events: list) -> None:
        """The events of one command stand together: a command that was applied again would begin a second row."""
        rows = [event.get("causationid") for event in events]
        begins = [row for place, row in enumerate(rows) if place == 0 or rows[place - 1] != row]
        twice = [row for row, count in collections.Counter(begins).items() if count > 1]
        self._expect(not twice, f"{name}: commands {twice} were applied more than once")

    def _judge_steps(self, order: str) -> None:
        """Each effect of a cancelled order undone once, of a confirmed one never."""
        payment, shipment = self.log.names("payment", order), self.log.names("shipment", order)
        told = self.log.names("notification", order)
        self._expect(told == ["requested", "sent"], f"order {order}: its customer was told {told}")
        if order in self.confirmed:
            self._expect(payment.count("charged") == 1 and payment[-1] == "charged", f"confirmed {order}: payment {payment}")
            self._expect(shipment[-1:] == ["created"], f"confirmed {order}: shipment {shipment}")
            return
        undone = payment.count("refunded")
        self._expect(undone == 1 if "charged" in payment else undone <= 1, f"cancelled {order}: payment {payment}")
        self._expect("created" not in shipment or shipment.count("cancelled") == 1, f"cancelled {order}: shipment {shipment}")

    def _judge_goods(self, sku: str, order: str, counted: collections.Counter) -> None:
        end, other = ("shipped", "released") if order in self.confirmed else ("released", "shipped")
        self._expect(counted["held"] <= 1 and counted[end] == counted["held"] and counted[other] == 0,
                     f"{sku} for {order}: {json.dumps(counted)}")

    def _total(self, order: str) -> int:
        return sum(line["quantity"] * line["price"]["units"] for line in self.sent[order]["lines"])

    def _expect(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.append(fault)
