"""What the console shows of orders on their way: the list, and the way of one."""

import signal
import unittest

from console_case import ConsoleCase
from shop_case import DECLINED_CARD, SLOW_CARD


class Sagas(ConsoleCase):
    def test_sagas_are_listed_filtered_and_followed(self):
        sku = self.stocked(9)
        good = self.placed((sku, 1, 100))
        bad = self.placed((sku, 1, 100), card=DECLINED_CARD)
        self.assert_completed(good)
        self.assert_compensated(bad, "card_declined")
        self.show("sagas", ready="document.querySelector('tbody tr')")
        self.page.await_true(f"/completed/.test(document.querySelector('[data-key={good}]').innerText)")
        self.page.await_true(f"/card_declined/.test(document.querySelector('[data-key={bad}]').innerText)")
        self.page.evaluate("document.querySelector('.choices a[href*=compensated]').click()")
        self.page.await_true(f"document.querySelector('[data-key={bad}]') && !document.querySelector('[data-key={good}]')")
        self.assertEqual(self.page.evaluate("document.querySelector('.choices [aria-current]').innerText").split()[0], "compensated")
        self.page.click(bad)
        self.page.await_text("cancelled", "tbody")
        self.assertIn("compensated", self.page.text("main .title"))
        steps = self.page.evaluate("[...document.querySelectorAll('tbody tr')].map(e => e.innerText.split('\\t').map(t => t.trim()))")
        self.assertEqual((steps[0][1], steps[0][3]), ("order", "placed"))
        self.assertNotIn(DECLINED_CARD, self.page.text())

    def test_sagas_are_listed_from_the_log_while_nobody_answers_for_the_list(self):
        good = self.placed((self.stocked(5), 1, 100))
        self.assert_completed(good)
        self.show("sagas", ready=f"document.querySelector('[data-key={good}]')")
        self.assertNotIn("as the log tells them", self.page.text("main"))
        self.assertIn("Counts are of all", self.page.text("main .title"))
        self.shop.hit("order-1", signal.SIGSTOP)
        self.page.await_text("as the log tells them")
        self.page.await_true(f"document.querySelector('[data-key={good}]')")
        self.shop.hit("order-1", signal.SIGCONT)
        self.page.await_true("!document.querySelector('main').innerText.includes('as the log tells them')")

    def test_a_running_saga_says_what_it_waits_for_and_then_how_it_ended(self):
        slow = self.placed((self.stocked(5), 1, 100), card=SLOW_CARD)
        self.show_saga(slow)
        self.page.await_text("What it waits for")
        self.page.await_text("payment", "[aria-labelledby=ends]")
        self.shop.send("order", "cancel", slow, {})
        self.page.await_text("compensated", "main .title")
        self.page.await_true("!document.querySelector('[aria-labelledby=ends]')")


if __name__ == "__main__":
    unittest.main()
