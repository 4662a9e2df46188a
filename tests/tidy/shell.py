#!/usr/bin/env python3
"""Shell scripts parse, stop at the first failure, and please shellcheck where it is installed."""

import re
import shutil
import subprocess

from tree import Fault, Tree, judge

BASH = re.compile(r"#!.*\bbash\b")


def complaint_of(command, text: str) -> str:
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else (done.stdout + done.stderr).strip()


def shell_faults(tree: Tree):
    for path, text in tree.items():
        if not BASH.match(text):
            continue
        checks = [["bash", "-n"]]
        if shutil.which("shellcheck"):
            checks.append(["shellcheck", "--shell=bash", "--severity=warning", "--exclude=SC1091", "-"])
        for command in checks:
            if complaint := complaint_of(command, text):
                yield Fault(path, 1, f"{command[0]}: {complaint}")
        if not re.search(r"^set -euo pipefail$", text, re.MULTILINE):
            yield Fault(path, 1, "must say: set -euo pipefail")


judge(
    shell_faults,
    bad={"no parse": {"a": "#!/usr/bin/env bash\nset -euo pipefail\nif true; then\n"},
         "careless": {"a": "#!/usr/bin/env bash\necho\n"}},
    good={"a": "#!/usr/bin/env bash\nset -euo pipefail\necho\n", "b.py": "#!/usr/bin/env python3\nif (\n"},
)
