"""A whole shop for a test: `sinew up` on a free port with a folder of its own, and the questions people ask of it.

Nothing but the programs of build/<preset>/bin is used, as a user would: SINEW_BIN names that folder.
"""

import contextlib
import functools
import json
import os
import pathlib
import select
import signal
import subprocess
import tempfile
import time
import urllib.request
from typing import Callable, NamedTuple

import processes
from foreign_client import ForeignClient

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("SINEW_BIN", ROOT / "build/dev/bin"))
SINEW = BIN / "sinew"
# Those that an order goes through, and all.
OF_ORDERS = ("order", "inventory", "payment", "shipping", "notification")
SERVICES = ("customer", "catalog", "cart", *OF_ORDERS)

# Generous: a sanitized build on a busy machine is slow, and a good one never waits so long.
PATIENCE = 90.0


class Ended(NamedTuple):
    """How a program ended."""

    code: int
    out: str
    err: str


class Saga(NamedTuple):
    code: int
    view: dict

    @property
    def events(self) -> list:
        return [f"{step['aggregate']}.{step['event']}" for step in self.view["steps"]]


@functools.cache
def nats_server() -> str:
    found = subprocess.run([ROOT / "scripts/find-nats-server"], check=True, capture_output=True, text=True)
    return found.stdout.strip()


