#!/usr/bin/env python3
"""relay.py ADDRESS PORT: passes TCP connections to ADDRESS:PORT on to 127.0.0.1:PORT. The sandbox listens on its own machine
only, and is to be reached from others here."""

import socket
import sys
import threading


def pass_on(source: socket.socket, sink: socket.socket) -> None:
    try:
        while piece := source.recv(65536):
            sink.sendall(piece)
    except OSError:
        pass  # one side broke off; so shall the other
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(client: socket.socket, port: int) -> None:
    try:
        server = socket.create_connection(("127.0.0.1", port), timeout=10)
    except OSError:
        client.close()
        return
    server.settimeout(None)
    back = threading.Thread(target=pass_on, args=(server, client), daemon=True)
    back.start()
    pass_on(client, server)
    back.join()
    client.close()
    server.close()


def main() -> None:
    address, port = sys.argv[1], int(sys.argv[2])
    with socket.create_server((address, port), backlog=256) as listener:
        while True:
            client, _ = listener.accept()
            threading.Thread(target=serve, args=(client, port), daemon=True).start()


if __name__ == "__main__":
    main()
