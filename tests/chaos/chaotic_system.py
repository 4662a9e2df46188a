"""A whole shop on the machines of a private network: brokers, three or so nodes of each service, the outside parties. Each
part is kept alive; each can be hit by every fault of schedule.py, and healed."""

import contextlib
import pathlib
import signal
import subprocess
import sys
import threading
from typing import Dict

import processes
import shop
from kept_process import KeptProcess
from private_network import PrivateNetwork
from schedule import SERVICES, Step

HERE = pathlib.Path(__file__).resolve().parent
PORT, ROUTES, SANDBOX = 4222, 6222, 8090
DISK = "96m"
ENDING = 20.0

BROKER = """server_name: "{name}"
listen: "{address}:{port}"
# As `sinew up` has it: a node that is paused must not go on getting commands for long.
ping_interval: "2s"
ping_max: 2
jetstream {{ store_dir: "{store}", sync_interval: "2m" }}
"""
CLUSTER = """cluster {{ name: "chaos", listen: "{address}:{routes}", routes: [{peers}] }}
"""


class ChaoticSystem:
    """Made by `running_system` only."""

    def __init__(self, network: PrivateNetwork, folder: pathlib.Path, nodes: int, servers: int, durability: str):
        self.network, self.folder, self.nodes, self.servers = network, folder, nodes, servers
        self.logs = folder / "logs"
        self.logs.mkdir()
        self.mark = processes.new_mark()
        self._environment = shop.environment(self.mark)
        self._durability = durability
        self._kept: Dict[str, KeptProcess] = {}
        self._mounts = []
        self._healing = threading.Lock()

    # -- life -----------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        brokers = [f"broker-{n}" for n in range(1, self.servers + 1)]
        for machine in [*brokers, *(f"host-{n}" for n in range(1, self.nodes + 1)), "office"]:
            self.network.add(machine)
        self.nats = ",".join(f"nats://{self.network.address(each)}:{PORT}" for each in brokers)
        self._environment["SINEW_NATS"] = self.nats
        for broker in brokers:
            self._start_broker(broker, brokers)
        office = self.network.address("office")
        self._keep("sandbox", "office", [shop.BIN / "sinew-sandbox", "--port", SANDBOX, "--data-dir", self.folder / "outside"])
        self._keep("relay", "office", [sys.executable, HERE / "relay.py", office, SANDBOX])
        for service in SERVICES:
            for n in range(1, self.nodes + 1):
                self._start_service(service, n, f"http://{office}:{SANDBOX}")

    def _start_broker(self, name: str, all_brokers: list) -> None:
        store = self.folder / name
        store.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", store], check=True)
        self._mounts.append(store)
        address = self.network.address(name)
        text = BROKER.format(name=name, address=address, port=PORT, store=store)
        if len(all_brokers) > 1:
            peers = ", ".join(f'"nats://{self.network.address(each)}:{ROUTES}"' for each in all_brokers)
            text += CLUSTER.format(address=address, routes=ROUTES, peers=peers)
        config = self.folder / f"{name}.conf"
        config.write_text(text)
        self._keep(name, name, [shop.nats_server(), "--config", config])

    def _start_service(self, service: str, n: int, outside: str) -> None:
        options = {"payment": ["--card-provider", outside], "shipping": ["--carrier", outside],
                   "notification": ["--maildir", self.folder / "mail"]}.get(service, [])
        self._keep(f"{service}-{n}", f"host-{n}", [shop.BIN / f"sinew-{service}", "--nats", self.nats, "--node",
                                                   f"{service}-{n}", "--durability", self._durability, *options])

    def _keep(self, name: str, machine: str, command: list) -> None:
        self._kept[name] = KeptProcess(name, [*self.network.on(machine), *command], self._environment,
                                       self.logs / f"{name}.log")

    def stop(self) -> None:
        """Services first, so that they can say good-bye to their broker."""
        try:
            brokers = [name for name in self._kept if name.startswith("broker")]
            for names in (self._kept.keys() - brokers, brokers):
                enders = [threading.Thread(target=self._kept[name].end, args=(ENDING,)) for name in names]
                for each in enders:
                    each.start()
                for each in enders:
                    each.join()
        finally:
            processes.kill_all_with(self.mark)
            for store in self._mounts:
                subprocess.run(["umount", "--lazy", store], check=False, capture_output=True)

    def deaths(self) -> Dict[str, list]:
        """How each part has ended: exit codes, or signals as negative numbers."""
        return {name: kept.deaths for name, kept in self._kept.items() if kept.deaths}

    def crashes(self) -> list:
        """Who died of a bug of its own. (A node that cannot start while the broker's disk is full says so, and exits.)"""
        return [f"{name} crashed: signal {-code}" for name, codes in self.deaths().items() for code in codes
                if -code in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGFPE)]

    # -- what people type -----------------------------------------------------------------------------------------------

    def call(self, *arguments, stdin: str = "", seconds: float = shop.PATIENCE) -> shop.Ended:
        """Runs `sinew` in the office, to its end."""
        command = [*self.network.on("office"), str(shop.SINEW), *map(str, arguments)]
        done = subprocess.run(command, env=self._environment, input=stdin, capture_output=True, text=True, timeout=seconds,
                              check=False)
        return shop.Ended(done.returncode, done.stdout, done.stderr)

    def start_tool(self, *arguments, **options) -> subprocess.Popen:
        return processes.start([*self.network.on("office"), shop.SINEW, *arguments], self._environment, **options)

    def fetch(self, url: str) -> str:
        """A page of the sandbox."""
        command = [*self.network.on("office"), "curl", "--silent", "--fail", "--max-time", "10",
                   f"http://127.0.0.1:{SANDBOX}{url}"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    # -- faults ---------------------------------------------------------------------------------------------------------

    def begin(self, step: Step) -> None:
        {"kill": lambda: self._kept[step.target].hit(signal.SIGKILL),
         "pause": lambda: self._kept[step.target].hit(signal.SIGSTOP),
         "partition": lambda: self.network.cut(step.target),
         "slow": lambda: self.network.slow(step.target),
         "disk": lambda: self._fill(step.target)}[step.fault]()

    def heal(self, step: Step) -> None:
        {"kill": lambda: None,
         "pause": lambda: self._kept[step.target].hit(signal.SIGCONT),
         "partition": lambda: self.network.join(step.target),
         "slow": lambda: self.network.restore_speed(step.target),
         "disk": lambda: self._empty(step.target)}[step.fault]()

    def _fill(self, broker: str) -> None:
        """Not a byte left: what the broker has open, it cannot make longer."""
        with contextlib.suppress(OSError), open(self.folder / broker / "filler", "wb", buffering=0) as filler:
            while True:
                filler.write(bytes(4096))

    def _empty(self, broker: str) -> None:
        """nats-server gives up JetStream on a full disk until it is started again: what an operator does once there is room."""
        (self.folder / broker / "filler").unlink(missing_ok=True)
        self._kept[broker].hit(signal.SIGKILL)


@contextlib.contextmanager
def running_system(folder: pathlib.Path, nodes: int, servers: int, durability: str):
    """A system from its first process to the last; whatever happens in between, nothing of it stays but its logs."""
    with PrivateNetwork() as network:
        system = ChaoticSystem(network, folder, nodes, servers, durability)
        try:
            system.start()
            yield system
        finally:
            system.stop()
