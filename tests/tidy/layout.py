#!/usr/bin/env python3
"""C++ is laid out by clang-format, with .clang-format at the root; fix with `scripts/format`."""

import concurrent.futures
import os
import pathlib
import re
import subprocess

from tree import Fault, Tree, is_cpp, judge

STYLE = pathlib.Path(__file__).resolve().parents[2] / ".clang-format"


def fault_in(path: str, text: str):
    done = subprocess.run(
        ["clang-format", f"--style=file:{STYLE}", "--dry-run", "-Werror", f"--assume-filename={path}"],
        input=text, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    where = re.search(r":(\d+):\d+: error: code should be clang-formatted", done.stderr)
    return Fault(path, int(where[1]) if where else 1, "is not clang-format clean" if where else done.stderr.strip())


def layout_faults(tree: Tree):
    sources = [(path, text) for path, text in tree.items() if is_cpp(path)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from filter(None, pool.map(lambda source: fault_in(*source), sources))


judge(layout_faults, bad={"crooked": {"kernel/a.cpp": "int  f( ){return 1;}\n"}}, good={"kernel/a.cpp": "int x = 1;\n"})
