"""The gateway's description of itself: whole, well-formed, and true."""

import html.parser
import re
import unittest

from gateway_case import GatewayCase

METHODS = {"get", "put", "post", "delete"}
# In the order in which a shop comes to life; what ends something comes last.
TOUR = ("post /v1/customers", "put /v1/customers/{id}/email", "put /v1/products/{id}", "put /v1/products/{id}/price",
        "put /v1/carts/{id}/items/{sku}", "post /v1/carts/{id}/checkout", "post /v1/orders", "post /v1/orders/{id}/cancel",
        "post /v2/orders", "post /v2/orders/{id}/cancel")


def references(within):
    """All `$ref`s, however deep."""
    if isinstance(within, dict):
        if isinstance(within.get("$ref"), str):
            yield within["$ref"]
        for value in within.values():
            yield from references(value)
    elif isinstance(within, list):
        for value in within:
            yield from references(value)


class Page(html.parser.HTMLParser):
    """What a page holds: its ids, what it links to, and whether it fetches anything."""

    def __init__(self, text: str):
        super().__init__()
        self.ids, self.links, self.fetched, self.open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if "id" in named:
            self.ids.append(named["id"])
        if tag == "a":
            self.links.append(named["href"])
        if tag in ("script", "img", "link", "iframe") or "src" in named:
            self.fetched.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> ends nothing"


class OpenApi(GatewayCase):
    def setUp(self):
        super().setUp()
        self.gateway = self.as_staff()
        answer = self.gateway.get("/openapi.json")
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "application/json"))
        self.document = answer.json

    def operations(self):
        """(path, method, operation) of all."""
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                yield path, method, operation

    def test_it_is_a_document_of_openapi(self):
        self.assertRegex(self.document["openapi"], r"^3\.1\.\d+$")
        self.assertEqual({"title", "version"} - self.document["info"].keys(), set())
        ids = [operation["operationId"] for _, _, operation in self.operations()]
        self.assertEqual(len(ids), len(set(ids)))
        for path, method, operation in self.operations():
            with self.subTest(path=path, method=method):
                self.assertIn(method, METHODS)
                self.assertTrue(path.startswith("/") and operation["summary"] and operation["responses"])
                for status, answer in operation["responses"].items():
                    self.assertRegex(status, r"^([1-5]\d\d|default)$")
                    self.assertTrue(answer["description"])
                self.check_parameters(path, operation)
        for name, schema in self.document["components"]["schemas"].items():
            self.assertEqual(schema["type"], "object", name)
            self.assertLessEqual(set(schema.get("required", ())), schema["properties"].keys(), name)

    def check_parameters(self, path: str, operation: dict):
        told = operation.get("parameters", [])
        for each in told:
            self.assertIn(each["in"], ("path", "header", "query"))
            self.assertIn("type", each["schema"])
        in_path = [each["name"] for each in told if each["in"] == "path"]
        self.assertEqual(in_path, re.findall(r"{(\w+)}", path))
        self.assertTrue(all(each["required"] for each in told if each["in"] == "path"))

    def test_all_that_it_refers_to_is_there(self):
        for reference in references(self.document):
            found = self.document
            for part in reference.removeprefix("#/").split("/"):
                self.assertIn(part, found, reference)
                found = found[part]

    def test_schemas_say_what_the_gateway_holds_against_a_body(self):
        schemas = self.document["components"]["schemas"]
        self.assertEqual(schemas["CartPut"]["required"], ["customer"])
        self.assertNotIn("sku", schemas["CartPut"]["properties"])
        self.assertFalse(schemas["OrderPlace"]["additionalProperties"])
        self.assertEqual(schemas["Line"]["properties"]["quantity"]["maximum"], 2 ** 32 - 1)
        self.assertIn("EUR", schemas["Money"]["properties"]["currency"]["enum"])
        self.assertEqual(schemas["Order"]["properties"]["deadline"]["format"], "date-time")
        self.assertNotIn("wants", schemas["Cart"]["properties"])

    def test_each_row_is_served_with_the_methods_that_it_tells(self):
        for path, item in self.document["paths"].items():
            plain = re.sub(r"{\w+}", "x-1", path)
            allowed = self.gateway.ask("OPTIONS", plain).headers["Allow"].lower().split(", ")
            self.assertEqual(set(allowed) - {"head", "options"}, set(item), path)
        for path in ("/healthz", "/readyz", "/docs", "/openapi.json", "/v1/orders/{id}/events"):
            self.assertIn(path, self.document["paths"])

    def test_each_example_is_accepted(self):
        with_example = {f"{method} {path}": operation for path, method, operation in self.operations()
                        if "example" in operation.get("requestBody", {}).get("content", {}).get("application/json", {})}
        self.assertEqual(set(with_example), set(TOUR), "each body has an example, and each is tried")
        self.shop.send("stock", "receive", "SKU-1", {"quantity": 10})
        known = {"/v1/products/{id}": "SKU-1", "/v1/carts/{id}": self.fresh("cart")}
        for step in TOUR:
            method, path = step.split()
            self.assertEqual(with_example[step]["security"], [{"bearer": []}])
            plain = path.replace("{sku}", "SKU-1")
            for prefix, thing in known.items():
                plain = plain.replace(prefix, prefix.replace("{id}", thing))
            example = with_example[step]["requestBody"]["content"]["application/json"]["example"]
            answer = self.gateway.ask(method.upper(), plain, example, Idempotency_Key=self.fresh("key"),
                                      Prefer="wait=30" if "/items/" in path else "")
            self.assertIn(str(answer.status), with_example[step]["responses"], (step, answer.body))
            self.assertLess(answer.status, 300 if "cancel" not in path else 410, (step, answer.body))
            if "Location" in answer.headers:
                place, _, made = answer.headers["Location"].rpartition("/")
                known.setdefault(place + "/{id}", made)

    def test_its_page_needs_nothing_else_and_shows_all(self):
        answer = self.gateway.get("/docs")
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        page = Page(answer.body.decode())
        self.assertEqual((page.open, page.fetched), ([], []))
        for _, _, operation in self.operations():
            self.assertIn(operation["operationId"], page.ids)
        for link in page.links:
            self.assertTrue(link == "/openapi.json" or link.removeprefix("#") in page.ids, link)


if __name__ == "__main__":
    unittest.main()
