"""Processes that are killed or stopped in mid-saga: every saga still ends, and goods and money add up."""

import json
import signal
import subprocess
import unittest
import uuid

from audit import Auditor, Wanted
from shop import PATIENCE, SERVICES
from shop_case import DECLINED_CARD, GOOD_CARD, UNDELIVERABLE, ShopCase, order


class Crash(ShopCase):
    """Sends some dozens of mixed orders, lets something happen amid them, and audits the end."""

    orders = 24

    def setUp(self):
        self.run_name = uuid.uuid4().hex[:8]
        self.sku, self.account = self.stocked(1000), self.funded(100_000)
        self.wanted = [Wanted({"id": f"o-{self.run_name}-{n}", **self.mixed_order(n)}) for n in range(self.orders)]

    def mixed_order(self, number: int) -> dict:
        kinds = ({"card": GOOD_CARD}, {"account": self.account}, {"card": DECLINED_CARD},
                 {"card": GOOD_CARD, "address": UNDELIVERABLE})
        return order((self.sku, 1 + number % 3, 100), **kinds[number % len(kinds)], deadline_seconds=120)

    def begin_sending(self) -> subprocess.Popen:
        sender = self.shop.start("send", "order", "place", "--file", "-", "--concurrency", "8", "--timeout", "60s",
                                 stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        sender.stdin.write("".join(json.dumps(each.line) + "\n" for each in self.wanted))
        sender.stdin.close()
        sender.stdin = None
        return sender

    def await_some(self, subject: str, count: int):
        """So many events of this run, as the broker passes them on."""
        seen = 0
        tap = self.shop.start("tap", subject, "--from-start", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        try:
            while seen < count:
                seen += f"o-{self.run_name}-" in tap.stdout.readline()
        finally:
            tap.kill()
            tap.communicate()

    def assert_all_sent(self, sender: subprocess.Popen):
        _, told = sender.communicate(timeout=2 * PATIENCE)
        self.assertEqual(sender.returncode, 0, told)

    def audit(self):
        """A good order may be cancelled too, as a payment that nobody answered in time is: then all of it is undone."""
        ended = Auditor(self.shop, self.wanted, {self.sku: 1000}, {self.account: 100_000}).check(2 * PATIENCE)
        for each in self.wanted:
            if each.line["payment"].get("card") == DECLINED_CARD or each.line["address"] == UNDELIVERABLE:
                self.assertEqual(ended[each.id], "cancelled", each.id)


class Killed(Crash):
    def kill_amid(self, name: str, subject: str):
        sender = self.begin_sending()
        self.await_some(subject, 5)
        self.shop.kill_and_await_return(name)
        self.assert_all_sent(sender)
        self.audit()

    def test_order_is_killed(self):
        self.kill_amid("order-1", "evt.order.*.*.placed")

    def test_inventory_is_killed(self):
        self.kill_amid("inventory-1", "evt.reservation.*.*.opened")

    def test_payment_is_killed(self):
        self.kill_amid("payment-1", "evt.payment.*.*.started")

    def test_shipping_is_killed(self):
        self.kill_amid("shipping-1", "evt.shipment.*.*.booking")

    def test_notification_is_killed(self):
        self.kill_amid("notification-1", "evt.notification.*.*.requested")

    def test_the_broker_is_killed(self):
        self.kill_amid("nats-server", "evt.reservation.*.*.reserved")

    def test_the_outside_parties_are_killed(self):
        self.kill_amid("sandbox", "evt.payment.*.*.charged")

    def test_all_services_are_killed_at_once(self):
        sender = self.begin_sending()
        self.await_some("evt.payment.*.*.started", 3)
        place = self.shop.log.mark()
        for service in SERVICES:
            self.shop.hit(f"{service}-1")
        for service in SERVICES:
            self.assertTrue(self.shop.log.await_line(rf"{service}-1 .*\bready\b", PATIENCE, place), service)
        self.assert_all_sent(sender)
        self.audit()


class Stopped(Crash):
    """SIGSTOP: a process that is there and does not answer, as on a machine out of breath."""

    def stop_amid(self, name: str, subject: str, await_consequence):
        sender = self.begin_sending()
        self.await_some(subject, 5)
        self.shop.hit(name, signal.SIGSTOP)
        try:
            await_consequence()
        finally:
            self.shop.hit(name, signal.SIGCONT)
        self.assert_all_sent(sender)
        self.audit()

    def await_a_timeout(self):
        """The others go on as far as they can: an order that lacks one of them ends by its deadline."""
        late = Wanted({"id": self.fresh("o-late"), **order((self.sku, 1, 100), deadline_seconds=1)})
        self.shop.place(late.id, {name: value for name, value in late.line.items() if name != "id"})
        self.shop.events(f"evt.order.*.{late.id}.timed_out", 1)
        self.wanted.append(late)

    def await_no_answer(self):
        refused = self.shop.try_send("order", "cancel", self.fresh("o-nobody"), {}, "--timeout", "2s")
        self.assertEqual(refused.code, 4, refused)

    def test_inventory_is_stopped(self):
        self.stop_amid("inventory-1", "evt.reservation.*.*.opened", self.await_a_timeout)

    def test_payment_is_stopped(self):
        self.stop_amid("payment-1", "evt.payment.*.*.started", self.await_a_timeout)

    def test_shipping_is_stopped(self):
        self.stop_amid("shipping-1", "evt.shipment.*.*.booking", self.await_a_timeout)

    def test_order_is_stopped(self):
        self.stop_amid("order-1", "evt.order.*.*.placed", self.await_no_answer)


if __name__ == "__main__":
    unittest.main()
