"""The operators' console in a real browser: what it shows, by hand and by keyboard, and that it says so when it cannot.

SINEW_SCREENSHOTS=folder keeps a picture of each view, light, dark and narrow.
"""

import json
import os
import pathlib
import signal
import unittest

from console_case import ConsoleCase
from gateway_client import Gateway
from shop_case import DECLINED_CARD, SLOW_CARD, order

FOLDER = pathlib.Path(__file__).resolve().parent
AXE = FOLDER / "node_modules/axe-core/axe.min.js"
VIEWS = ("cluster", "sagas", "parked", "tap")


class Views(ConsoleCase):
    def test_the_cluster_is_shown_and_goes_on_being_shown(self):
        self.show("cluster")
        self.page.await_text("all served", ".figures")
        rows = self.page.evaluate("[...document.querySelectorAll('[aria-labelledby=nodes] tbody th')].map(e => e.innerText)")
        self.assertIn("order-1", rows)
        self.assertIn("inventory-1", rows)
        self.page.await_text("EVT_ORDER")
        self.page.evaluate("window.unloaded = false")
        before = self.page.text("[data-key=EVT_ORDER]")
        order_id = self.placed((self.stocked(5), 1, 100))
        self.assert_completed(order_id)
        self.page.await_true(f"document.querySelector('[data-key=EVT_ORDER]').innerText !== {json.dumps(before)}")
        self.page.await_true("/[1-9]/.test(document.querySelector('[data-key=completed] td').innerText)")
        self.page.await_true("/≤ [0-9.]+ m?s/.test(document.querySelector('[data-key=\"commands order\"]').innerText)")
        self.assertFalse(self.page.evaluate("window.unloaded"), "the page was loaded again")

    def test_a_node_that_is_silent_is_seen_and_what_nobody_serves_is_named(self):
        self.show("cluster")
        self.page.await_text("all served", ".figures")
        self.shop.hit("shipping-1", signal.SIGSTOP)
        self.page.await_text("silent", "[data-key=shipping-1]")
        self.page.await_text("Nobody serves any partition of shipping.")
        self.assertIn("not all served", self.page.text(".figures"))
        self.shop.hit("shipping-1", signal.SIGCONT)
        self.page.await_text("ready", "[data-key=shipping-1]")
        self.page.await_true("!document.querySelector('.figures').innerText.includes('not all served')")

    def test_an_order_that_nobody_knows_is_no_error_of_the_page(self):
        self.show("sagas/nobody-knows-it")
        self.page.await_text("no service knows an order 'nobody-knows-it'", "#trouble")
        self.page.click("Sagas")
        self.page.await_true("document.querySelector('#trouble').hidden")

    def test_the_tap_shows_what_is_stored_and_only_what_is_wanted(self):
        self.show("tap?aggregate=order&event=placed", ready="document.querySelector('#tap-status')")
        self.page.await_text("listening", "#tap-status")
        order_id = self.placed((self.stocked(5), 1, 100))
        self.page.await_true(f"[...document.querySelectorAll('tbody tr')].some(e => e.innerText.includes('{order_id}'))")
        self.assert_completed(order_id)
        types = self.page.evaluate("[...new Set([...document.querySelectorAll('tbody th')].map(e => e.innerText))]")
        self.assertEqual(types, ["order.placed"])
        self.page.click("Pause")
        self.placed((self.stocked(5), 1, 100))
        self.page.await_text("1 event not shown", "#tap-status")
        self.page.click("Clear")
        self.page.await_true("!document.querySelector('tbody')")


class Parked(ConsoleCase):
    def test_what_is_parked_is_seen_dropped_and_redriven(self):
        key = self.parked_key()
        self.show("parked", ready="document.querySelector('.groups')")
        self.page.await_text("OrderPlaced", ".groups")
        self.page.evaluate(f"document.querySelector('a[href=\"#/parked/inventory/order/{key}\"]').click()")
        self.page.await_text("failed, holds up the others")
        self.assertEqual(self.page.evaluate("document.querySelectorAll('tbody tr').length"), 3)

        self.page.click("Redrive")
        self.page.await_text("one failed again (2 tries by now)")

        self.page.click("Drop the one that failed …")
        self.page.await_true("document.querySelector('#confirm-dialog').open")
        self.assertEqual(self.page.evaluate("document.activeElement.innerText"), "Cancel")
        self.page.press("Escape")
        self.page.await_true("!document.querySelector('#confirm-dialog').open")
        self.assertEqual(len(self.waiting(key)), 3, "Escape has dropped something")
        self.page.click("Drop the one that failed …")
        self.page.click("Drop for good", "#confirm-dialog")
        self.page.await_text("1 message dropped; 2 still wait")
        self.assertEqual(len(self.waiting(key)), 2)

        self.page.click("Redrive")
        self.page.await_text("2 messages handled: nothing is parked there any more.")
        self.page.await_text("Nothing is parked for this key")
        self.assertEqual(self.waiting(key), [])


