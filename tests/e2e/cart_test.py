"""From browsing to an order: products with prices, a cart that asks for them, and what a checkout leads to."""

import signal
import unittest

from shop_case import GOOD_CARD, ShopCase, eur

BY_CARD = {"method": "card", "card": GOOD_CARD}


class Cart(ShopCase):
    # -- what a shop keeper does --------------------------------------------------------------------------------------

    def listed(self, units: int, pieces: int = 10) -> str:
        """An article on the shelf and in the catalog."""
        sku = self.stocked(pieces)
        self.shop.send("product", "list", sku, {"name": "Ink", "description": "Dries slowly.", "price": eur(units)})
        return sku

    # -- what a customer does -----------------------------------------------------------------------------------------

    def put(self, cart: str, sku: str, quantity: int) -> None:
        self.shop.send("cart", "put", cart, {"customer": "c-1", "sku": sku, "quantity": quantity})

    def items(self, cart: str) -> dict:
        return {item["sku"]: item for item in self.shop.state("cart", cart)["items"]}

    def answers(self, cart: str, count: int) -> list:
        """The first `count` answers of the catalog that this cart has noted."""
        return self.shop.events(f"evt.cart.*.{cart}.item_priced", count)

    def filled(self, *wishes) -> str:
        """A cart in which so many pieces (sku, quantity) lie, all with their prices."""
        cart = self.fresh("cart")
        for sku, quantity in wishes:
            self.put(cart, sku, quantity)
        self.answers(cart, len(wishes))
        return cart

    def checkout(self, cart: str, order: str, **more) -> dict:
        return self.shop.send("cart", "checkout", cart, {"order": order, "payment": BY_CARD, **more})

    def assert_refused(self, reason: str, cart: str) -> None:
        ended = self.shop.try_send("cart", "checkout", cart, {"order": self.fresh("o"), "payment": BY_CARD})
        self.assertEqual(ended.code, 3, ended)
        self.assertIn(f"is refused: {reason}", ended.err)

    # -- the rules ----------------------------------------------------------------------------------------------------

    def test_a_cart_becomes_an_order_at_the_prices_of_the_catalog(self):
        ink, pen = self.listed(1200), self.listed(350)
        cart, order = self.filled((ink, 2), (pen, 1)), self.fresh("o")
        self.checkout(cart, order)
        self.shop.events(f"evt.order.*.{order}.placed", 1)
        self.assert_completed(order)
        self.assertEqual(self.shop.state("order", order)["total"], eur(2750))
        self.assertEqual(self.shop.charge_of(order)["amount"], 2750)
        self.assert_stock_settles(ink, available=8, shipped=2)
        self.assertEqual(self.items(cart), {})

    def test_the_saga_of_an_order_begins_with_the_order(self):
        cart, order = self.filled((self.listed(100), 1)), self.fresh("o")
        self.checkout(cart, order)
        self.shop.events(f"evt.order.*.{order}.placed", 1)
        events = self.shop.saga(order).events
        self.assertEqual(events[0], "order.placed")
        self.assertIn("order.confirmed", events)
        placed, = self.shop.events(f"evt.order.*.{order}.placed", 1)
        self.assertEqual(placed["correlationid"], order)
        checked_out, = self.shop.events(f"evt.cart.*.{cart}.checked_out", 1)
        self.assertEqual(checked_out["correlationid"], cart)

    def test_a_cart_is_used_again_after_it_was_checked_out(self):
        ink = self.listed(100)
        cart = self.filled((ink, 1))
        for number in (2, 3):
            order = self.fresh("o")
            self.checkout(cart, order)
            self.shop.events(f"evt.order.*.{order}.placed", 1)
            self.assert_completed(order)
            self.put(cart, ink, number)
            self.answers(cart, number)
        self.assertEqual(self.items(cart)[ink]["quantity"], 3)

    def test_a_new_price_is_for_those_who_ask_later(self):
        ink = self.listed(100)
        before = self.filled((ink, 1))
        self.shop.send("product", "reprice", ink, {"price": eur(90)})
        after = self.filled((ink, 1))
        self.assertEqual(self.items(before)[ink]["price"], eur(100))
        self.assertEqual(self.items(after)[ink]["price"], eur(90))
        self.put(before, ink, 1)
        self.answers(before, 2)
        self.assertEqual(self.items(before)[ink]["price"], eur(90))

    def test_a_late_answer_changes_nothing(self):
        ink, pen = self.listed(100), self.listed(200)
        cart = self.fresh("cart")
        self.shop.hit("catalog-1", signal.SIGSTOP)
        try:
            self.put(cart, ink, 1)
            self.put(cart, pen, 1)
            self.put(cart, pen, 0)
            self.put(cart, ink, 5)
            self.assert_refused("price_awaited", cart)
        finally:
            self.shop.hit("catalog-1", signal.SIGCONT)
        self.shop.events(f"evt.product.*.{ink}.quoted", 2)
        self.shop.events(f"evt.product.*.{pen}.quoted", 1)
        priced, = self.answers(cart, 1)
        self.assertEqual((priced["data"]["sku"], priced["data"]["want"]), (ink, 3))
        self.assertEqual({sku: item["quantity"] for sku, item in self.items(cart).items()}, {ink: 5})
        order = self.fresh("o")
        self.checkout(cart, order)
        self.shop.events(f"evt.order.*.{order}.placed", 1)
        self.assert_completed(order)
        self.assertEqual(self.shop.state("order", order)["total"], eur(500))
        heard = [event["type"] for event in self.shop.history("cart", cart)]
        self.assertEqual(heard.count("cart.item_priced"), 1)

    def test_what_is_not_sold_is_not_bought(self):
        never, gone = self.fresh("SKU"), self.listed(100)
        self.shop.send("product", "withdraw", gone, {})
        cart = self.fresh("cart")
        self.assert_refused("empty", cart)
        self.put(cart, never, 1)
        self.put(cart, gone, 1)
        answers = self.shop.events(f"evt.cart.*.{cart}.item_unavailable", 2)
        self.assertEqual({a["data"]["sku"]: a["data"]["code"] for a in answers},
                         {never: "not_listed", gone: "withdrawn"})
        self.assert_refused("item_unavailable", cart)
        self.put(cart, never, 0)
        self.put(cart, gone, 0)
        self.assert_refused("empty", cart)

    def test_what_cannot_be_ordered_is_in_the_cart_again_at_the_price_of_today(self):
        ink = self.listed(100)
        first, order = self.filled((ink, 1)), self.fresh("o")
        self.checkout(first, order)
        self.assert_completed(order)
        second = self.filled((ink, 2))
        self.shop.send("product", "reprice", ink, {"price": eur(90)})
        self.checkout(second, order)
        refused, = self.shop.events(f"evt.cart.*.{second}.order_refused", 1)
        self.assertEqual(refused["data"]["code"], "already_placed")
        self.answers(second, 2)
        self.assertEqual(self.items(second)[ink]["price"], eur(90))
        self.assertEqual(self.items(second)[ink]["quantity"], 2)
        another = self.fresh("o")
        self.checkout(second, another)
        self.assert_completed(another)

    def test_a_checkout_that_is_repeated_buys_once(self):
        ink = self.listed(100)
        cart, order = self.filled((ink, 1)), self.fresh("o")
        first = self.checkout(cart, order)
        self.assertEqual(self.checkout(cart, order)["version"], first["version"])
        self.shop.events(f"evt.order.*.{order}.placed", 1)
        self.assert_completed(order)
        self.assert_stock_settles(ink, available=9, shipped=1)


if __name__ == "__main__":
    unittest.main()
