#!/usr/bin/env python3
"""Documents name only files, tests and presets that exist."""

import re

from tree import Fault, Tree, is_cpp, judge, numbered

QUOTED = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)#]+)\)")
ROOM = r"(?:actors|bench|bridge|cmake|examples|gateway|kernel|memory|schemas|scripts|services|tests|tools)"
PATH = re.compile(rf"^{ROOM}/[\w./-]*\w$")
TEST_NAME = re.compile(r"^(\w+)\.([a-z0-9]+(?:_[a-z0-9]+){2,})$")
TEST = re.compile(r"(?:TEST(?:_F|_P)?|RC_GTEST_PROP)\(\s*(\w+),\s*(\w+)")


def folders_of(tree: Tree):
    return {path[:at] for path in tree for at, c in enumerate(path) if c == "/"}


def is_there(path: str, tree: Tree, folders) -> bool:
    """A file, a folder, or a name for both `x.hpp` and `x.cpp`."""
    path = path.rstrip("/")
    return path in tree or path in folders or any(path + end in tree for end in (".hpp", ".cpp", ".fbs", ".py"))


def document_faults(tree: Tree):
    folders = folders_of(tree)
    tests = {".".join(found.groups()) for path, text in tree.items() if is_cpp(path) for found in TEST.finditer(text)}
    suites = {test.split(".")[0] for test in tests}
    for path, text in tree.items():
        if not path.endswith(".md"):
            continue
        base = path.rpartition("/")[0]
        for number, line in numbered(text):
            for name in QUOTED.findall(line):
                if PATH.match(name) and not is_there(name, tree, folders):
                    yield Fault(path, number, f"there is no {name}")
                if TEST_NAME.match(name) and name.split(".")[0] in suites and name not in tests:
                    yield Fault(path, number, f"there is no test {name}")
            for link in LINK.findall(line):
                target = link if not base else f"{base}/{link}"
                if "://" not in link and not link.startswith("..") and not is_there(target, tree, folders):
                    yield Fault(path, number, f"links to {link}, which is not there")


SOURCE = {"tests/a.cpp": "TEST(order, ends_at_most_once) {}\n", "actors/loop.hpp": ""}

judge(
    document_faults,
    bad={"file": {**SOURCE, "A.md": "see `actors/gone.hpp`\n"}, "test": {**SOURCE, "A.md": "`order.ends_at_most_twice`\n"},
         "link": {**SOURCE, "A.md": "[x](GONE.md)\n"}},
    good={**SOURCE, "A.md": "`actors/loop.hpp`, `actors/loop`, `actors/`, `order.ends_at_most_once`, `order.placed`, [x](actors/loop.hpp)\n"},
)
