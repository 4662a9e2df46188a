"""What the rules of this folder look at, and how each is run.

A rule is a function from a tree (path -> text) to faults. Each run first shows on a bad sample that the rule can fail, and
on a good one that it need not; only then it judges the repository.
"""

import pathlib
import subprocess
import sys
from typing import Callable, Dict, Iterable, NamedTuple

Tree = Dict[str, str]


class Fault(NamedTuple):
    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


Rule = Callable[[Tree], Iterable[Fault]]


def is_cpp(path: str) -> bool:
    return path.endswith((".cpp", ".hpp", ".h"))


def folder(path: str) -> str:
    return str(pathlib.PurePosixPath(path).parent)


def stem(path: str) -> str:
    return pathlib.PurePosixPath(path).stem


def numbered(text: str):
    return enumerate(text.splitlines(), start=1)


def code_only(line: str) -> str:
    """The line without its `//` comment and its string literals (a rule about code is not about words)."""
    out, inside, i = [], False, 0
    while i < len(line):
        c = line[i]
        if inside and c == "\\":
            i += 1
        elif c == '"':
            inside = not inside
        elif not inside and line.startswith("//", i):
            break
        elif not inside:
            out.append(c)
        i += 1
    return "".join(out)


def repository(root: pathlib.Path) -> Tree:
    """All files that are, or are about to be, in the repository, with their text."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=False)
    if listed.returncode == 0:
        paths = [p for p in listed.stdout.decode().split("\0") if p]
    else:  # an unpacked archive
        paths = [str(p.relative_to(root)) for p in root.rglob("*")]
        paths = [p for p in paths if p.split("/")[0] not in (".git", ".deps", "build")]
    tree = {}
    for path in sorted(set(paths)):
        file = root / path
        if not file.is_file():
            continue
        try:
            tree[path] = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            tree[path] = ""  # binary (released schemas): there, but nothing to read
    return tree


def judge(rule: Rule, bad: Dict[str, Tree], good: Tree) -> None:
    """`bad`: one small tree per kind of fault, by the name of the fault."""
    for name, sample in bad.items():
        if not list(rule(sample)):
            sys.exit(f"the rule is blind: it finds no fault in its own sample '{name}'")
    false_alarms = list(rule(good))
    if false_alarms:
        sys.exit("the rule cries wolf over its good sample:\n" + "\n".join(map(str, false_alarms)))
    tree = repository(pathlib.Path(sys.argv[1]))
    if not any(is_cpp(path) for path in tree):
        sys.exit("no sources found: nothing was judged")
    faults = sorted(rule(tree))
    for fault in faults:
        print(fault)
    sys.exit(f"{len(faults)} faults" if faults else 0)
