"""A stranger on the broker: the text protocol of NATS over a plain socket, with nothing of ours in between."""

import json
import select
import socket
import time
import uuid
from typing import NamedTuple, Optional
from urllib.parse import urlsplit


class Message(NamedTuple):
    subject: str
    body: bytes


def partition_of(aggregate_id: str) -> int:
    """FNV-1a, 32 bits, modulo 64: what anybody can compute."""
    value = 2166136261
    for byte in aggregate_id.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value % 64


class ForeignClient:
    """One connection; a context manager. Raises ConnectionError when the broker ends it."""

    def __init__(self, urls: str):
        """Several addresses, separated by commas, are tried in turn."""
        self._socket = self._connect(urls.split(","))
        self._buffer = b""
        self._subscriptions = 0
        self._messages = []
        self._pongs = 0
        self.info = json.loads(self._line().removeprefix(b"INFO "))
        self._socket.sendall(b'CONNECT {"verbose":false,"pedantic":false,"headers":false}\r\n')

    @staticmethod
    def _connect(urls: list) -> socket.socket:
        for place, url in enumerate(urls, 1):
            where = urlsplit(url)
            try:
                return socket.create_connection((where.hostname, where.port), timeout=10)
            except OSError:
                if place == len(urls):
                    raise
        raise ValueError("no address")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def publish(self, subject: str, body: bytes, reply: str = "") -> None:
        self._socket.sendall(f"PUB {subject} {reply} {len(body)}\r\n".encode() + body + b"\r\n")

    def subscribe(self, subject: str) -> None:
        self._subscriptions += 1
        self._socket.sendall(f"SUB {subject} {self._subscriptions}\r\n".encode())
        self.flush()

    def request(self, subject: str, body: bytes, seconds: float = 10) -> Optional[Message]:
        """The first answer, or None. One request at a time, on a connection that listens to nothing else."""
        inbox = f"_INBOX.{uuid.uuid4().hex}"
        self.subscribe(inbox)
        self.publish(subject, body, inbox)
        return self.next_message(seconds)

    def flush(self) -> None:
        """Returns when the broker has read all that was sent."""
        self._socket.sendall(b"PING\r\n")
        awaited = self._pongs + 1
        while self._pongs < awaited:
            self._take_frame()

    def next_message(self, seconds: float) -> Optional[Message]:
        end = time.monotonic() + seconds
        while not self._messages:
            left = end - time.monotonic()
            if b"\r\n" not in self._buffer and not select.select([self._socket], [], [], max(left, 0))[0]:
                return None
            self._take_frame()
        return self._messages.pop(0)

    def forget_messages(self) -> None:
        """Drops what has arrived until now."""
        self.flush()
        self._messages.clear()

    def _take_frame(self) -> None:
        line = self._line()
        if line.startswith(b"MSG "):
            words = line.decode().split()
            self._messages.append(Message(words[1], self._exactly(int(words[-1]) + 2)[:-2]))
        elif line == b"PING":
            self._socket.sendall(b"PONG\r\n")
        elif line == b"PONG":
            self._pongs += 1
        elif line.startswith(b"-ERR"):
            raise ConnectionError(line.decode())

    def _line(self) -> bytes:
        while b"\r\n" not in self._buffer:
            self._receive()
        line, self._buffer = self._buffer.split(b"\r\n", 1)
        return line

    def _exactly(self, count: int) -> bytes:
        while len(self._buffer) < count:
            self._receive()
        piece, self._buffer = self._buffer[:count], self._buffer[count:]
        return piece

    def _receive(self) -> None:
        piece = self._socket.recv(65536)
        if not piece:
            raise ConnectionError("the broker closed the connection")
        self._buffer += piece
