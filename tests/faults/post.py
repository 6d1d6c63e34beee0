"""A mail server of this machine: takes what is sent to it and can be slow to say so."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message


class Post(socketserver.ThreadingTCPServer):
    """As much SMTP as a client that only sends needs."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: list[Message] = []
        self.answers = threading.Event()
        """While it is not set the server has the mail and does not say so."""
        self.answers.set()

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def ids(self, to: str) -> list[str]:
        """The Message-IDs of what came for ``to``, one for each time."""
        return [mail["Message-ID"] for mail in self.mails if mail["To"] == to]


class Conversation(socketserver.StreamRequestHandler):
    """One client."""

    server: Post

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.say("354 go on")
                self.server.mails.append(
                    email.message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n")))
                )
                self.server.answers.wait()
                self.say("250 taken")
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 yes")
        return None


@contextmanager
def post() -> Iterator[Post]:
    """The server, while it is needed."""
    with Post() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.answers.set()
            server.shutdown()
            thread.join()
