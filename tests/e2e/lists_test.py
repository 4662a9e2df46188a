"""Read models: what `sinew list` shows follows the log exactly, whoever is killed, rebuilt or asked."""

import json
import pathlib
import subprocess
import tempfile
import threading
import unittest

from shop import PATIENCE, Shop, running_shop
from shop_case import DECLINED_CARD, ShopCase, eur, order


def listed(shop: Shop, service: str, model: str, *options) -> dict:
    """One page: {"rows", "next", "position"}."""
    ended = shop.call("list", service, model, "--json", *options)
    assert ended.code == 0, f"list {service} {model} {options}: exit {ended.code}: {ended.err}"
    return json.loads(ended.out)


def rows(shop: Shop, service: str, model: str, *options) -> list:
    """All rows, page by page."""
    all_rows, cursor = [], ()
    while True:
        page = listed(shop, service, model, *options, *cursor)
        all_rows += page["rows"]
        if not page["next"]:
            return all_rows
        cursor = ("--cursor", page["next"])


class Lists(ShopCase):
    options = ("--nodes", "2")

    def assert_rows_are_states(self, ids: list, position: int):
        """A row says of an order what the order itself says."""
        found = {row["id"]: row for row in rows(self.shop, "order", "orders", "--at-least", str(position))}
        for order_id in ids:
            state, row = self.shop.state("order", order_id), found[order_id]
            for field in ("customer", "stage", "total"):
                self.assertEqual(row[field], state[field], order_id)
            self.assertEqual(row.get("code", ""), state.get("code", ""), order_id)
            self.assertLessEqual(row["placed"], row["ended"] or row["placed"], order_id)

    # -- what is listed -----------------------------------------------------------------------------------------------

    def test_one_reads_what_one_has_just_written(self):
        for _ in range(10):
            order_id = self.fresh("o-mine")
            receipt = self.shop.place(order_id, order(("SKU-none", 1, 100)))
            page = listed(self.shop, "order", "orders", "--where", f"id={order_id}", "--at-least", receipt["position"])
            self.assertEqual([row["id"] for row in page["rows"]], [order_id])
            self.assertGreaterEqual(page["position"], receipt["position"])

    def test_an_order_is_found_in_the_lists_of_those_who_worked_for_it(self):
        customer, sku = self.fresh("c"), self.stocked(5)
        order_id = self.fresh("o")
        self.shop.place(order_id, {**order((sku, 2, 700)), "customer": customer})
        self.assert_completed(order_id)

        def lists():
            return [listed(self.shop, service, model, "--where", f"customer={customer}")["rows"]
                    for service, model in (("order", "orders"), ("payment", "payments"), ("shipping", "shipments"))]

        self.shop.until("its rows in all lists, ended", lambda: [[row["stage"] for row in each] for each in lists()]
                        == [["confirmed"], ["charged"], ["created"]])
        placed, paid, sent = (each[0] for each in lists())
        self.assertEqual([placed["id"], paid["id"], sent["id"]], [order_id] * 3)
        self.assertEqual((placed["total"], paid["amount"]), (eur(1400), eur(1400)))
        self.assertGreater(placed["ended"], placed["placed"])
        self.assertEqual(sent["tracking"], self.shop.state("shipment", order_id)["tracking"])

    def test_products_are_found_by_words(self):
        word = self.fresh("Zwieback").replace("-", "")
        for sku, name, description in ((self.fresh("SKU"), f"{word} large", "crisp"), (self.fresh("SKU"), "Tea", f"with {word}"),
                                       (self.fresh("SKU"), "Tea", "alone")):
            receipt = self.shop.send("product", "list", sku, {"name": name, "description": description, "price": eur(100)})
        token = ("--at-least", receipt["position"])
        self.assertEqual(len(rows(self.shop, "catalog", "products", "--search", word, *token)), 2)
        self.assertEqual(len(rows(self.shop, "catalog", "products", "--search", f"crisp {word[:-2]}", *token)), 1)
        self.assertEqual(rows(self.shop, "catalog", "products", "--search", f"{word} -\" OR (", *token), [])
        repriced = self.shop.send("product", "reprice", sku, {"price": eur(77)})
        page = listed(self.shop, "catalog", "products", "--where", f"id={sku}", "--at-least", repriced["position"])
        self.assertEqual(page["rows"][0]["price"], eur(77))

    def test_customers_are_listed(self):
        customer = self.fresh("c")
        receipt = self.shop.send("customer", "register", customer, {"name": "Ada L", "email": "ada@example.org"})
        page = listed(self.shop, "customer", "customers", "--where", f"id={customer}", "--at-least", receipt["position"])
        self.assertEqual((page["rows"][0]["name"], page["rows"][0]["stage"]), ("Ada L", "registered"))

    def test_pages_hold_every_row_once(self):
        customer = self.fresh("c-pages")
        ids = [self.fresh("o-page") for _ in range(25)]
        for n, order_id in enumerate(ids):
            receipt = self.shop.place(order_id, {**order(("SKU-none", 1, 100 + n % 3)), "customer": customer})
        of_customer = ("--where", f"customer={customer}", "--at-least", receipt["position"])
        for sort in ("id", "-id", "total", "-total", "-placed"):
            whole = [row["id"] for row in listed(self.shop, "order", "orders", *of_customer, f"--sort={sort}")["rows"]]
            paged = [row["id"] for row in rows(self.shop, "order", "orders", *of_customer, f"--sort={sort}", "--limit", "4")]
            self.assertEqual(paged, whole, sort)
            self.assertEqual(sorted(paged), sorted(ids), sort)
        dear = rows(self.shop, "order", "orders", *of_customer, "--where", "total>=102")
        self.assertEqual(len(dear), 8)

    def test_what_is_wrong_is_named(self):
        for options, word in ((("--where", "colour=red"), "colour"), (("--where", "total=much"), "total"),
                              (("--sort", "lines"), "lines"), (("--cursor", "00ff"), "cursor"),
                              (("--where", "nonsense"), "nonsense"), (("--limit", "201"), "201")):
            ended = self.shop.call("list", "order", "orders", *options)
            self.assertEqual(ended.code, 2, ended)
            self.assertIn(word, ended.err)
        self.assertEqual(self.shop.call("list", "order", "ordres").code, 2)

    def test_a_position_that_does_not_come_is_waited_for_in_vain(self):
        ended = self.shop.call("list", "order", "orders", "--at-least", "99999999", "--timeout", "500ms")
        self.assertEqual(ended.code, 4, ended)
        self.assertIn("99999999", ended.err)

    def test_people_get_a_table(self):
        order_id = self.placed(("SKU-none", 1, 100))
        self.shop.until("its row", lambda: order_id in self.shop.call("list", "order", "orders", "--where",
                                                                       f"id={order_id}").out)
        told = self.shop.call("list", "order", "orders", "--where", f"id={order_id}").out
        for word in ("customer", "stage", "100 EUR", "1 row, up to position"):
            self.assertIn(word, told)

    # -- copies -------------------------------------------------------------------------------------------------------

    def copies(self, model: str) -> list:
        ended = self.shop.call("projection", "ls", "--json")
        self.assertEqual(ended.code, 0, ended)
        return [c for c in json.loads(ended.out)["copies"] if c["model"] == model]

    def test_each_node_has_a_copy_and_all_come_as_far(self):
        order_id = self.placed(("SKU-none", 1, 100))
        self.shop.saga(order_id)
        self.shop.until("both copies live and as far as the log",
                        lambda: [(c["state"], c["lag"]) for c in self.copies("orders")] == [("live", 0)] * 2)
        self.assertEqual({c["node"] for c in self.copies("orders")}, {"order-1", "order-2"})
        self.assertEqual(len({c["position"] for c in self.copies("orders")}), 1)

    def test_a_rebuild_goes_unnoticed_by_those_who_ask(self):
        ids = [self.fresh("o") for _ in range(20)]
        for order_id in ids:
            receipt = self.shop.place(order_id, order(("SKU-none", 1, 100)))
        before = rows(self.shop, "order", "orders", "--at-least", receipt["position"])
        self.shop.until("a letter about each", lambda: all(self.shop.letters(i) for i in ids))
        copies = {c["node"]: c["copy"] for c in self.copies("orders")}
        faults, stop = [], threading.Event()

        def keep_asking():
            while not stop.is_set():
                ended = self.shop.call("list", "order", "orders", "--limit", "5", "--json")
                if ended.code != 0 or len(json.loads(ended.out)["rows"]) != 5:
                    faults.append(ended)

        asker = threading.Thread(target=keep_asking)
        asker.start()
        try:
            ended = self.shop.call("projection", "rebuild", "orders", "--swap")
        finally:
            stop.set()
            asker.join()
        self.assertEqual(ended.code, 0, ended)
        self.assertEqual(faults, [])
        self.assertEqual({c["node"]: c["copy"] for c in self.copies("orders")}, {n: c + 1 for n, c in copies.items()})
        after = {row["id"]: row for row in rows(self.shop, "order", "orders", "--at-least", receipt["position"])}
        for row in before:
            self.assertEqual(after[row["id"]]["placed"], row["placed"])
        self.assertEqual([len(self.shop.letters(i)) for i in ids], [1] * len(ids))  # folding again tells nobody again

    def test_rebuild_and_swap_by_hand(self):
        self.assertEqual(self.shop.call("projection", "swap", "payments", "--node", "payment-1").code, 2)
        self.assertEqual(self.shop.call("projection", "rebuild", "payments", "--node", "payment-1").code, 0)
        self.shop.until("the new copy", lambda: [c["state"] for c in self.copies("payments") if c["new"]] == ["live"])
        self.assertEqual(self.shop.call("projection", "swap", "payments", "--node", "payment-1").code, 0)
        self.assertEqual({c["node"]: c["copy"] for c in self.copies("payments")}["payment-1"], 2)
        self.assertEqual(self.shop.call("projection", "rebuild", "pyaments").code, 2)

    # -- kill -9 ------------------------------------------------------------------------------------------------------

    def test_killed_again_and_again_amid_orders_each_event_counts_once(self):
        sku = self.stocked(500)
        ids = [self.fresh("o-kill") for _ in range(60)]
        lines = [{"id": i, **order((sku, 1, 100), card=DECLINED_CARD if n % 4 == 0 else "4242424242424242",
                                   deadline_seconds=120)} for n, i in enumerate(ids)]
        sender = self.shop.start("send", "order", "place", "--file", "-", "--concurrency", "4", "--timeout", "60s",
                                 stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        sender.stdin.write("".join(json.dumps(line) + "\n" for line in lines))
        sender.stdin.close()
        sender.stdin = None
        for name in ("order-1", "order-2", "order-1"):
            self.shop.kill_and_await_return(name)
        _, told = sender.communicate(timeout=2 * PATIENCE)
        self.assertEqual(sender.returncode, 0, told)
        for order_id in ids:
            self.shop.saga(order_id)
        last = max(event["position"] for event in self.shop.history("order", ids[-1]))
        self.assert_rows_are_states(ids, last)
        self.shop.until("both copies as far", lambda: {c["lag"] for c in self.copies("orders")} == {0})
        self.assertEqual({c["passed_over"] for c in self.copies("orders")}, {0})


class LogOfYesterday(unittest.TestCase):
    def test_a_folder_that_outlived_its_log_does_not_mix_the_two(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sinew-e2e-")))
        with running_shop("--services", "order", "--durability", "memory", data=folder) as shop:
            for n in range(5):
                receipt = shop.place(f"o-old-{n}", order(("SKU-1", 1, 100)))
            self.assertEqual(len(rows(shop, "order", "orders", "--at-least", receipt["position"])), 5)
        with running_shop("--services", "order", "--durability", "memory", data=folder) as shop:
            receipt = shop.place("o-new", order(("SKU-1", 1, 100)))
            found = rows(shop, "order", "orders", "--at-least", receipt["position"])
            self.assertEqual([row["id"] for row in found], ["o-new"])

    def test_after_a_restart_it_goes_on(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sinew-e2e-")))
        with running_shop("--services", "order", data=folder) as shop:
            receipt = shop.place("o-1", order(("SKU-1", 1, 100)))
            rows(shop, "order", "orders", "--at-least", receipt["position"])
        (folder / "read_models" / "order-1" / "orders-1.db").write_bytes(b"x" * 5000)  # and somebody has spoiled it
        with running_shop("--services", "order", data=folder) as shop:
            receipt = shop.place("o-2", order(("SKU-1", 1, 100)))
            found = rows(shop, "order", "orders", "--at-least", receipt["position"])
            self.assertEqual([row["id"] for row in found], ["o-1", "o-2"])


if __name__ == "__main__":
    unittest.main()
