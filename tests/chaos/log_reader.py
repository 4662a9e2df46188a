"""The whole log as JSON, read while it grows."""

import json
import subprocess
import threading
import time
from typing import Callable

from judge import Log


class LogReader:
    """One `sinew tap` from the beginning on; a thread keeps what it prints."""

    def __init__(self, system):
        self._events = []
        self._changed = threading.Condition()
        self._tap = system.start_tool("tap", "evt.>", "--from-start", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        for line in self._tap.stdout:
            with self._changed:
                self._events.append(json.loads(line))
                self._changed.notify_all()

    def until(self, unsettled: Callable[[Log], list], seconds: float) -> tuple:
        """The log once nothing in it is unsettled, and what still is when the time is up."""
        end = time.monotonic() + seconds
        while True:
            with self._changed:
                seen = list(self._events)
            log = Log(seen)
            left = unsettled(log)
            if not left or time.monotonic() > end:
                return log, left
            with self._changed:
                self._changed.wait_for(lambda: len(self._events) > len(seen), max(0.1, end - time.monotonic()))
                # More is on its way when one has come: looking at each by itself would take longer than they do.
                self._changed.wait(0.5)

    def close(self) -> None:
        self._tap.kill()
        self._thread.join(10)
