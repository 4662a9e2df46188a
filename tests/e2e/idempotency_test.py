"""What is asked twice happens once."""

import concurrent.futures
import json
import unittest
import uuid

from shop_case import ShopCase, eur, order


class Idempotency(ShopCase):
    def at_once(self, *calls) -> list:
        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
            return [future.result() for future in [pool.submit(call) for call in calls]]

    def assert_versions_are_contiguous(self, aggregate: str, aggregate_id: str) -> list:
        history = self.shop.history(aggregate, aggregate_id)
        self.assertEqual([event["version"] for event in history], list(range(1, len(history) + 1)))
        return history

    def test_a_repeated_command_is_answered_as_the_first_time(self):
        account, command = self.funded(0), str(uuid.uuid4())
        first, second = (self.shop.send("account", "deposit", account, {"amount": eur(700)}, "--command-id", command)
                         for _ in range(2))
        self.assertEqual((second["version"], second["position"]), (first["version"], first["position"]))
        self.assertNotIn("repeated", first)
        self.assertTrue(second["repeated"])
        self.assertEqual(self.balance(account), 700)

    def test_a_command_is_remembered_by_a_service_that_was_killed(self):
        account, command = self.funded(0), str(uuid.uuid4())
        first = self.shop.send("account", "deposit", account, {"amount": eur(700)}, "--command-id", command)
        self.shop.kill_and_await_return("payment-1")
        second = self.shop.send("account", "deposit", account, {"amount": eur(700)}, "--command-id", command)
        self.assertEqual((second["version"], second["position"]), (first["version"], first["position"]))
        self.assertEqual(self.balance(account), 700)

    def test_twins_at_the_same_moment_make_one_order(self):
        sku, order_id, command = self.stocked(10), self.fresh("o"), str(uuid.uuid4())
        wanted = order((sku, 1, 100))
        receipts = self.at_once(
            *[lambda: self.shop.send("order", "place", order_id, wanted, "--command-id", command)] * 6)
        self.assertEqual(len({(r["version"], r["position"]) for r in receipts}), 1, receipts)
        self.assert_completed(order_id)
        self.assert_stock_settles(sku, available=9, shipped=1)
        history = self.assert_versions_are_contiguous("order", order_id)
        self.assertEqual([event["type"] for event in history], ["order.placed", "order.confirmed"])

    def test_of_two_different_orders_with_one_id_the_first_counts(self):
        sku, order_id = self.stocked(10), self.fresh("o")
        answers = self.at_once(*[lambda: self.shop.try_send("order", "place", order_id, order((sku, 1, 100)))] * 5)
        self.assertEqual(sorted(answer.code for answer in answers), [0, 3, 3, 3, 3], answers)
        for answer in answers:
            if answer.code == 3:
                self.assertEqual(json.loads(answer.out)["reason"], "already_placed")
        self.assert_completed(order_id)
        self.assert_stock_settles(sku, available=9, shipped=1)

    def test_a_transfer_moves_money_once_however_often_it_is_asked(self):
        giver, taker = self.funded(1000), self.funded(0)
        transfer = {"transfer": self.fresh("t"), "to": taker, "amount": eur(400)}
        for _ in range(3):  # each time with another command id: the transfer's own name counts
            self.shop.send("account", "transfer", giver, transfer)
        self.shop.until("the money to arrive", lambda: self.balance(taker) == 400)
        self.assertEqual((self.balance(giver), self.balance(taker)), (600, 400))
        self.assert_versions_are_contiguous("account", giver)

    def test_a_transfer_that_nobody_can_take_comes_back(self):
        giver = self.funded(1000)
        self.shop.send("account", "transfer", giver,
                       {"transfer": self.fresh("t"), "to": "a-of-nobody", "amount": eur(400)})
        self.shop.events(f"evt.account.*.{giver}.transfer_returned", 1)
        self.assertEqual(self.balance(giver), 1000)

    def test_transfers_at_once_between_three_accounts_keep_the_sum(self):
        accounts = [self.funded(1000) for _ in range(3)]

        def pay(number: int):
            giver, taker = accounts[number % 3], accounts[(number + 1 + number % 2) % 3]
            return lambda: self.shop.try_send("account", "transfer", giver, {
                "transfer": f"t-{number}", "to": taker, "amount": eur(300)})

        answers = self.at_once(*[pay(number) for number in range(12)])
        self.assertTrue(all(answer.code in (0, 3) for answer in answers), answers)
        self.shop.until("all money to arrive", lambda: sum(map(self.balance, accounts)) == 3000)
        for account in accounts:
            self.assert_versions_are_contiguous("account", account)


if __name__ == "__main__":
    unittest.main()
