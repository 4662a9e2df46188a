"""How a system ends: by Ctrl-C, by SIGTERM, by kill -9, or because a part of it keeps dying. Nothing of it runs on."""

import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

import processes
from shop import PATIENCE, SERVICES, SINEW, environment, running_shop


class Ending(unittest.TestCase):
    def setUp(self):
        self.mark = processes.new_mark()
        self.addCleanup(processes.kill_all_with, self.mark)

    def test_ctrl_c_and_sigterm_end_all_of_it(self):
        for how in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(how.name), running_shop("--nodes", "2") as shop:
                self.assertEqual(len(shop.pids()), 2 * len(SERVICES) + 2)
                self.assertEqual(shop.stop(how), 0)
                self.assertEqual(shop.survivors(), {})
                self.assertFalse([line for line in shop.log.since() if "is killed" in line], "a part was slow to end")

    def test_kill_9_ends_all_of_it_too(self):
        with running_shop() as shop:
            parts = shop.pids().values()
            self.assertEqual(shop.stop(signal.SIGKILL), -signal.SIGKILL)
            self.assertTrue(processes.await_ends(parts, PATIENCE), shop.survivors())

    def test_a_temporary_folder_goes_with_it(self):
        up = processes.start([SINEW, "up", "--nats-port", "0"], environment(self.mark), stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        folder = pathlib.Path(processes.Lines(up.stdout).await_line(r"^ready .* data=(.+)$", PATIENCE)[1])
        self.assertTrue((folder / "jetstream").is_dir())
        up.send_signal(signal.SIGTERM)
        self.assertEqual(up.wait(PATIENCE), 0)
        self.assertFalse(folder.exists())

    def test_no_gateways_address_outlives_it_in_kept_data(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sinew-e2e-")))
        told = folder / "gateway-url"
        with_gateway, without = ("--services", "order", "--http-port", "0"), ("--services", "order")
        with running_shop(*with_gateway, data=folder) as shop:
            self.assertEqual(told.read_text(encoding="utf-8"), shop.http)
            self.assertEqual(shop.stop(), 0)
            self.assertFalse(told.exists())
        with running_shop(*with_gateway, data=folder) as shop:
            parts = shop.pids().values()
            shop.stop(signal.SIGKILL)
            self.assertTrue(processes.await_ends(parts, PATIENCE), shop.survivors())
            self.assertTrue(told.exists())
        with running_shop(*without, data=folder):
            self.assertFalse(told.exists())

    def test_a_service_that_keeps_dying_ends_all_of_it(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sinew-e2e-")))
        dying = folder / "sinew-dying"
        dying.write_text("#!/bin/sh\necho 'no way' >&2\nexit 3\n")
        dying.chmod(0o755)
        sinew = shutil.copy(SINEW, folder / "sinew")
        ended = subprocess.run([sinew, "up", "--nats-port", "0", "--services", "dying"], env=environment(self.mark),
                               capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(ended.returncode, 1, ended)
        self.assertRegex(ended.stderr.splitlines()[-1], r"^sinew: dying-1 keeps dying .*exit code 3.*no way")
        self.assertEqual(processes.processes_with(self.mark), {})


if __name__ == "__main__":
    unittest.main()
