#!/usr/bin/env python3
"""No unfinished work, no machine of ours and no stranger's host in the tree: it must work, unchanged, anywhere."""

import re

from tree import Fault, Tree, judge, numbered

UNFINISHED = re.compile(r"(?<!\")\b(TODO|FIXME|XXX|HACK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.$}*/])/(work|root|home)/\w")
URL = re.compile(r"\b(?:https?|ftp|nats|tls)://(?:[^/@\s]*@)?(\[[0-9a-f:]+\]|[\w.-]+)")
HOST = re.compile(r"(?<![\w/@.-])(?:[a-z0-9-]+\.)+(?:com|org|net|edu)(?![\w(.-])")
# Reserved for examples (RFC 2606, RFC 6761), or this very machine; a name without a dot is a placeholder.
HARMLESS_HOST = re.compile(r"(^|\.)(example|test|invalid|localhost)(\.(com|org|net))?$|^127\.|^\[::1\]$|^[A-Z]+$|^0\.0\.0\.0$|^[\w-]+$|^\W")

# A namespace is a name that looks like an address.
NAMESPACE = re.compile(r'xmlns="[^"]*"')

# Texts that are not ours to change, and this folder, whose samples are faults.
EXEMPT = ("LICENSE", "tests/tidy/")


def host_faults(line: str):
    line = NAMESPACE.sub("", line)
    for url in URL.finditer(line):
        if not HARMLESS_HOST.search(url[1]):
            yield f"names the host {url[1]}"
    for host in HOST.finditer(URL.sub("", line)):
        if not HARMLESS_HOST.search(host[0]):
            yield f"names the host {host[0]}"


def word_faults(tree: Tree):
    for path, text in tree.items():
        if path.startswith(EXEMPT):
            continue
        for number, line in numbered(text):
            if UNFINISHED.search(line):
                yield Fault(path, number, "is unfinished: finish it, or open an issue")
            if MACHINE_PATH.search(line):
                yield Fault(path, number, "names a directory of one machine")
            for what in host_faults(line):
                yield Fault(path, number, what)


judge(
    word_faults,
    bad={"unfinished": {"kernel/a.cpp": "// TODO: later\n"}, "machine": {"scripts/a": "cd /home/me/sinew\n"},
         "url": {"scripts/a": "curl https://packages.somebody.eu/x\n"}, "host": {"README.md": "see docs.somebody.org\n"}},
    good={"icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
          "README.md": "http://127.0.0.1:8080/ nats://localhost:4222 bob@shop.example http://example.com/ $PWD/home/x\n"},
)
