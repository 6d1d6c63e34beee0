"""Work that says when it began and waits where a test holds it up."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from core.files.actions import keep
from core.outbox.actions import enqueue
from core.outbox.work import Effect, Work
from core.pdf import render

NOW: dict[str, tuple[str, ...]] = {}
LATER: dict[str, tuple[str, ...]] = {}
HANDLERS = {"document": "tests.faults.reactions.document"}
MAILS: dict[str, str] = {}


def folder() -> Path:
    return Path(os.environ["SEKISHO_VAR"])


def hold(name: str) -> None:
    """Say that ``name`` has begun; wait while the test holds it."""
    (folder() / f"{name}.began").touch()
    while (folder() / f"{name}.hold").exists():
        time.sleep(0.02)


def document(work: Work) -> Effect:
    """A real document; held up after it was drawn and before it is stored."""
    data = render("_layout/document.html", {"council": None}, language="ja", title="試験")
    hold("document")
    return partial(store, work.payload["about"], work.payload["user"], data)


def store(about: str, user: int, data: bytes) -> None:
    """The document, and the mail that tells of it."""
    keep(data, name="a.pdf", kind="application/pdf", about=about)
    enqueue("mail", key=f"told:{about}", payload={"template": "core/notice", "user": user})


class SlowPost(BaseEmailBackend):
    """Writes each mail to the folder; held up after it went out and before anybody knows."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        for mail in email_messages:
            post = folder() / "post"
            post.mkdir(exist_ok=True)
            (post / f"{time.time_ns()}.eml").write_bytes(mail.message().as_bytes())
            hold("mail")
        return len(email_messages)
