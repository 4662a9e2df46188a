"""What every run of chaos begins and ends with: a shop with goods and money in it, and the judgement over what is left."""

import functools
import json
import threading
import time

from customers import ACCOUNTS, SHELF
from judge import Judge, Log, open_ends
from log_reader import LogReader

STARTING, ENDING = 60.0, 150.0


def say(text: str) -> None:
    print(f"[chaos] {text}", flush=True)


def fill(system) -> None:
    """Goods and money, sent until the system that is just starting takes them."""
    end = time.monotonic() + STARTING
    orders = [("stock", "receive", sku, {"quantity": quantity}) for sku, quantity in SHELF.items()]
    for account, units in ACCOUNTS.items():
        orders.append(("account", "open", account, {"owner": "c-1", "currency": "EUR"}))
        orders.append(("account", "deposit", account, {"amount": {"units": units, "currency": "EUR"}}))
    for number, (aggregate, command, name, data) in enumerate(orders, 1):
        # The same command id each time, so that it happens once.
        ask = functools.partial(system.call, "send", aggregate, command, "--id", name, "--data", json.dumps(data), "--command-id",
                                f"0198c0de-0000-7000-8000-{number:012d}", "--timeout", "10s")
        while (ended := ask()).code != 0:
            if time.monotonic() > end:
                raise TimeoutError(f"the system does not come to work: {ended.out}{ended.err}")
            threading.Event().wait(0.2)  # nobody is there yet who could tell us


def state(system, aggregate: str, name: str) -> dict:
    ended = system.call("state", aggregate, name, "--json")
    if ended.code != 0:
        raise RuntimeError(f"state {aggregate} {name}: {ended.err}")
    return json.loads(ended.out)["state"]


def judged(system, customers) -> list:
    said = customers.finish()
    say(f"customers: {said.splitlines()[-1] if said else 'nothing said'}")
    acknowledged = {receipt["id"] for receipt in customers.receipts if receipt.get("outcome") == "accepted"}
    reader = LogReader(system)
    began = time.monotonic()

    def unsettled(seen: Log) -> list:
        """Streams are read one after the other: what is missing now may only not have been read yet."""
        judge = Judge(seen, customers.sent, customers.receipts)
        judge.judge_log()
        return [f"not at rest after {ENDING:.0f} s: {each}" for each in open_ends(seen, acknowledged)] + judge.faults

    try:
        log, faults = reader.until(unsettled, ENDING)
    finally:
        reader.close()
    say(f"{len(customers.sent)} orders sent, {len(acknowledged)} acknowledged, {len(log.placed())} in the log, "
        f"{sum(map(len, log.of.values()))} events; at rest after {time.monotonic() - began:.1f} s")
    judge = Judge(log, customers.sent, customers.receipts)
    judge.judge_receipts()
    judge.judge_money(json.loads(system.fetch("/v1/charges")),
                      {account: state(system, "account", account)["balance"]["units"] for account in ACCOUNTS})
    judge.judge_shelf({sku: state(system, "stock", sku) for sku in SHELF})
    say(f"{len(judge.confirmed)} orders confirmed, {len(log.placed()) - len(judge.confirmed)} cancelled")
    if not acknowledged or not judge.confirmed:
        judge.faults.append("nothing was sold: this run proves nothing")
    return faults + judge.faults
