#!/usr/bin/env python3
"""Every word on the wire is explained: a field says what it means, where it is used first or wherever it is unusual."""

import re

from tree import Fault, Tree, judge, numbered

TYPE = re.compile(r"^\s*(table|struct)\s+(\w+)\s*\{(.*)")
FIELD = re.compile(r"(\w+)\s*:\s*[\w.\[\]]+")

# Plain words that mean in every table what they mean in the street.
TRIVIAL = set("name street city postcode customer owner code amount quantity sku reservation recipient subject body".split())


def fields(text: str):
    """(line, table, field, explained): by `///` right above it, or above the table when that is one line."""
    table, documented, above = None, False, False
    for number, line in numbered(text):
        stripped = line.strip()
        if stripped.startswith("///"):
            above = True
            continue
        opened = TYPE.match(line)
        if opened:
            table, documented = opened[2], above
            one_line = "}" in opened[3]
            for field in FIELD.finditer(opened[3]):
                yield number, table, field[1], documented and one_line
            table = None if one_line else table
        elif stripped.startswith("}"):
            table = None
        elif table:
            for field in FIELD.finditer(stripped.split("//")[0]):
                yield number, table, field[1], above or "//" in stripped
        above = False


def schema_faults(tree: Tree):
    schemas = {path: list(fields(text)) for path, text in tree.items()
               if path.endswith(".fbs") and path.startswith("schemas/")}
    known = set(TRIVIAL)
    for found in schemas.values():
        known |= {field for _, _, field, explained in found if explained}
    for path, found in schemas.items():
        for number, table, field, _ in found:
            if field not in known:
                yield Fault(path, number, f"{table}.{field}: no schema says what '{field}' means")


judge(
    schema_faults,
    bad={"silent field": {"schemas/a.fbs": "/// A thing.\ntable A {\n  strange: uint;\n}\n"},
         "silent line": {"schemas/a.fbs": "table A { strange: uint; }\n"}},
    good={"schemas/a.fbs": "table A {\n  /// How many.\n  many: uint;\n}\n/// B.\ntable B { few: uint; }\ntable C { few: uint; sku: string; }\n"},
)