def environment(mark: str) -> dict:
    """Ours without what a developer's shell may hold for Sinew."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SINEW_")}
    return processes.marked({**clean, "NATS_SERVER": nats_server()}, mark)


def call(*arguments, env: dict = None, stdin: str = "", seconds: float = PATIENCE) -> Ended:
    """Runs `sinew` to its end."""
    done = subprocess.run([str(a) for a in (SINEW, *arguments)], env=env, input=stdin.encode(), capture_output=True,
                          timeout=seconds, check=False)
    return Ended(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


class Shop:
    """A running system. Made by `running_shop` only."""

    def __init__(self, data: pathlib.Path, options: tuple):
        self.data = data
        self.mark = processes.new_mark()
        self._env = environment(self.mark)
        arguments = [SINEW, "up", "--data-dir", data, "--nats-port", "0", *options]
        self._up = processes.start(arguments, self._env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        self._out = processes.Lines(self._up.stdout)
        self._more = []
        self.log = processes.Lines(self._up.stderr)

    # -- life ---------------------------------------------------------------------------------------------------------

    def await_ready(self) -> None:
        ready = self._out.await_line(r"^ready nats=(\S+) .*?(?: http=(\S+))?$", PATIENCE)
        if not ready:
            raise AssertionError("`sinew up` did not become ready:\n" + "\n".join(self.log.since()))
        self.nats, self.http = ready[1], ready[2]
        self._env["SINEW_NATS"] = self.nats
        self.sandbox = self.log.await_line(r"sandbox ready url=(\S+)", PATIENCE)[1]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Asks `sinew up` to end; returns its exit code."""
        if self._up.poll() is None:
            self._up.send_signal(how)
        return self._up.wait(PATIENCE)

    def clean_up(self) -> None:
        try:
            self.stop()
        finally:
            processes.kill_all_with(self.mark)
            for process in self._more:
                process.wait()

    def survivors(self) -> dict:
        return processes.processes_with(self.mark)

    def pids(self) -> dict:
        """Name -> pid: "order-1", "nats-server" (of a cluster "nats-server-2"), "sandbox"."""
        named = {}
        for pid, line in self.survivors().items():
            program = pathlib.Path(line[0]).name
            if "--node" in line:
                named[line[line.index("--node") + 1]] = pid
            elif program == "nats-server":
                named[pathlib.Path(line[line.index("--config") + 1]).stem] = pid
            elif program == "sinew-sandbox":
                named["sandbox"] = pid
        return named

    def hit(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """Sends a signal to one process of the system."""
        os.kill(self.pids()[name], how)

    def kill_and_await_return(self, name: str) -> None:
        """kill -9, then waits until `sinew up` has started it again and it can serve."""
        place = self.log.mark()
        self.hit(name)
        assert self.log.await_line(rf"{name} ended with signal 9", PATIENCE, place), f"nobody noticed that {name} died"
        if name.startswith("nats-server"):
            self._await_broker()
        else:
            assert self.log.await_line(rf"{name} .*\bready\b", PATIENCE, place), f"{name} does not come back"

    def _await_broker(self) -> None:
        """Until all services answer over it again."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                with ForeignClient(self.nats) as client:
                    for service in SERVICES:
                        while not client.request(f"qry.{service}.state", b"", 0.2):
                            assert time.monotonic() < end, f"{service} does not come back"
                return
            except OSError:
                assert time.monotonic() < end, "nats-server does not come back"
                # Nothing tells when a port is open again; a refused packet is all that each try costs.
                select.select([], [], [], 0.05)

    # -- what people type ---------------------------------------------------------------------------------------------

    def call(self, *arguments, stdin: str = "", seconds: float = PATIENCE) -> Ended:
        return call(*arguments, env=self._env, stdin=stdin, seconds=seconds)

    def start(self, *arguments, **options) -> subprocess.Popen:
        return processes.start([SINEW, *arguments], self._env, **options)

    def start_service(self, name: str, *arguments) -> subprocess.Popen:
        """One more process of a service beside those that `sinew up` watches; ends with the shop."""
        self._more.append(processes.start([BIN / f"sinew-{name}", *arguments], self._env, stdin=subprocess.DEVNULL))
        return self._more[-1]

    def token(self, role: str, subject: str, *options) -> str:
        """What `sinew token` prints for the gateway of this system."""
        ended = self.call("token", "--role", role, "--subject", subject, *options)
        assert ended.code == 0, f"token for {role} {subject}: exit {ended.code}: {ended.err}"
        return ended.out.strip()

    def start_gateway(self, *options) -> tuple:
        """One more gateway, which takes the same tokens: (process, url). Ends with the shop."""
        keys = () if "--jwks" in options else ("--jwks", self.data / "development-jwks.json")
        trust = [*keys, "--issuer", "urn:sinew:development", "--audience", "urn:sinew:gateway"]
        gateway = processes.start([BIN / "sinew-gateway", "--nats", self.nats, "--port", "0", *trust, *options], self._env,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self._more.append(gateway)
        ready = processes.Lines(gateway.stdout).await_line(r"^gateway ready url=(\S+)", PATIENCE)
        assert ready, "the gateway did not become ready"
        return gateway, ready[1]

    def try_send(self, aggregate: str, command: str, aggregate_id: str, data, *options) -> Ended:
        text = data if isinstance(data, str) else json.dumps(data)
        return self.call("send", aggregate, command, "--id", aggregate_id, "--data", "-", *options, stdin=text)

    def send(self, aggregate: str, command: str, aggregate_id: str, data, *options) -> dict:
        """The receipt of a command that must be accepted."""
        ended = self.try_send(aggregate, command, aggregate_id, data, "--timeout", f"{PATIENCE:.0f}s", *options)
        assert ended.code == 0, f"{command} {aggregate} {aggregate_id}: exit {ended.code}: {ended.out}{ended.err}"
        return json.loads(ended.out)

    def place(self, order_id: str, order: dict) -> dict:
        return self.send("order", "place", order_id, order)

    def saga(self, order_id: str, wait: float = PATIENCE) -> Saga:
        """The saga of an order, once it has ended."""
        ended = self.call("saga", order_id, "--wait", f"{wait:.0f}s", "--json", seconds=wait + PATIENCE)
        assert ended.out, f"saga {order_id}: exit {ended.code}: {ended.err}"
        return Saga(ended.code, json.loads(ended.out))

    def state(self, aggregate: str, aggregate_id: str, *options) -> dict:
        """The state, with "version" beside its own fields."""
        ended = self.call("state", aggregate, aggregate_id, "--json", *options)
        assert ended.code == 0, f"state {aggregate} {aggregate_id}: exit {ended.code}: {ended.err}"
        told = json.loads(ended.out)
        return {"version": told["version"], **told["state"]}

    def history(self, aggregate: str, aggregate_id: str) -> list:
        ended = self.call("history", aggregate, aggregate_id, "--json")
        assert ended.code == 0, f"history {aggregate} {aggregate_id}: exit {ended.code}: {ended.err}"
        return [json.loads(line) for line in ended.out.splitlines()]

    def events(self, subject: str, count: int, seconds: float = PATIENCE) -> list:
        """The first `count` stored events on a subject; waits until there are so many."""
        ended = self.call("tap", subject, "--from-start", "--count", count, seconds=seconds)
        assert ended.code == 0, f"tap {subject}: exit {ended.code}: {ended.err}"
        return [json.loads(line) for line in ended.out.splitlines()]

    # -- what else can be seen ----------------------------------------------------------------------------------------

    def charges(self) -> dict:
        """The card provider's own books: {"charges": [...], "net": {"EUR": units}}."""
        with urllib.request.urlopen(f"{self.sandbox}/v1/charges", timeout=PATIENCE) as answer:
            return json.load(answer)

    def charge_of(self, order_id: str) -> dict:
        """What the provider knows of one order; an empty record when it was never asked."""
        return next((c for c in self.charges()["charges"] if c["id"] == order_id), {"status": "unknown"})

    def parked(self) -> int:
        """How many messages wait for an operator."""
        with ForeignClient(self.nats) as client:
            answer = client.request("$JS.API.STREAM.INFO.PARK", b"")
        return json.loads(answer.body)["state"]["messages"]

    def letters(self, order_id: str) -> list:
        """What the customer of an order has got in the mail."""
        folder = self.data / "mail" / "new"
        texts = [file.read_text() for file in folder.iterdir()]
        return [text for text in texts if f"order {order_id} " in text]

    def until(self, what: str, probe: Callable, seconds: float = PATIENCE):
        """The first answer of `probe` that counts. It is asked again whenever something has been stored, and, because
        not all that it may look at is stored in the broker, every second."""
        end = time.monotonic() + seconds
        with ForeignClient(self.nats) as bell:
            bell.subscribe("evt.>")
            while not (answer := probe()):
                assert time.monotonic() < end, f"waited {seconds:.0f} s in vain: {what}"
                bell.next_message(1.0)
                bell.forget_messages()
        return answer


@contextlib.contextmanager
def running_shop(*options, data: pathlib.Path = None):
    """A shop from ready to gone; whatever happens in between, nothing of it stays."""
    with contextlib.ExitStack() as stack:
        folder = data or pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sinew-e2e-")))
        shop = Shop(folder, tuple(map(str, options)))
        stack.callback(shop.clean_up)
        shop.await_ready()
        yield shop
