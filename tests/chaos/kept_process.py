"""A process that is started again whenever it ends, as an operator's supervisor would, until it is let go."""

import os
import pathlib
import signal
import subprocess
import threading

import processes

# Long enough for others to notice, short enough that a minute sees many deaths.
REST = 0.5


class KeptProcess:
    """Writes what the process says into one log file, beside which a crash leaves its core. One thread waits for its end."""

    def __init__(self, name: str, command: list, environment: dict, log: pathlib.Path):
        self.name = name
        self.deaths = []
        self._command, self._environment, self._log = command, environment, log
        self._let_go = threading.Event()
        self._process = self._start()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def _start(self) -> subprocess.Popen:
        with open(self._log, "ab") as log:
            return processes.start(self._command, self._environment, stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=log, cwd=self._log.parent)

    def _keep(self) -> None:
        while not self._let_go.is_set():
            self.deaths.append(self._process.wait())
            if not self._let_go.wait(REST):
                self._process = self._start()
        self._process.wait()

    def hit(self, how: signal.Signals) -> None:
        try:
            os.kill(self._process.pid, how)
        except ProcessLookupError:
            pass  # just between two lives

    def end(self, patience: float) -> None:
        """SIGTERM; SIGKILL when that does not help in time."""
        self._let_go.set()
        self.hit(signal.SIGCONT)
        self.hit(signal.SIGTERM)
        self._keeper.join(patience)
        self.hit(signal.SIGKILL)
        self._keeper.join(patience)
