#!/usr/bin/env python3
"""Knowledge points one way: who may include whom (ARCHITECTURE.md, "Rooms")."""

import re

from tree import Fault, Tree, folder, is_cpp, judge, numbered, stem

KERNEL = ["kernel"]
SCHEMAS = KERNEL + ["schemas"]
ACTORS = SCHEMAS + ["telemetry", "actors"]
ALLOWED = {
    "kernel": KERNEL,
    "schemas": SCHEMAS,
    "telemetry": KERNEL + ["telemetry"],
    "http": KERNEL + ["http"],
    "actors": ACTORS,
    "memory": ACTORS + ["memory"],
    "projection": ACTORS + ["projection"],
    "bridge": ACTORS + ["projection", "bridge"],
    "services": ACTORS + ["http", "services"],
    "tools": ACTORS + ["bridge", "tools"],
    "bench": ACTORS + ["bridge", "tools", "bench"],
    "gateway": ACTORS + ["http", "bridge", "tools", "gateway"],
}
# The gateway takes of the tools what talks to a system, and nothing that prints or reads a command line.
CLIENT_PARTS = ("tools/client/", "tools/transcode/", "tools/cloud_event.hpp", "tools/send/command_writer.hpp",
                "tools/send/persistent_sender.hpp", "tools/tap/stream_follower.hpp", "tools/cluster/cluster_reading.hpp",
                "tools/cluster/cluster_view.hpp", "tools/park/", "tools/routing/http_route.hpp", "tools/routing/route_store.hpp", "tools/saga/")
# Who asks is known by tokens and requests, whatever is asked for.
IDENTITY_PARTS = ("kernel/", "gateway/http/", "gateway/identity/", "gateway/route_table.hpp", "tools/transcode/strict_json.hpp")
# What a program puts together, its main.cpp may know, too.
MAIN_MAY_KNOW = {"services": ["bridge"], "tools": ["bench"]}
# Tests may look at anything, and so may the small benchmarks.
FREE = ["tests"]
FREE_FOLDERS = ["tests/", "bench/micro/"]
ROOMS = list(ALLOWED) + FREE

# Foreign headers that belong to some rooms alone, and why.
OWNED = {
    r"nats(\.h|/)": (["bridge", "bench/floor"], "only bridge knows NATS, and the floor, which measures NATS without us"),
    r"caf/": (["actors", "bench/micro"], "only actors knows CAF, and the small benchmarks, which measure CAF without us"),
    r"boost/": (["telemetry", "http", "services", "gateway"], "HTTP is how others are asked, the gateway's edge, and how a process is watched"),
    r"sqlite3\.h": (["projection"], "only projection knows SQLite"),
    r"spdlog/": (["telemetry", "actors", "memory", "projection", "bridge", "services", "tools", "bench", "gateway"], "kernel and schemas are pure"),
}

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def domains(tree: Tree):
    """The stems of the files that hold a domain: pure rules, recognized by their `decide`."""
    return {
        (folder(path), stem(path))
        for path, text in tree.items()
        if path.startswith("services/") and path.endswith(".hpp") and re.search(r"static auto decide\(", text)
    }


def is_domain(path: str, pure) -> bool:
    return (folder(path), stem(path)) in pure


def own_fault(path: str, header: str, tree: Tree, pure) -> str:
    room, target = path.split("/")[0], header.split("/")[0]
    if target not in ROOMS:
        return f'"{header}" is not named from the root of the repository'
    if header not in tree and not re.search(r"(_generated\.h|_bfbs\.hpp|_embedded\.hpp)$", header):
        return f'"{header}" is no file of ours'
    if path.startswith(tuple(FREE_FOLDERS)):
        return ""
    put_together = MAIN_MAY_KNOW.get(room, []) if path.endswith("main.cpp") else []
    if target not in ALLOWED[room] + put_together:
        return f"{room} may not know {target}"
    if room == "gateway" and target == "tools" and not header.startswith(CLIENT_PARTS):
        return f"the gateway knows of the tools only what talks to a system, not {header}"
    if path.startswith("gateway/http/") and not header.startswith(("kernel/", "http/", "gateway/http/")):
        return f"gateway/http knows sockets and nothing of the shop: not {header}"
    if path.startswith("gateway/identity/") and not header.startswith(IDENTITY_PARTS):
        return f"gateway/identity knows tokens and requests and nothing of the shop: not {header}"
    if is_domain(path, pure):
        own = folder(path)
        if target != "kernel" and header != "services/vocabulary.hpp" and not header.startswith(own + "/"):
            return f"a domain knows only kernel/ and services/vocabulary.hpp, not {header}"
        if header.startswith(own + "/") and not is_domain(header, pure):
            return f"a domain does not know the parts around it: {header}"
    return service_fault(path, header)


def service_fault(path: str, header: str) -> str:
    """Services know each other by their events alone; what several share lies beside them or in services/outside."""
    mine, theirs = folder(path), folder(header)
    if not header.startswith("services/") or theirs in ("services", "services/outside", mine):
        return ""
    if theirs.startswith(mine + "/") or mine.startswith(theirs + "/"):
        return ""
    return f"{mine} may not know {theirs}: services meet on the wire" if mine.startswith("services") else ""


