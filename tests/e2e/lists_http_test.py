"""Lists in pages, one's own writes read, and what is composed of several services, through the shop's door."""

import json
import re
import unittest

from gateway_case import GatewayCase
from gateway_client import Gateway
from shop_case import GOOD_CARD, eur, order


class ListsCase(GatewayCase):
    def setUp(self):
        super().setUp()
        self.me = self.fresh("c")
        self.gateway = self.as_customer(self.me)

    def bought(self, count: int) -> list:
        """The ids of so many orders of this customer, all at their end and in the list, oldest first."""
        sku = self.stocked(count)
        orders = [self.buy(sku) for _ in range(count)]
        self.listed_ids(f"/v1/orders?at_least={orders[-1]['position']}")
        return [each["id"] for each in orders]

    def buy(self, sku: str) -> dict:
        wanted = {**order((sku, 1, 100)), "customer": self.me}
        answer = self.gateway.place(self.fresh("key"), wanted, Prefer="wait=30")
        self.assertEqual((answer.status, answer.json["stage"]), (200, "confirmed"), answer.body)
        return answer.json

    def listed_ids(self, path: str, **headers) -> list:
        answer = self.gateway.get(path, **headers)
        self.assertEqual(answer.status, 200, answer.body)
        return [each["id"] for each in answer.json["items"]]


