"""Three nats-servers on this machine, run as deploy/README.md says: the files of deploy/ as they are, and an environment."""

import contextlib
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.request

import processes
from foreign_client import ForeignClient
from shop import PATIENCE, ROOT, nats_server

DEPLOY = ROOT / "deploy"
SIZE = 3


def names_in(env_file: pathlib.Path) -> set:
    """What an environment file sets."""
    lines = [line.strip() for line in env_file.read_text().splitlines()]
    return {line.partition("=")[0] for line in lines if line and not line.startswith("#")}


def free_ports(count: int) -> list:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [s.getsockname()[1] for s in sockets]


def listening(command: list, environment: dict) -> subprocess.Popen:
    """A nats-server once it listens."""
    server = processes.start(command, environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    log = processes.Lines(server.stderr)
    assert log.await_line("Server is ready", PATIENCE), "nats-server does not start:\n" + "\n".join(log.since())
    return server


class Brokers:
    """Made by `three_brokers` only."""

    def __init__(self, folder: pathlib.Path):
        self._folder = folder
        self._servers = {}
        self.mark = processes.new_mark()
        ports = free_ports(SIZE * 3)
        self._clients, routes, self._monitoring = ports[:SIZE], ports[SIZE:2 * SIZE], ports[2 * SIZE:]
        self._addresses = {"NATS_MAX_FILE": "1G"}
        for number in range(1, SIZE + 1):
            self._addresses[f"NATS_{number}_CLIENTS"] = f"127.0.0.1:{self._clients[number - 1]}"
            self._addresses[f"NATS_{number}_ROUTES"] = f"127.0.0.1:{routes[number - 1]}"
            self._addresses[f"NATS_{number}_URL"] = f"nats://127.0.0.1:{routes[number - 1]}"
        self.url = ",".join(f"nats://127.0.0.1:{port}" for port in self._clients)

    def environment_of(self, number: int) -> dict:
        """What the configuration of one server refers to: the names of deploy/cluster.env, with values for here."""
        told = {**self._addresses, "NATS_MONITORING": f"127.0.0.1:{self._monitoring[number - 1]}",
                "NATS_STORE": str(self._folder / f"store-{number}")}
        assert set(told) == names_in(DEPLOY / "cluster.env"), "deploy/cluster.env sets other names"
        return told

    def start(self, number: int) -> None:
        """Returns when it listens."""
        command = [nats_server(), "--config", DEPLOY / f"nats-{number}.conf"]
        self._servers[number] = listening(command, processes.marked(self.environment_of(number), self.mark))

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> int:
        """Ends one server ("nats-2"); returns its number."""
        number = int(name.removeprefix("nats-"))
        self._servers[number].send_signal(how)
        self._servers[number].wait(PATIENCE)
        return number

    def dead(self) -> list:
        """The numbers of those that have ended."""
        return [number for number, server in self._servers.items() if server.poll() is not None]

    def lose_disk(self, number: int) -> None:
        """Of a server that has ended."""
        shutil.rmtree(self._folder / f"store-{number}")

    def ask(self, subject: str, question: dict = None) -> dict:
        with ForeignClient(self.url) as client:
            answer = client.request(subject, json.dumps(question).encode() if question else b"")
        return json.loads(answer.body) if answer else {"error": {"description": "no answer"}}

    def leader_of(self, stream: str) -> str:
        return self.ask(f"$JS.API.STREAM.INFO.{stream}")["cluster"]["leader"]

    def is_healthy(self, number: int) -> bool:
        """What deploy/README.md tells people to look at before they go on to the next server."""
        url = f"http://127.0.0.1:{self._monitoring[number - 1]}/healthz"
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return json.load(answer)["status"] == "ok"
        return False

    def clean_up(self) -> None:
        for server in self._servers.values():
            server.kill()
            server.wait(PATIENCE)
        processes.kill_all_with(self.mark)


@contextlib.contextmanager
def three_brokers():
    """Three servers that listen. They may still be choosing their leader: who comes early waits."""
    with tempfile.TemporaryDirectory(prefix="sinew-e2e-nats-") as folder, contextlib.ExitStack() as stack:
        brokers = Brokers(pathlib.Path(folder))
        stack.callback(brokers.clean_up)
        for number in range(1, SIZE + 1):
            brokers.start(number)
        yield brokers


@contextlib.contextmanager
def one_broker():
    """The address of a nats-server that is alone."""
    with tempfile.TemporaryDirectory(prefix="sinew-e2e-nats-") as folder:
        port = free_ports(1)[0]
        command = [nats_server(), "--addr", "127.0.0.1", "--port", port, "--jetstream", "--store_dir", folder]
        server = listening(command, {})
        try:
            yield f"nats://127.0.0.1:{port}"
        finally:
            server.kill()
            server.wait(PATIENCE)
