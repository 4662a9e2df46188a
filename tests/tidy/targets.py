#!/usr/bin/env python3
"""One name, four places: a CMake target is called after its folder, or after a source or the program that it makes there."""

import re

from tree import Fault, Tree, folder, judge

DECLARED = re.compile(r"^\s*sinew_(library|program)\(\s*([\w-]+)([^)]*)\)", re.MULTILINE)
SOURCE = re.compile(r"(\w+)\.cpp|OUTPUT ([\w-]+)")


def target_faults(tree: Tree):
    for path, text in tree.items():
        if not path.endswith("/CMakeLists.txt") or path.startswith("tests/"):
            continue
        room = folder(path).split("/")[-1]
        for found in DECLARED.finditer(text):
            nouns = {room, *(source or output for source, output in SOURCE.findall(found[3]))}
            if not any(noun in found[2] for noun in nouns):
                line = text.count("\n", 0, found.start()) + 1
                yield Fault(path, line, f"the {found[1]} '{found[2]}' is not called after its folder '{room}' or a source")


judge(
    target_faults,
    bad={"stranger": {"actors/CMakeLists.txt": "sinew_library(runtime SOURCES a.cpp)\n"}},
    good={
        "services/CMakeLists.txt": "sinew_library(shop_vocabulary\n  SOURCES vocabulary.cpp)\n",
        "services/order/CMakeLists.txt": "sinew_program(order_program SOURCES main.cpp)\n",
        "actors/CMakeLists.txt": "sinew_library(actors SOURCES loop.cpp)\n",
        "tools/CMakeLists.txt": "sinew_program(sinew_cli OUTPUT sinew SOURCES main.cpp)\n",
    },
)
