"""Several nodes of a service: what they say of themselves, and orders that go on while something happens to them."""

import base64
import concurrent.futures
import json
import uuid

from audit import Auditor, Wanted
from foreign_client import ForeignClient, partition_of
from shop import PATIENCE
from shop_case import ShopCase, eur, order

PARTITIONS = list(range(64))


def numbers_in(ranges: str) -> list:
    """"0-2,7" -> [0, 1, 2, 7]"""
    pairs = [part.split("-") for part in ranges.split(",") if part]
    return [number for pair in pairs for number in range(int(pair[0]), int(pair[-1]) + 1)]


class SeveralNodes(ShopCase):
    """What nodes say of themselves, and work that goes on while something happens to them."""

    # -- what nodes say of themselves ---------------------------------------------------------------------------------

    def record(self, node: str) -> dict:
        subject = f"$KV.nodes.{node.split('-')[0]}.{node}"
        with ForeignClient(self.shop.nats) as client:
            answer = client.request("$JS.API.STREAM.MSG.GET.KV_nodes",
                                    json.dumps({"last_by_subj": subject}).encode())
        stored = json.loads(answer.body).get("message", {})
        return json.loads(base64.b64decode(stored["data"])) if "data" in stored else {"state": "gone", "partitions": ""}

    def partitions(self, node: str) -> list:
        return numbers_in(self.record(node)["partitions"])

    def share_all(self, *nodes: str) -> bool:
        held = [self.partitions(node) for node in nodes]
        return all(held) and sorted(number for share in held for number in share) == PARTITIONS

    def await_shared_by(self, *nodes: str):
        self.shop.until(f"{', '.join(nodes)} share all partitions", lambda: self.share_all(*nodes))

    def id_served_by(self, node: str, prefix: str) -> str:
        held = self.partitions(node)
        return next(i for i in (self.fresh(prefix) for _ in range(10_000)) if partition_of(i) in held)

    def ask(self, node: str, verb: str) -> dict:
        with ForeignClient(self.shop.nats) as client:
            return json.loads(client.request(f"ctl.{node}.{verb}", b"").body)

    # -- work that goes on meanwhile ----------------------------------------------------------------------------------

    def begin_orders(self, count: int):
        """Orders on their way, and the end that they must come to."""
        run, sku = uuid.uuid4().hex[:8], self.stocked(1000)
        wanted = [Wanted({"id": f"o-{run}-{n}", **order((sku, 1 + n % 3, 100), deadline_seconds=120)})
                  for n in range(count)]
        text = "".join(json.dumps(each.line) + "\n" for each in wanted)
        pool = concurrent.futures.ThreadPoolExecutor(1)
        sent = pool.submit(self.shop.call, "send", "order", "place", "--file", "-", "--concurrency", "8", "--timeout",
                           "60s", stdin=text, seconds=2 * PATIENCE)

        def assert_all_end():
            ended = sent.result()
            pool.shutdown()
            self.assertEqual(ended.code, 0, ended.err)
            Auditor(self.shop, wanted, {sku: 1000}, {}).check(2 * PATIENCE)

        return assert_all_end

    def deposit(self, account: str, times: int):
        text = json.dumps({"id": account, "amount": eur(1)}) + "\n"
        ended = self.shop.call("send", "account", "deposit", "--file", "-", "--timeout", "60s", stdin=text * times,
                               seconds=2 * PATIENCE)
        self.assertEqual(ended.code, 0, ended.err)

    def assert_got(self, account: str, units: int):
        self.assertEqual(self.balance(account), units)
        history = self.shop.history("account", account)
        self.assertEqual([event["version"] for event in history], list(range(1, len(history) + 1)))
