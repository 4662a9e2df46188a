"""A headless Chromium for tests, driven over a pipe by its DevTools protocol: no port, no driver, no waiting by the clock.

Pages are waited for, never slept for: a condition is looked at again whenever the page changes.
"""

import base64
import contextlib
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading

import processes

PATIENCE = 60.0
# Root has no sandbox to give; the pages are ours.
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
         "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--remote-debugging-pipe"]

# Looks at once, and again at each change of the page; answers the first value that counts.
WAIT = """new Promise((yes, no) => {
  let timer;
  const look = () => {
    let value = null;
    try { value = (%s); } catch { }
    if (!value) return false;
    changes.disconnect(); clearTimeout(timer); yes(value);
    return true;
  };
  const changes = new MutationObserver(look);
  if (look()) return;
  changes.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  timer = setTimeout(() => { changes.disconnect(); no(new Error("waited in vain")); }, %d);
})"""

# Key -> (code, text, virtual key)
KEYS = {"Tab": ("Tab", "", 9), "Enter": ("Enter", "\r", 13), "Escape": ("Escape", "", 27), " ": ("Space", " ", 32)}


class Refused(Exception):
    """What the browser, or a script in it, says no to."""


class Browser:
    """One process, its messages sorted by a thread. Made by `running_chromium` only."""

    def __init__(self, folder: pathlib.Path):
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        # The protocol wants the descriptors 3 and 4.
        self._process = processes.start(
            ["bash", "-c", f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', "bash", program, *FLAGS, f"--user-data-dir={folder}"],
            dict(os.environ), pass_fds=(theirs_in, theirs_out), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(theirs_in)
        os.close(theirs_out)
        self._numbers = itertools.count(1)
        self._answers = {}
        self._pages = {}
        self._changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        with os.fdopen(self._in, "rb") as stream:
            rest = b""
            while piece := stream.read1(1 << 16):
                *messages, rest = (rest + piece).split(b"\0")
                for message in messages:
                    self._sort(json.loads(message))
        with self._changed:
            self._answers = None
            self._changed.notify_all()

    def _sort(self, message: dict):
        if "id" not in message:
            page = self._pages.get(message.get("sessionId"))
            if page:
                page.on_event(message["method"], message["params"])
            return
        with self._changed:
            self._answers[message["id"]] = message
            self._changed.notify_all()

    def post(self, method: str, parameters: dict, session: str = None) -> int:
        """Sends, and waits for no answer: also from the reading thread."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        with self._changed:
            os.write(self._out, json.dumps(message).encode() + b"\0")
        return number

    def call(self, method: str, parameters: dict = None, session: str = None) -> dict:
        number = self.post(method, parameters or {}, session)
        with self._changed:
            if not self._changed.wait_for(lambda: self._answers is None or number in self._answers, 2 * PATIENCE):
                raise Refused(f"{method}: no answer")
            if self._answers is None:
                raise Refused(f"{method}: the browser has ended")
            answer = self._answers.pop(number)
        if "error" in answer:
            raise Refused(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, width: int = 1280, height: int = 900) -> "Page":
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self._pages[session] = page = Page(self, session, target)
        page.prepare(width, height)
        return page

    def end(self):
        self._process.kill()
        self._process.wait()
        os.close(self._out)


class Page:
    """One tab. `complaints` is what it had to complain of: exceptions, what the policy forbade, errors in its log."""

    def __init__(self, browser: Browser, session: str, target: str):
        self._browser = browser
        self._session = session
        self._target = target
        self.complaints = []
        self.gate = None  # asked about each request below /v1/admin: None to let it pass, or a status to refuse with

    def call(self, method: str, **parameters) -> dict:
        return self._browser.call(method, parameters, self._session)

    def prepare(self, width: int, height: int):
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.resize(width, height)

    def close(self):
        self._browser.call("Target.closeTarget", {"targetId": self._target})

    def on_event(self, method: str, what: dict):
        """On the reading thread."""
        if method == "Runtime.exceptionThrown":
            details = what["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Log.entryAdded" and what["entry"]["level"] == "error" and what["entry"]["source"] != "network":
            self.complaints.append(what["entry"]["text"])
        elif method == "Fetch.requestPaused":
            self._judge(what)

    def run_first(self, script: str):
        """In each document that is opened from now on, before its own scripts."""
        self.call("Page.addScriptToEvaluateOnNewDocument", source=script)

    # -- requests on their way ----------------------------------------------------------------------------------------

    def guard(self, gate):
        """From now on `gate` (see there) is asked with the headers of each request."""
        self.gate = gate
        self.call("Fetch.enable", patterns=[{"urlPattern": "*/v1/admin/*"}])

    def _judge(self, what: dict):
        headers = {name.lower(): value for name, value in what["request"]["headers"].items()}
        status = self.gate(headers)
        if status is None:
            self._browser.post("Fetch.continueRequest", {"requestId": what["requestId"]}, self._session)
            return
        body = json.dumps({"type": "urn:sinew:problem:refused", "title": "", "status": status, "detail": "refused"})
        self._browser.post("Fetch.fulfillRequest", {
            "requestId": what["requestId"], "responseCode": status,
            "responseHeaders": [{"name": "Content-Type", "value": "application/problem+json"}],
            "body": base64.b64encode(body.encode()).decode()}, self._session)

    # -- looking ------------------------------------------------------------------------------------------------------

    def goto(self, url: str):
        """A new document; `await_true` waits for what it makes."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=url)

    def evaluate(self, script: str):
        told = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in told:
            details = told["exceptionDetails"]
            raise Refused(details.get("exception", {}).get("description", details["text"]) + f"\n  in: {script[:300]}")
        return told["result"].get("value")

    def await_true(self, condition: str, seconds: float = PATIENCE):
        """The first value of a JavaScript expression that counts; what it looks at is shown when it never does."""
        try:
            return self.evaluate(WAIT % (condition, int(seconds * 1000)))
        except Refused as why:
            if "navigat" in str(why) or "context" in str(why):  # the document has gone: ask the next one
                return self.evaluate(WAIT % (condition, int(seconds * 1000)))
            raise Refused(f"{condition}: {why}; the page says: {self.text()[:2000]}") from None

    def await_text(self, text: str, within: str = "body"):
        return self.await_true(f"document.querySelector({json.dumps(within)}).innerText.includes({json.dumps(text)})")

    def text(self, of: str = "body") -> str:
        return self.evaluate(f"document.querySelector({json.dumps(of)})?.innerText ?? ''")

    def screenshot(self, path: pathlib.Path):
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=False)["data"]))

    def resize(self, width: int, height: int):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def prefer(self, colors: str):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": colors}])

    # -- doing --------------------------------------------------------------------------------------------------------

    def click(self, name: str, within: str = "body"):
        """The button or link of that text, once it is there and can be used."""
        find = (f"[...document.querySelectorAll({json.dumps(within + ' button, ' + within + ' a')})]"
                f".find(e => e.innerText.trim() === {json.dumps(name)} && !e.disabled)")
        self.await_true(f"{find} && ({find}.click(), true)")

    def press(self, key: str, *, shift: bool = False):
        code, text, number = KEYS[key]
        what = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": 8 if shift else 0}
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **what, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **what)

    def type(self, text: str):
        self.call("Input.insertText", text=text)


@contextlib.contextmanager
def running_chromium():
    with tempfile.TemporaryDirectory(prefix="sinew-browser-", ignore_cleanup_errors=True) as folder:
        browser = Browser(pathlib.Path(folder))
        try:
            yield browser
        finally:
            browser.end()