class Tokens(ConsoleCase):
    is_signed_in = False

    def test_a_token_is_asked_for_sent_and_judged(self):
        seen, good = [], self.operators_token()

        def gate(headers):
            seen.append(headers.get("authorization"))
            return {None: 401, f"Bearer {good}": None}.get(headers.get("authorization"), 403)

        self.page.guard(gate)
        self.show("cluster")
        self.page.await_text("The gateway shows this to operators only", "#trouble")
        for pasted, wanted in (("some.customers.token", "lacks the role"), (good, None)):
            self.page.click("Enter a token" if wanted else "Use another token", "#trouble")
            self.page.await_true("document.activeElement.id === 'token-field'")
            self.page.type(pasted)
            self.page.press("Enter")
            self.page.await_text(wanted, "#trouble") if wanted else self.page.await_text("all served", ".figures")
        self.assertTrue(self.page.evaluate("document.querySelector('#trouble').hidden"))
        self.assertEqual({None, "Bearer some.customers.token", f"Bearer {good}"}, set(seen))
        self.page.click("Tap")  # streams carry it, too
        self.page.await_text("listening", "#tap-status")
        self.assertEqual(self.page.text("#token-button"), "Token: set")
        self.assertEqual(self.page.evaluate("Object.keys(localStorage).length"), 0)
        self.page.click("Token: set")
        self.page.click("Forget it", "#token-dialog")
        self.page.await_text("operators only", "#trouble")


class Troubles(ConsoleCase):
    def test_a_gateway_that_is_away_is_told_of_and_what_was_known_stays(self):
        gateway, url = self.shop.start_gateway()
        self.page.goto(f"{url}/console/")
        self.page.await_text("all served", ".figures")
        gateway.kill()
        gateway.wait()
        self.page.await_text("the gateway does not answer", "#trouble")
        self.page.await_text("What is shown is as of", "#trouble")
        self.assertIn("order-1", self.page.text("main"))
        _, port = url.rsplit(":", 1)
        self.shop.start_gateway(port=port)
        self.page.await_true("document.querySelector('#trouble').hidden")

    def test_nothing_is_loaded_from_elsewhere_and_no_script_can_be_slipped_in(self):
        self.show("cluster")
        told = self.page.evaluate("performance.getEntriesByType('resource').map(e => new URL(e.name).origin)")
        self.assertEqual(set(told), {self.shop.http})
        slipped = "const s = document.createElement('script'); s.textContent = 'window.slipped = 1'; document.head.append(s); window.slipped"
        self.assertIsNone(self.page.evaluate(slipped))
        self.assertTrue(any("Content Security Policy" in what for what in self.page.complaints), self.page.complaints)
        self.page.complaints.clear()


