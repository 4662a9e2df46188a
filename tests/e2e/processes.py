"""Processes of a test: started so that none outlives it, found by a mark in their environment, heard line by line."""

import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import threading
import time
import uuid

MARK = "SINEW_E2E_MARK"
SETPRIV = shutil.which("setpriv") or "/usr/bin/setpriv"


def new_mark() -> str:
    return uuid.uuid4().hex


def marked(environment: dict, mark: str) -> dict:
    return {**environment, MARK: mark}


def start(arguments: list, environment: dict, **options) -> subprocess.Popen:
    """Starts a program that the kernel kills should the test die first, however it dies."""
    command = [SETPRIV, "--pdeathsig", "KILL", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, text=True, **options)


def processes_with(mark: str) -> dict:
    """Pid -> command line of every process that inherited the mark, zombies left out."""
    wanted = f"{MARK}={mark}".encode()
    found = {}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found[int(entry.name)] = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
        except OSError:
            continue  # gone meanwhile, or not ours
    return {pid: line for pid, line in found.items() if line}


def await_ends(pids, seconds: float) -> bool:
    """True once all these processes have ended; they need not be children of ours."""
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        ended, _, _ = select.select([handle], [], [], seconds)
        os.close(handle)
        if not ended:
            return False
    return True


def kill_all_with(mark: str) -> None:
    for pid in processes_with(mark):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


class Lines:
    """What a process writes to a pipe, line by line, kept; a thread reads so that the process never waits for us."""

    def __init__(self, stream):
        self._lines = []
        self._ended = False
        self._changed = threading.Condition()
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream):
        for line in stream:
            with self._changed:
                self._lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        stream.close()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def mark(self) -> int:
        """A place to which later questions can be limited."""
        with self._changed:
            return len(self._lines)

    def since(self, mark: int = 0) -> list:
        with self._changed:
            return self._lines[mark:]

    def await_line(self, pattern: str, seconds: float, since: int = 0):
        """The match in the first line after `since` that has one; None when the pipe closes or the time is up first."""
        wanted = re.compile(pattern)
        end = time.monotonic() + seconds
        place = since
        with self._changed:
            while True:
                for line in self._lines[place:]:
                    place += 1
                    if match := wanted.search(line):
                        return match
                left = end - time.monotonic()
                if self._ended or left <= 0:
                    return None
                self._changed.wait(left)
