"""A small HTTP load generator: keep-alive connections in one process, each with one request under way.

    python -m tests.benchmarks.load HOST PORT SECONDS CONNECTIONS FILE

FILE holds requests in full (JSON list of strings); each connection goes through them from its own place.
Prints JSON: requests, seconds, p50, p99 (milliseconds), statuses. The same
for the floor and for what is measured.
"""

from __future__ import annotations

import json
import select
import socket
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path


class Connection:
    """One client."""

    def __init__(self, address: tuple[str, int], requests: Sequence[bytes], place: int) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests, self.place = requests, place
        self.answer, self.sent = b"", 0.0

    def send(self, now: float) -> None:
        self.place = (self.place + 1) % len(self.requests)
        self.answer, self.sent = b"", now
        self.socket.sendall(self.requests[self.place])

    def whole(self) -> bool:
        """Read; is the answer complete?"""
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionError("the server hung up")
        self.answer += part
        head, found, body = self.answer.partition(b"\r\n\r\n")
        if not found:
            return False
        start = head.lower().index(b"content-length:") + 15
        length = int(head[start:].split(b"\r\n", 1)[0])
        return len(body) >= length


def run(host: str, port: int, seconds: float, count: int, requests: Sequence[bytes]) -> dict[str, object]:
    """Load for ``seconds`` after a warm-up of a fifth of it."""
    step = max(1, len(requests) // count)
    clients = [Connection((host, port), requests, number * step) for number in range(count)]
    waiting = select.epoll()
    by_number = {}
    for client in clients:
        by_number[client.socket.fileno()] = client
        waiting.register(client.socket.fileno(), select.EPOLLIN)
        client.send(time.perf_counter())
    start = time.perf_counter() + seconds / 5
    end, now = start + seconds, 0.0
    took: list[float] = []
    statuses: Counter[str] = Counter()
    while now < end:
        for number, _event in waiting.poll(1):
            client = by_number[number]
            if client.whole():
                now = time.perf_counter()
                if now >= start:
                    took.append(now - client.sent)
                    statuses[client.answer[9:12].decode()] += 1
                client.send(now)
        now = time.perf_counter()
    took.sort()
    return {
        "requests": len(took),
        "seconds": now - start,
        "p50": took[len(took) // 2] * 1000,
        "p99": took[len(took) * 99 // 100] * 1000,
        "statuses": statuses,
    }


def main(arguments: Sequence[str]) -> None:
    host, port, seconds, count, file = arguments
    requests = [text.encode() for text in json.loads(Path(file).read_text())]
    print(json.dumps(run(host, int(port), float(seconds), int(count), requests)))


if __name__ == "__main__":
    main(sys.argv[1:])
