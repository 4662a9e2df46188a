"""`sinew up` where it cannot work: one line tells what is wrong and what to do, exit code 2, nothing left running."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import unittest

import processes
from shop import PATIENCE, SERVICES, SINEW, call, environment, nats_server, running_shop


class BrokenEnvironment(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sinew-e2e-")))
        self.mark = processes.new_mark()
        self.addCleanup(processes.kill_all_with, self.mark)

    def up(self, *options, sinew: pathlib.Path = SINEW, **changes) -> subprocess.CompletedProcess:
        env = {**environment(self.mark), **changes}
        return subprocess.run([sinew, "up", *map(str, options)], env=env, capture_output=True, text=True,
                              timeout=PATIENCE, stdin=subprocess.DEVNULL, check=False)

    def assert_refused(self, ended: subprocess.CompletedProcess, *words: str):
        self.assertEqual(ended.returncode, 2, ended)
        self.assertEqual(ended.stdout, "")
        said = [line for line in ended.stderr.splitlines() if line.startswith("sinew: ")]
        self.assertEqual(len(said), 1, ended.stderr)
        for word in words:
            self.assertIn(str(word), said[0])
        self.assertEqual(processes.processes_with(self.mark), {}, "something runs on")

    def script(self, name: str, *lines: str) -> pathlib.Path:
        file = self.folder / name
        file.write_text("\n".join(["#!/bin/sh", *lines, ""]))
        file.chmod(0o755)
        return file

    def lonely_sinew(self) -> pathlib.Path:
        """A copy without .deps/ above it; its services are never started."""
        for service in SERVICES:
            self.script(f"sinew-{service}", "exit 1")
        return pathlib.Path(shutil.copy(SINEW, self.folder / "sinew"))

    # -- the broker ---------------------------------------------------------------------------------------------------

    def test_the_port_is_in_use(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            self.assert_refused(self.up("--nats-port", port, "--data-dir", self.folder / "d"), port, "--nats-port")
            self.assert_refused(self.up("--nats-port", "0", "--http-port", port, "--data-dir", self.folder / "d"), port, "--http-port")

    def test_nats_server_names_nothing(self):
        self.assert_refused(self.up("--nats-port", "0", NATS_SERVER="/nonexistent", PATH=""), "/nonexistent")

    def test_there_is_no_nats_server(self):
        ended = self.up("--nats-port", "0", sinew=self.lonely_sinew(), NATS_SERVER="", PATH="")
        self.assert_refused(ended, "nats-server", "scripts/setup")

    def test_nats_server_is_too_old(self):
        old = self.script("nats-server", "echo 'nats-server: v2.9.10'")
        self.assert_refused(self.up("--nats-port", "0", NATS_SERVER=str(old)), "2.9.10", "2.14")

    def test_the_nats_server_of_the_path_is_too_old(self):
        self.script("nats-server", "echo 'nats-server: v2.9.10'")
        ended = self.up("--nats-port", "0", sinew=self.lonely_sinew(), NATS_SERVER="", PATH=str(self.folder))
        self.assert_refused(ended, "2.9.10", "2.14")

    def test_nats_server_is_something_else(self):
        self.assert_refused(self.up("--nats-port", "0", NATS_SERVER=shutil.which("true")), "no nats-server")

    def test_nats_server_dies_at_once(self):
        dying = self.script("nats-server", "[ \"$1\" = --version ] && echo 'nats-server: v2.15.1' && exit 0",
                            "echo 'the disk is on fire' >&2", "exit 1")
        self.assert_refused(self.up("--nats-port", "0", NATS_SERVER=str(dying)), "nats-server", "the disk is on fire")

    def test_nobody_listens_at_the_given_broker(self):
        with socket.socket() as reserved:
            reserved.bind(("127.0.0.1", 0))  # bound, not listening: nobody else can have it
            port = reserved.getsockname()[1]
            self.assert_refused(self.up("--nats", f"nats://127.0.0.1:{port}"), port)

    def test_the_given_broker_has_no_jetstream(self):
        plain = processes.start([nats_server(), "--addr", "127.0.0.1", "--port", "-1"],
                                environment(processes.new_mark()), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            port = processes.Lines(plain.stderr).await_line(r"client connections on 127\.0\.0\.1:(\d+)", PATIENCE)[1]
            self.assert_refused(self.up("--nats", f"nats://127.0.0.1:{port}"), "JetStream")
        finally:
            plain.kill()
            plain.wait()

    # -- the folder ---------------------------------------------------------------------------------------------------

    def test_the_folder_cannot_be_made(self):
        file = self.folder / "file"
        file.touch()
        self.assert_refused(self.up("--nats-port", "0", "--data-dir", file / "data"), file, "--data-dir")

    def test_the_folder_cannot_be_written(self):
        sealed = pathlib.Path("/proc/self")  # not even root writes there
        self.assert_refused(self.up("--nats-port", "0", "--data-dir", sealed), "cannot write", "--data-dir")

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_the_folder_belongs_to_somebody_else(self):
        self.folder.chmod(0o555)
        self.assert_refused(self.up("--nats-port", "0", "--data-dir", self.folder), "cannot write")

    def test_the_folder_is_in_use(self):
        with running_shop(data=self.folder / "d") as shop:
            ended = self.up("--nats-port", "0", "--data-dir", self.folder / "d")
            self.assert_refused(ended, "in use", self.folder / "d")
            shop.send("stock", "receive", "SKU-1", {"quantity": 1})

    def test_the_folder_holds_a_system_of_another_durability(self):
        with running_shop("--durability", "fsync", data=self.folder / "d"):
            pass
        ended = self.up("--nats-port", "0", "--data-dir", self.folder / "d", "--durability", "file")
        self.assert_refused(ended, "fsync")

    # -- what was typed -----------------------------------------------------------------------------------------------

    def test_a_service_that_does_not_exist(self):
        self.assert_refused(self.up("--nats-port", "0", "--services", "order,bakery"), "bakery")

    def test_options_that_mean_nothing(self):
        for options in (("--nodes", "0"), ("--nodes", "many"), ("--durability", "granite"), ("--nats-port", "70000"),
                        ("--no-such-option",), ("--services", "")):
            with self.subTest(options):
                self.assert_refused(self.up("--nats-port", "0", *options) if "--nats-port" not in options
                                    else self.up(*options))

    def test_verbs_without_a_broker_say_so(self):
        with socket.socket() as reserved:
            reserved.bind(("127.0.0.1", 0))
            url = f"nats://127.0.0.1:{reserved.getsockname()[1]}"
            for words in (("send", "order", "place", "--id", "o-1", "--data", "{}"), ("saga", "o-1"), ("tap", "evt.>"),
                          ("state", "order", "o-1"), ("history", "order", "o-1"), ("describe",), ("decode",)):
                with self.subTest(words[0]):
                    ended = call(*words, "--nats", url, env=environment(self.mark))
                    self.assertEqual(ended.code, 4, ended)
                    self.assertIn("sinew up", ended.err)


if __name__ == "__main__":
    unittest.main()