class Lists(ListsCase):
    def test_who_has_written_reads_it_by_its_position(self):
        placed = self.buy(self.stocked(1))
        for path, headers in ((f"/v1/orders?at_least={placed['position']}", {}),
                              ("/v1/orders", {"Sinew_Position": str(placed["position"])})):
            answer = self.gateway.get(path, **headers)
            self.assertEqual(answer.status, 200, answer.body)
            self.assertGreaterEqual(int(answer.headers["Sinew-Position"]), placed["position"])
            item, = answer.json["items"]
            self.assertEqual((item["id"], item["stage"], item["total"]), (placed["id"], "confirmed", eur(100)))
            self.assertRegex(item["placed"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_pages_follow_one_another_without_a_gap(self):
        ids = self.bought(5)
        path, pages = "/v1/orders?sort=placed&limit=2", []
        while path:
            answer = self.gateway.get(path)
            self.assertEqual(answer.status, 200, answer.body)
            pages.append([each["id"] for each in answer.json["items"]])
            link = re.fullmatch(r'<(\S+)>; rel="next"', answer.headers.get("Link", ""))
            path = link and link[1]
        self.assertEqual([len(page) for page in pages], [2, 2, 1])
        self.assertEqual(sum(pages, []), ids)
        self.assertEqual(self.listed_ids("/v1/orders?sort=-placed"), ids[::-1])

    def test_columns_filter(self):
        mine = self.bought(2)
        self.assertEqual(sorted(self.listed_ids("/v1/orders?stage=confirmed&total%3E=100")), sorted(mine))
        self.assertEqual(self.listed_ids("/v1/orders?total%3E=101"), [])
        self.assertEqual(self.listed_ids("/v1/orders?stage!=confirmed"), [])

    def test_what_is_wrong_is_named(self):
        for query, field in (("limit=many", "limit"), ("limit=201", None), ("colour=red", None), ("cursor=x", None), ("limit=1&limit=2", "limit"),
                             ("nonsense", None), ("total=cheap", None)):
            with self.subTest(query=query):
                answer = self.gateway.get("/v1/orders?" + query)
                self.assertEqual(answer.status, 400, answer.body)
                if field:
                    self.assertEqual(answer.json["field"], field)
        self.assert_problem(self.gateway.get("/v1/orders?a=%zz"), 400, "invalid_input")

    def test_a_customer_sees_what_is_theirs_and_staff_all(self):
        mine, = self.bought(1)
        other = self.as_customer(self.fresh("c"))
        self.assertEqual(other.get("/v1/orders").json["items"], [])
        self.assert_problem(other.get(f"/v1/orders?customer={self.me}"), 403, "forbidden", "customer")
        seen = self.as_staff().get(f"/v1/orders?customer={self.me}")
        self.assertEqual([each["id"] for each in seen.json["items"]], [mine])
        self.assert_problem(other.get("/v1/customers"), 403, "forbidden")

    def test_anybody_browses_and_staff_lists_customers(self):
        sku = self.listed(350)
        staff, nobody = self.as_staff(), self.enterContext(Gateway(self.shop.http))
        seen = staff.ask("PUT", f"/v1/products/{sku}/price", {"price": eur(360)})
        products = nobody.get(f"/v1/products?id={sku}&stage=listed", Sinew_Position=seen.headers["Sinew-Position"])
        self.assertEqual(products.status, 200, products.body)
        item, = products.json["items"]
        self.assertEqual((item["id"], item["price"]), (sku, eur(360)))
        person = {"name": "Ada Example", "email": f"{self.me}@example.test"}
        made = self.gateway.ask("POST", "/v1/customers", person, Idempotency_Key=self.fresh("key"))
        customers = staff.get(f"/v1/customers?id={self.me}&at_least={made.headers['Sinew-Position']}")
        self.assertEqual([(each["id"], each["email"]) for each in customers.json["items"]], [(self.me, person["email"])])


class Carts(ListsCase):
    def put(self, cart: str, sku: str, quantity: int) -> dict:
        wanted = {"customer": self.me, "quantity": quantity}
        answer = self.gateway.ask("PUT", f"/v1/carts/{cart}/items/{sku}", wanted, Prefer="wait=30")
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

    def test_are_listed_with_what_is_in_them(self):
        cart, ink, pen = self.fresh("cart"), self.listed(350), self.listed(120)
        self.put(cart, ink, 2)
        put = self.put(cart, pen, 1)
        path = f"/v1/carts?customer={self.me}&articles%3E=2&total=820&at_least={put['position']}"
        item, = self.as_staff().get(path).json["items"]
        self.assertEqual((item["id"], item["customer"]), (cart, self.me))
        self.assertEqual(item["items"], [{"sku": ink, "quantity": 2, "price": eur(350)}, {"sku": pen, "quantity": 1, "price": eur(120)}])
        self.assertRegex(item["changed"], r"^\d{4}-\d\d-\d\dT")
        row, = json.loads(self.shop.call("list", "cart", "carts", "--where", f"id={cart}", "--json").out)["rows"]
        self.assertEqual(row["items"], item["items"])

    def test_are_emptied_by_a_checkout_and_stay(self):
        cart = self.fresh("cart")
        self.put(cart, self.listed(350), 1)
        bought = self.gateway.ask("POST", f"/v1/carts/{cart}/checkout", {"payment": {"method": "card", "card": GOOD_CARD}},
                                  Idempotency_Key=self.fresh("key"))
        self.assertEqual(bought.status, 202, bought.body)

        def empty():
            return self.gateway.get(f"/v1/carts?id={cart}&articles=0&last_order={bought.json['id']}").json["items"]

        item, = self.shop.until("the empty cart", empty)
        self.assertEqual(item.get("items", []), [])

    def test_page_after_page_is_told_and_customers_see_theirs_alone(self):
        ids, sku = [self.fresh("cart") for _ in range(3)], self.listed(350)
        for cart in ids:
            position = self.put(cart, sku, 1)["position"]
        first = self.gateway.get(f"/v1/carts?sort=begun&limit=2&at_least={position}").json
        rest = self.gateway.get(f"/v1/carts?sort=begun&limit=2&cursor={first['next']}").json
        self.assertEqual([each["id"] for each in first["items"] + rest["items"]], ids)
        self.assertEqual(self.as_customer(self.fresh("c")).get("/v1/carts").json["items"], [])
        self.assert_problem(self.gateway.get("/v1/carts?customer=c-of-others"), 403, "forbidden", "customer")
        self.assertEqual(self.gateway.get("/v1/carts?articles=many").status, 400)


class Composition(ListsCase):
    options = ("--http-port", "0", "--http-rate", "0", "--services", "catalog,cart,inventory,shipping,notification,order,customer")

    def setUp(self):
        super().setUp()
        self.payment = self.shop.start_service("payment", "--nats", self.shop.nats, "--card-provider", self.shop.sandbox)
        self.addCleanup(self.end_payment)

    def end_payment(self):
        self.payment.kill()
        self.payment.wait()

    def test_an_order_is_shown_with_what_payment_and_shipping_know(self):
        newest = self.bought(2)[::-1]
        path = f"/v1/customers/{self.me}/orders"
        whole = self.gateway.get(path)
        self.assertEqual((whole.status, [each["id"] for each in whole.json["items"]]), (200, newest), whole.body)
        self.assertNotIn("partial", whole.json)
        for each in whole.json["items"]:
            self.assertEqual((each["payment"]["amount"], each["shipment"]["stage"]), (eur(100), "created"))
            self.assertNotIn("payment", each["payment"], "nothing of a card")
        self.assert_problem(self.as_customer("c-of-others").get(path), 404, "not_found")

        self.end_payment()
        partial = self.gateway.get(path)
        self.assertEqual((partial.status, partial.json["partial"], partial.json["missing"]), (200, True, ["payment"]))
        for each in partial.json["items"]:
            self.assertNotIn("payment", each)
            self.assertEqual(each["shipment"]["stage"], "created")
        self.assertEqual(self.gateway.get("/v1/orders").status, 200)


if __name__ == "__main__":
    unittest.main()
