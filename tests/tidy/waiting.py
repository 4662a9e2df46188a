#!/usr/bin/env python3
"""Nothing waits by sleeping: programs wait for what they need, tests for what they expect, both with a deadline."""

import re

from tree import Fault, Tree, code_only, is_cpp, judge, numbered

SLEEP_IN_CPP = re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep|clock_nanosleep)\b|(?<![\w.>])(?:::)?sleep\s*\(")
SLEEP_IN_SHELL = re.compile(r"(^|[;&|(]|\bdo\b|\bthen\b)\s*sleep\s+[\d.\"$]")
SLEEP_IN_PYTHON = re.compile(r"\btime\.sleep\(")

# Path -> the reason why sleeping is what is wanted there.
MAY_SLEEP = {
    "bench/rig/jitter_probe.cpp": "it measures how long a sleep really takes",
}


def is_shell(path: str, text: str) -> bool:
    return path.endswith(".sh") or re.match(r"#!.*\b(ba)?sh\b", text) is not None


def pattern_for(path: str, text: str):
    if is_cpp(path):
        return SLEEP_IN_CPP
    if path.endswith(".py"):
        return SLEEP_IN_PYTHON
    return SLEEP_IN_SHELL if is_shell(path, text) else None


def waiting_faults(tree: Tree):
    for path, text in tree.items():
        pattern = pattern_for(path, text)
        if pattern is None or path in MAY_SLEEP or path.startswith("tests/tidy/"):
            continue
        for number, line in numbered(text):
            if pattern.search(code_only(line) if is_cpp(path) else line):
                yield Fault(path, number, "sleeps: wait for the thing itself, with a deadline")


judge(
    waiting_faults,
    bad={"thread": {"actors/a.cpp": "std::this_thread::sleep_for(1s);\n"}, "posix": {"tools/a.cpp": "  ::sleep(1);\n"},
         "micro": {"tools/a.cpp": "usleep(10);\n"}, "shell": {"scripts/a": "#!/bin/bash\nwhile true; do sleep 1; done\n"},
         "python": {"tests/a.py": "time.sleep(1)\n"}},
    good={"actors/a.cpp": '// sleep_for is banned\nauto s = "sleep(1)"; x.sleep(2);\n', "scripts/a": "#!/bin/bash\n# sleep 1\n"},
)
