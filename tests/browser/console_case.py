"""The ground of the console's tests: a shop, a browser, and a page that complains of nothing."""

import json

from chromium import running_chromium
from foreign_client import ForeignClient, partition_of
from shop_case import ShopCase, order


class ConsoleCase(ShopCase):
    options = ("--http-port", "0", "--http-rate", "0")
    is_signed_in = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser = cls.enterClassContext(running_chromium())

    def setUp(self):
        self.page = self.browser.open()
        self.addCleanup(self.page.close)
        self.addCleanup(self.assert_no_complaints)
        if self.is_signed_in:
            keep = f"sessionStorage.setItem('sinew.token', {json.dumps(self.operators_token())})"
            self.page.run_first(f"if (location.protocol === 'http:') {keep}")

    def operators_token(self) -> str:
        return self.shop.token("operator", "ops")

    def assert_no_complaints(self):
        self.assertEqual(self.page.complaints, [])

    def show(self, view: str, *, ready: str = "!document.querySelector('main').hasAttribute('aria-busy')"):
        self.page.goto(f"{self.shop.http}/console/#/{view}")
        self.page.await_true(f"document.querySelector('main h1') && {ready}")

    def show_saga(self, order_id: str):
        self.show(f"sagas/{order_id}", ready="document.querySelector('tbody tr')")

    def parked_key(self) -> str:
        """An order's id for which the inventory has something that it cannot read, and two good messages behind it."""
        sku = self.stocked(5)
        good = self.placed((sku, 1, 100))
        self.assert_completed(good)
        key = "x" + good[1:]  # as long, so that the envelope stays sound
        with ForeignClient(self.shop.nats) as stranger:
            for damaged in (True, False, False):
                body = bytearray(self.stored(stranger, good).replace(good.encode(), key.encode()))
                if damaged:
                    length = body.index(sku.encode()) - 4
                    body[length:length + 4] = b"\xff" * 4  # of a text in the payload
                stranger.publish(f"evt.order.{partition_of(key)}.{key}.placed", bytes(body))
            stranger.flush()
        self.shop.until("three parked", lambda: len(self.waiting(key)) == 3)
        return key

    @staticmethod
    def stored(client: ForeignClient, order_id: str) -> bytes:
        question = json.dumps({"last_by_subj": f"evt.order.*.{order_id}.placed"}).encode()
        return client.request("$JS.API.DIRECT.GET.EVT_ORDER", question).body

    def waiting(self, key: str) -> list:
        ended = self.shop.call("park", "show", "inventory", "order", key, "--json")
        return [json.loads(line) for line in ended.out.splitlines()]
