"""A mail server of this machine: takes what is sent to it and can be slow to say so."""

from __future__ import annotations

import asyncio
import email
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import free_port


class Post:
    """What has come, and whether the server says so."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.answers = threading.Event()
        """While it is not set the server has the mail and does not say so."""
        self.answers.set()
        self._server = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self._server.port}"

    def ids(self, to: str) -> list[str]:
        """The Message-IDs of what came for ``to``, one for each time."""
        return [mail["Message-ID"] for mail in self.mails if mail["To"] == to]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.mails.append(email.message_from_bytes(envelope.original_content or b""))
        await asyncio.to_thread(self.answers.wait)
        return "250 taken"


@contextmanager
def post() -> Iterator[Post]:
    """The server, while it is needed."""
    server = Post()
    server._server.start()
    try:
        yield server
    finally:
        server.answers.set()
        server._server.stop()
