"""A legacy system: a small shop of its own over HTTP, which knows customers, can be in different moods, and remembers what it was asked."""

import contextlib
import http.server
import json
import socket
import threading
from typing import NamedTuple


class Asked(NamedTuple):
    method: str
    path: str
    headers: dict
    body: bytes


class Legacy:
    """Listens on a free port until it is left. `people` are its customers by id; of those that it does not know it says so, unless it
    is to `know_all`. In what mood it is: "well", "hanging" (until it is in another), "broken" (closes without a word), "talking nonsense",
    "verbose" (a body without end), "ailing" (500), "away" (503)."""

    def __init__(self):
        self.people = {}
        self.know_all = False
        self._asked = []
        self._mood = "well"
        self._changed = threading.Condition()
        legacy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                mood = legacy._note(Asked(self.command, self.path, dict(self.headers), body))
                {"broken": self.break_off, "talking nonsense": self.talk_nonsense, "verbose": self.be_verbose}.get(
                    mood, lambda: self.tell(*legacy._answer(mood, self.command, self.path, self.headers, body)))()

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def tell(self, status: int, told: dict, **headers):
                text = json.dumps(told).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", "Content-Length": len(text), "Set-Cookie": "old=1",
                                    **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            def break_off(self):
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)

            def talk_nonsense(self):
                self.wfile.write(b"220 old.example ESMTP\r\n\r\n")
                self.close_connection = True

            def be_verbose(self):
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
                self.close_connection = True
                with contextlib.suppress(OSError):
                    for _ in range(1000):
                        self.wfile.write(b"1," * 8192)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            request_queue_size = 128

            def handle_error(self, *_):
                pass  # whoever asked has gone

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.is_open = True

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.be("well")
        self.close()

    def close(self):
        """Nobody listens any more, on kept connections neither."""
        if self.is_open:
            self.be("broken")
            self.is_open = False
            self._server.shutdown()
            self._server.server_close()

    def be(self, mood: str):
        with self._changed:
            self._mood = mood
            self._changed.notify_all()

    @property
    def asked(self) -> list:
        with self._changed:
            return list(self._asked)

    def _note(self, asked: Asked) -> str:
        with self._changed:
            self._asked.append(asked)
            self._changed.wait_for(lambda: self._mood != "hanging", 60)
            return self._mood

    def _answer(self, mood: str, method: str, path: str, headers, body: bytes) -> tuple:
        if mood in ("ailing", "away"):
            return (500 if mood == "ailing" else 503), {"error": "the old system is " + mood}
        if method == "POST" and path == "/v1/customers":
            made = {"id": headers["Sinew-Id"], "system": "legacy", **json.loads(body)}
            self.people[made["id"]] = made
            return 201, {"id": made["id"]}
        found = self.people.get(path.split("?")[0].rpartition("/")[2], {"system": "legacy"} if self.know_all else None)
        return (404, {"error": "nobody"}) if found is None else (200, found)
