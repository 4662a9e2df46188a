"""What a program does with a gateway: requests over kept connections, event streams, and bytes that are no HTTP."""

import http.client
import json
import socket
import urllib.parse
from typing import NamedTuple

PATIENCE = 60.0


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class EventStream:
    """An event stream on a connection of its own; its events as dicts of `id`, `event` and `data`."""

    def __init__(self, connection: http.client.HTTPConnection, answer: http.client.HTTPResponse):
        self._connection = connection
        self._answer = answer

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """The connection has handed its socket to the answer, and does not close it."""
        self._answer.close()
        self._connection.close()

    def __iter__(self):
        fields = {}
        for line in self._answer:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name:
                fields[name] = value
            elif fields:
                yield {**fields, "data": json.loads(fields["data"])}
                fields = {}


class Gateway:
    """One kept connection, on which each request carries `token`, if there is one. Not for several threads."""

    def __init__(self, url: str, token: str = ""):
        self.address = urllib.parse.urlsplit(url)
        self.token = token
        self._connection = self._connect()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=PATIENCE)

    def _headers(self, given: dict) -> dict:
        """Names as they are sent, `If_None_Match` for If-None-Match, and who asks."""
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**own, **{name.replace("_", "-"): value for name, value in given.items()}}

    def ask(self, method: str, path: str, body=None, **headers) -> Answer:
        """`body` as JSON, unless it is text or bytes."""
        named = self._headers(headers)
        if body is not None:
            named.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, (str, bytes)) else json.dumps(body)
        self._connection.request(method, path, body, named)
        answer = self._connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())

    def get(self, path: str, **headers) -> Answer:
        return self.ask("GET", path, **headers)

    def place(self, key: str, order, **headers) -> Answer:
        return self.ask("POST", "/v1/orders", order, Idempotency_Key=key, **headers)

    def events(self, path: str, **headers) -> EventStream:
        connection = self._connect()
        connection.request("GET", path, headers=self._headers(headers))
        answer = connection.getresponse()
        assert answer.status == 200, f"{path}: {answer.status}: {answer.read()}"
        return EventStream(connection, answer)

    def say(self, request: bytes) -> bytes:
        """Sends bytes, says that no more come, and returns all that is answered."""
        heard = b""
        with socket.create_connection((self.address.hostname, self.address.port), PATIENCE) as line:
            try:
                line.sendall(request)
                line.shutdown(socket.SHUT_WR)
                while piece := line.recv(65536):
                    heard += piece
            except ConnectionError:
                pass  # it has heard enough
        return heard
