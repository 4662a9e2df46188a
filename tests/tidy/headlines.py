#!/usr/bin/env python3
"""Each source says in its first line under which licence it is, and each header stands guarded."""

from tree import Fault, Tree, is_cpp, judge

SPDX = "// SPDX-License-Identifier: Apache-2.0"


def headline_faults(tree: Tree):
    for path, text in tree.items():
        if not is_cpp(path) and not path.endswith(".fbs"):
            continue
        lines = text.splitlines() + ["", ""]
        if lines[0] != SPDX:
            yield Fault(path, 1, f"the first line must be: {SPDX}")
        elif path.endswith((".hpp", ".h")) and lines[1] != "#pragma once":
            yield Fault(path, 2, "a header's second line must be: #pragma once")


judge(
    headline_faults,
    bad={"no licence": {"kernel/a.cpp": "int x;\n"}, "no guard": {"kernel/a.hpp": SPDX + "\nint x;\n"},
         "schema": {"schemas/a.fbs": "table A {}\n"}},
    good={"kernel/a.cpp": SPDX + "\n", "kernel/a.hpp": SPDX + "\n#pragma once\n"},
)
