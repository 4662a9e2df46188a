"""A collector of traces: takes OTLP over HTTP in its JSON encoding, strictly, and keeps every span."""

import contextlib
import http.server
import json
import re
import sys
import threading
import time
from typing import NamedTuple

HEX_TRACE = re.compile(r"^[0-9a-f]{32}$")
HEX_SPAN = re.compile(r"^[0-9a-f]{16}$")
SERVER, CLIENT, CONSUMER = 2, 3, 5


class Span(NamedTuple):
    service: str
    instance: str
    name: str
    kind: int
    trace: str
    id: str
    parent: str  # "": it is a root
    start: int  # nanoseconds since 1970
    end: int
    attributes: dict
    links: tuple  # of (trace, span)
    moments: tuple
    failed: bool


def value_of(told: dict):
    """OTLP writes 64-bit numbers as text."""
    (kind, value), = told.items()
    return {"stringValue": str, "boolValue": bool, "intValue": int}[kind](value)


def attributes_of(told: list) -> dict:
    found = {each["key"]: value_of(each["value"]) for each in told}
    assert len(found) == len(told), f"an attribute comes twice: {told}"
    return found


def span_of(resource: dict, told: dict) -> Span:
    assert HEX_TRACE.match(told["traceId"]) and told["traceId"] != "0" * 32, told
    assert HEX_SPAN.match(told["spanId"]) and told["spanId"] != "0" * 16, told
    parent = told.get("parentSpanId", "")
    assert parent == "" or HEX_SPAN.match(parent), told
    assert told["kind"] in range(1, 6), told
    start, end = told["startTimeUnixNano"], told["endTimeUnixNano"]
    assert isinstance(start, str) and isinstance(end, str), "64-bit numbers are text in OTLP's JSON"
    assert 0 < int(start) <= int(end), told
    return Span(resource["service.name"], resource["service.instance.id"], told["name"], told["kind"], told["traceId"],
                told["spanId"], parent, int(start), int(end), attributes_of(told.get("attributes", [])),
                tuple((link["traceId"], link["spanId"]) for link in told.get("links", [])),
                tuple(moment["name"] for moment in told.get("events", [])),
                told.get("status", {}).get("code", 0) == 2)


class Collector:
    """Listens on a free port until it is left. Answers `status` instead of 200 as long as that is set."""

    def __init__(self, port: int = 0):
        self.status = 200
        self.faults = []
        self._spans = []
        self._posts = 0
        self._changed = threading.Condition()
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector._take(self.path, self.headers["Content-Type"], body)
                self.send_response(collector.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def _take(self, path: str, kind: str, body: bytes) -> None:
        with self._changed:
            self._posts += 1
            try:
                assert (path, kind) == ("/v1/traces", "application/json"), (path, kind)
                if self.status == 200:
                    self._spans += self._read(json.loads(body))
            except (AssertionError, KeyError, ValueError, TypeError) as fault:
                self.faults.append(repr(fault))
            self._changed.notify_all()

    @staticmethod
    def _read(told: dict) -> list:
        return [span_of(attributes_of(part["resource"]["attributes"]), span)
                for part in told["resourceSpans"] for scope in part["scopeSpans"] for span in scope["spans"]]

    @property
    def posts(self) -> int:
        with self._changed:
            return self._posts

    def spans(self) -> list:
        with self._changed:
            return list(self._spans)

    def until(self, what: str, found, seconds: float = 60.0) -> list:
        """The spans, once `found(spans)` holds."""
        end = time.monotonic() + seconds
        with self._changed:
            while not found(self._spans):
                left = end - time.monotonic()
                assert left > 0, f"waited {seconds:.0f} s in vain: {what}; there are:\n" + "\n".join(
                    f"{s.trace} {s.parent or '-':16} {s.id} {s.service}: {s.name}" for s in self._spans[-60:])
                self._changed.wait(left)
            return list(self._spans)


class Tree:
    """The spans of one trace, by their parents."""

    def __init__(self, spans: list, trace: str):
        self.spans = [span for span in spans if span.trace == trace]
        self.ids = {span.id for span in self.spans}
        self.roots = [span for span in self.spans if span.parent == ""]
        self.orphans = [span for span in self.spans if span.parent and span.parent not in self.ids]
        self.services = {span.service for span in self.spans}

    def named(self, service: str, name: str) -> list:
        return [span for span in self.spans if (span.service, span.name) == (service, name)]

    def path_of(self, span: Span) -> list:
        """From the root down to it: "service name"."""
        by_id = {each.id: each for each in self.spans}
        path = [span]
        while path[0].parent in by_id:
            path.insert(0, by_id[path[0].parent])
        return [f"{each.service} {each.name}" for each in path]

    def drawing(self) -> str:
        begin = min(span.start for span in self.spans)
        lines = []

        def draw(parent: str, depth: int):
            for span in sorted((s for s in self.spans if s.parent == parent), key=lambda s: s.start):
                lines.append(f"{(span.start - begin) / 1e6:9.1f} ms {(span.end - span.start) / 1e6:8.1f} ms  "
                             f"{'  ' * depth}{span.service}: {span.name}")
                draw(span.id, depth + 1)

        draw("", 0)
        return "\n".join(lines)


if __name__ == "__main__":  # beside a system that is measured: python3 tests/e2e/collector.py 4318
    with Collector(int(sys.argv[1])) as running:
        print(running.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
        print(f"{len(running.spans())} spans in {running.posts} posts, {len(running.faults)} faults")