class Everybody(ConsoleCase):
    """By keyboard, with a screen reader, in the dark, and on a narrow screen."""

    def test_all_is_reached_by_keyboard(self):
        self.show("cluster")
        self.page.press("Tab")
        self.assertEqual(self.page.evaluate("document.activeElement.innerText"), "Skip to content")
        self.page.press("Enter")
        self.assertEqual(self.page.evaluate("document.activeElement.id"), "main")
        self.assertEqual(self.page.evaluate("location.hash"), "#/cluster")
        self.focus("a[data-view=sagas]")
        self.page.press("Enter")
        self.page.await_true("document.title.startsWith('Sagas') && document.activeElement.nodeName === 'H1'")
        self.assertEqual(self.page.evaluate("document.querySelector('[aria-current=page]').innerText"), "Sagas")

    def focus(self, selector: str):
        """By Tab alone; every stop must be seen."""
        self.page.evaluate("document.activeElement.blur()")
        for _ in range(200):
            self.page.press("Tab")
            seen = self.page.evaluate("(e => e === document.body || e.matches(':focus-visible') && e.getClientRects().length > 0)(document.activeElement)")
            self.assertTrue(seen, self.page.evaluate("document.activeElement.outerHTML"))
            if self.page.evaluate(f"document.activeElement.matches({json.dumps(selector)})"):
                return
        self.fail(f"{selector} is not reached")

    def test_focus_and_what_is_unfolded_stay_while_the_page_changes(self):
        slow = self.placed((self.stocked(5), 1, 100), card=SLOW_CARD)
        self.show_saga(slow)
        self.page.evaluate("document.querySelector('tbody details').open = true; document.querySelector('tbody summary').focus();"
                           "window.kept = document.activeElement")
        self.shop.send("order", "cancel", slow, {})
        self.page.await_text("compensated", "main .title")
        self.assertTrue(self.page.evaluate("document.activeElement === window.kept && document.querySelector('tbody details').open"))

    def test_the_colors_follow_the_system_unless_one_is_chosen(self):
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        self.page.prefer("light")
        self.show("cluster")
        light = self.page.evaluate(ground)
        self.page.prefer("dark")
        self.page.await_true(f"{ground} !== {json.dumps(light)}")
        self.page.evaluate("const t = document.querySelector('#theme'); t.value = 'light'; t.dispatchEvent(new Event('change'))")
        self.assertEqual(self.page.evaluate(ground), light)
        self.show("sagas")
        self.assertEqual(self.page.evaluate(ground), light, "the choice is forgotten")
        self.page.evaluate("localStorage.clear()")

    @unittest.skipUnless(AXE.exists() or "CI" in os.environ, "axe-core is not installed: npm ci --prefix tests/browser")
    def test_no_rule_of_accessibility_is_broken(self):
        self.seen_by_all(self.assert_accessible)

    @unittest.skipUnless("SINEW_SCREENSHOTS" in os.environ, "SINEW_SCREENSHOTS names no folder")
    def test_pictures(self):
        folder = pathlib.Path(os.environ["SINEW_SCREENSHOTS"])
        folder.mkdir(parents=True, exist_ok=True)
        self.seen_by_all(lambda name: self.page.screenshot(folder / f"{name}.png"))

    def seen_by_all(self, look):
        """Every view with something in it, in both colors; then on a narrow screen."""
        sku = self.stocked(60)
        for card in (DECLINED_CARD, SLOW_CARD):
            last = self.placed((sku, 1, 100), card=card)
        for _ in range(12):
            good = self.placed((sku, 1, 100))
        self.assert_completed(good)
        key = self.parked_key()
        for colors in ("light", "dark"):
            self.page.prefer(colors)
            for view in (*VIEWS, f"sagas/{good}", f"sagas/{last}", f"parked/inventory/order/{key}"):
                self.look_at(view, f"{view.split('/')[0]}-{len(view)}-{colors}", look)
        self.page.resize(390, 800)
        for view in (*VIEWS, f"sagas/{good}"):
            self.look_at(view, f"{view.split('/')[0]}-{len(view)}-narrow", look)
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            self.assertLessEqual(wide, 0, f"{view} is wider than a narrow screen")
        self.page.resize(1280, 900)

    def look_at(self, view: str, name: str, look):
        self.show(view)
        if view == "tap":
            self.page.await_text("listening", "#tap-status")
            self.placed((self.stocked(5), 1, 100))
            self.page.await_true("document.querySelectorAll('tbody tr').length > 5")
        if view == "cluster":
            self.page.await_true("document.querySelector('.spark')")
        look(name)

    def assert_accessible(self, name: str):
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        told = self.page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
                                  ".then(r => r.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))]))")
        self.assertEqual(told, [], name)


class Files(ConsoleCase):
    def test_files_are_kept_by_browsers_until_they_change(self):
        with Gateway(self.shop.http) as gateway:
            self.assertEqual((gateway.get("/console").status, gateway.get("/console").headers["Location"]), (308, "/console/"))
            front = gateway.get("/console/")
            self.assertEqual((front.status, front.headers["Content-Type"]), (200, "text/html; charset=utf-8"))
            self.assertIn("default-src 'none'; script-src 'self'", front.headers["Content-Security-Policy"])
            self.assertEqual(front.headers["X-Content-Type-Options"], "nosniff")
            again = gateway.get("/console/", If_None_Match=front.headers["ETag"])
            self.assertEqual((again.status, again.body), (304, b""))
            self.assertEqual(gateway.get("/console/", If_None_Match='"another"').status, 200)
            self.assertEqual(gateway.get("/console/main.js").headers["Content-Type"], "text/javascript; charset=utf-8")
            self.assertEqual(gateway.get("/console/gone.js").status, 404)
            self.assertEqual(gateway.ask("POST", "/console/", {}).status, 405)
