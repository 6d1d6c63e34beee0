"""The decision API's own server as a process, on the day after the demo's story.

A process of its own has no stopped clock; :mod:`tests.noon` gives it one.
"""

from __future__ import annotations

import contextlib
import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from tests.parts import eventually, running
from tests.servers import answers, free_port

ONE, MANY = "/access/v1/evaluation", "/access/v1/evaluations"


@dataclass(frozen=True)
class Said:
    """An answer over HTTP."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def reasons(self) -> list[str]:
        return [reason["code"] for reason in self.json["context"].get("reasons", [])]


@dataclass(frozen=True)
class Served:
    """One server process with one worker."""

    port: int

    def send(
        self,
        key: str,
        body: Any,
        path: str = ONE,
        method: str = "POST",
        chunked: bool = False,
        **headers: str,
    ) -> Said:
        """One request, ``body`` as JSON unless it is text or bytes."""
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        content = content.encode() if isinstance(content, str) else content
        head = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        head |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent: Any = iter([content[:40], content[40:]]) if chunked else content
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as link:
            link.request(method, path, sent, head, encode_chunked=chunked)
            answer = link.getresponse()
            return Said(answer.status, answer.headers, answer.read())


@contextlib.contextmanager
def serving(folder: Path, **extra: str) -> Iterator[Served]:
    """One process, ready to answer."""
    port = free_port()
    with running("decisions", folder, port, target="tests.noon:application", **extra) as process:
        eventually(lambda: answers(port), process.output)
        yield Served(port)
