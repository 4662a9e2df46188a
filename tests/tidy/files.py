#!/usr/bin/env python3
"""Files are named after their one noun in snake_case, and stay readable in one sitting."""

import pathlib
import re

from tree import Fault, Tree, is_cpp, judge

LONGEST = 350
SNAKE = re.compile(r"^[a-z0-9]+(_[a-z0-9]+)*$")
EMPTY_NOUNS = {"utils", "util", "common", "helper", "helpers", "manager", "misc"}

# Path -> why it may be longer. Short on purpose: first ask whether the file holds two nouns.
MAY_BE_LONG = {
    "tests/integration/bridge_jetstream_test.cpp": "one fixture, one story: a broker that restarts under its writers",
}


def file_faults(tree: Tree):
    for path, text in tree.items():
        if not is_cpp(path) and not path.endswith((".fbs", ".py")):
            continue
        for part in pathlib.PurePosixPath(path).with_suffix("").parts:
            if not SNAKE.match(part):
                yield Fault(path, 1, f"'{part}' is not snake_case")
            if EMPTY_NOUNS & set(part.split("_")):
                yield Fault(path, 1, f"'{part}' names nothing: find the noun")
        length = text.count("\n")
        if length > LONGEST and path not in MAY_BE_LONG:
            yield Fault(path, length, f"{length} lines, more than {LONGEST}: which two nouns does it hold?")


judge(
    file_faults,
    bad={"camels": {"kernel/EventStore.hpp": ""}, "dashes": {"kernel/event-store.hpp": ""},
         "no noun": {"kernel/string_utils.hpp": ""}, "too long": {"kernel/a.cpp": "\n" * (LONGEST + 1)}},
    good={"kernel/event_store.hpp": "\n" * LONGEST, "README.md": "\n" * 1000},
)