def foreign_fault(path: str, header: str) -> str:
    for pattern, (owners, why) in OWNED.items():
        if re.match(pattern, header) and not path.startswith(tuple(f"{owner}/" for owner in owners + FREE)):
            return f"<{header}>: {why}"
    return ""


def layer_faults(tree: Tree):
    pure = domains(tree)
    for path, text in tree.items():
        if not is_cpp(path) or path.split("/")[0] not in ROOMS:
            continue
        for number, line in numbered(text):
            found = INCLUDE.match(line)
            if not found:
                continue
            quoted = found[1] == '"'
            what = own_fault(path, found[2], tree, pure) if quoted else foreign_fault(path, found[2])
            if what:
                yield Fault(path, number, what)


DOMAIN = "struct order { static auto decide(int) -> int; };\n"

judge(
    layer_faults,
    bad={
        "the asker knows the runtime": {"http/a.cpp": '#include "actors/loop.hpp"\n', "actors/loop.hpp": ""},
        "telemetry knows events": {"telemetry/a.cpp": '#include "schemas/message.hpp"\n', "schemas/message.hpp": ""},
        "kernel looks up": {"kernel/a.hpp": '#include "actors/loop.hpp"\n', "actors/loop.hpp": ""},
        "actors knows NATS": {"actors/a.cpp": "#include <nats/nats.h>\n"},
        "actors knows bridge": {"actors/a.cpp": '#include "bridge/b.hpp"\n', "bridge/b.hpp": ""},
        "actors knows a service": {"actors/a.cpp": '#include "services/s/s.hpp"\n', "services/s/s.hpp": ""},
        "schemas knows CAF": {"schemas/a.cpp": "#include <caf/all.hpp>\n"},
        "a service knows how lists are kept": {"services/s/s.cpp": '#include "projection/p.hpp"\n', "projection/p.hpp": ""},
        "bridge knows SQLite": {"bridge/a.cpp": "#include <sqlite3.h>\n"},
        "memory knows bridge": {"memory/a.cpp": '#include "bridge/b.hpp"\n', "bridge/b.hpp": ""},
        "a service knows bridge": {"services/s/s_codec.hpp": '#include "bridge/b.hpp"\n', "bridge/b.hpp": ""},
        "a service knows another": {"services/s/s.hpp": '#include "services/t/t.hpp"\n', "services/t/t.hpp": ""},
        "a domain knows a table": {"services/s/order.hpp": DOMAIN + '#include "schemas/order_generated.h"\n'},
        "a domain knows its codec": {
            "services/s/order.hpp": DOMAIN + '#include "services/s/order_codec.hpp"\n',
            "services/s/order_codec.hpp": "",
        },
        "tools knows bench": {"tools/a.cpp": '#include "bench/b.hpp"\n', "bench/b.hpp": ""},
        "the gateway prints": {"gateway/a.cpp": '#include "tools/terminal.hpp"\n', "tools/terminal.hpp": ""},
        "sockets know the shop": {"gateway/http/a.cpp": '#include "gateway/b.hpp"\n', "gateway/b.hpp": ""},
        "identity knows the shop": {"gateway/identity/a.cpp": '#include "gateway/order_api.hpp"\n', "gateway/order_api.hpp": ""},
        "tools knows the gateway": {"tools/a.cpp": '#include "gateway/b.hpp"\n', "gateway/b.hpp": ""},
        "the rig knows NATS": {"bench/rig/a.cpp": "#include <nats/nats.h>\n"},
        "include by neighbourhood": {"actors/a.cpp": '#include "loop.hpp"\n', "actors/loop.hpp": ""},
        "include of nothing": {"actors/a.cpp": '#include "actors/gone.hpp"\n'},
    },
    good={
        "services/s/order.hpp": DOMAIN + '#include "kernel/a.hpp"\n#include "services/vocabulary.hpp"\n',
        "services/vocabulary.hpp": "",
        "kernel/a.hpp": "#include <vector>\n",
        "services/s/main.cpp": '#include "bridge/b.hpp"\n#include "services/s/order.hpp"\n',
        "services/s/s_codec.hpp": '#include "schemas/s_generated.h"\n',
        "bridge/b.hpp": '#include <nats/nats.h>\n#include "kernel/a.hpp"\n',
        "tools/main.cpp": '#include "bench/b.hpp"\n',
        "bench/b.hpp": '#include "bridge/b.hpp"\n',
        "bench/floor/f.cpp": "#include <nats/nats.h>\n",
        "gateway/a.cpp": '#include "tools/client/c.hpp"\n#include "gateway/http/h.hpp"\n',
        "gateway/http/h.hpp": '#include <boost/asio.hpp>\n#include "kernel/a.hpp"\n',
        "tools/client/c.hpp": "",
        "tests/unit/t.cpp": '#include "bridge/b.hpp"\n',
    },
)
