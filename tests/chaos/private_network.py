"""A network of its own: one namespace for each machine, all on one bridge inside a hub namespace. Nothing of it is connected
with the machine's own network, and all of it is gone when the namespaces are."""

import os
import pathlib
import re
import shutil
import subprocess

PREFIX = "sinew-chaos"
DELAY = ("netem", "delay", "200ms", "50ms")
# Where the kernel has no netem: so little at a time that messages queue for up to a second.
TRICKLE = ("tbf", "rate", "256kbit", "burst", "16kb", "latency", "1s")


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)


def leftovers() -> list:
    """Namespaces of runs that are no more."""
    listed = subprocess.run(["ip", "netns", "list"], check=False, capture_output=True, text=True).stdout
    names = [line.split()[0] for line in listed.splitlines() if line]
    return [name for name in names if (found := re.match(rf"{PREFIX}-(\d+)-", name))
            and not pathlib.Path(f"/proc/{found[1]}").exists()]


def obstacle() -> str:
    """Why there can be no such network here; empty when there can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    for program in ("ip", "tc"):
        if not shutil.which(program):
            return f"there is no '{program}' (Debian package iproute2)"
    try:
        with PrivateNetwork() as trial:
            trial.add("a")
    except subprocess.CalledProcessError as refused:
        return f"this machine allows no network namespaces: {' '.join(refused.cmd)}: {refused.stderr.strip()}"
    return ""


class PrivateNetwork:
    """Made of machines by name. A context manager."""

    def __init__(self):
        self._name = f"{PREFIX}-{os.getpid()}"
        self._machines = []
        self._hub = f"{self._name}-hub"

    def __enter__(self):
        for name in leftovers():
            ip("netns", "del", name)
        ip("netns", "add", self._hub)
        try:
            ip("-n", self._hub, "link", "add", "br0", "type", "bridge")
            ip("-n", self._hub, "link", "set", "br0", "up")
        except subprocess.CalledProcessError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in [*map(self._namespace, self._machines), self._hub]:
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)

    def add(self, machine: str) -> str:
        """A new machine's address."""
        self._machines.append(machine)
        inside, port = self._namespace(machine), self._port(machine)
        ip("netns", "add", inside)
        ip("link", "add", port, "netns", self._hub, "type", "veth", "peer", "name", "eth0", "netns", inside)
        ip("-n", inside, "addr", "add", f"{self.address(machine)}/24", "dev", "eth0")
        ip("-n", inside, "link", "set", "lo", "up")
        ip("-n", inside, "link", "set", "eth0", "up")
        ip("-n", self._hub, "link", "set", port, "master", "br0", "up")
        return self.address(machine)

    def address(self, machine: str) -> str:
        return f"10.83.0.{self._machines.index(machine) + 1}"

    def on(self, machine: str) -> list:
        """What to put before a command so that it runs there. The process keeps its pid."""
        return ["ip", "netns", "exec", self._namespace(machine)]

    # -- faults ---------------------------------------------------------------------------------------------------------

    def cut(self, machine: str) -> None:
        """Whatever it sends, and whatever is sent to it, is lost without a word."""
        ip("-n", self._hub, "link", "set", self._port(machine), "nomaster")

    def join(self, machine: str) -> None:
        ip("-n", self._hub, "link", "set", self._port(machine), "master", "br0")

    def slow(self, machine: str) -> str:
        """In both directions. Says how."""
        for how in (DELAY, TRICKLE):
            try:
                for namespace, device in self._both_ends(machine):
                    subprocess.run(["tc", "-n", namespace, "qdisc", "replace", "dev", device, "root", *how], check=True,
                                   capture_output=True, text=True)
                return " ".join(how)
            except subprocess.CalledProcessError as refused:
                last = refused
        raise last

    def restore_speed(self, machine: str) -> None:
        for namespace, device in self._both_ends(machine):
            subprocess.run(["tc", "-n", namespace, "qdisc", "del", "dev", device, "root"], check=False, capture_output=True)

    def _both_ends(self, machine: str):
        return (self._namespace(machine), "eth0"), (self._hub, self._port(machine))

    def _namespace(self, machine: str) -> str:
        return f"{self._name}-{machine}"

    def _port(self, machine: str) -> str:
        return f"port{self._machines.index(machine) + 1}"
