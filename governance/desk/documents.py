"""Deadlines as a calendar (iCalendar, RFC 5545), one whole day each with its address; the evidence log as a table."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.http.exports import Columns
from core.http.parts import Work
from core.ledger.queries import words
from governance.desk.queries.actors import Actors

WIDTH = 75
"""Octets of a line, the break not counted (RFC 5545, 3.1)."""


def calendar(name: str, works: Iterable[Work], *, base_url: str, at: datetime) -> str:
    """The calendar ``name`` with the works that have a day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sekisho//Deadlines//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_text(name)}", "X-PUBLISHED-TTL:PT6H"]
    for work in works:
        if work.due is not None:
            lines += _event(work, work.due, base_url, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(work: Work, due: date, base_url: str, at: datetime) -> list[str]:
    key = hashlib.sha256(f"{work.kind}|{work.ref}|{work.url}".encode()).hexdigest()[:32]
    title = " ".join(str(part) for part in (work.kind, work.ref, work.title) if part)
    return [
        "BEGIN:VEVENT",
        f"UID:{key}@sekisho",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(title)}",
        f"DESCRIPTION:{_text(str(work.action))}",
        f"URL:{base_url}{work.url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    """A value of the kind TEXT (RFC 5545, 3.3.11)."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> Iterator[str]:
    """``line`` in pieces of at most :data:`WIDTH` octets, whole characters each; the later ones begin with a blank."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > WIDTH:
            yield piece
            piece, size = " ", 1
        piece += character
        size += octets
    yield piece


def log_columns(address: Callable[[str], str], actors: Actors) -> Columns:
    """The columns of the evidence log; ``address`` makes a path one that can be opened from elsewhere."""
    return (
        (_("When"), lambda row: row.at),
        (_("What happened"), words),
        (_("Name of the event"), lambda row: row.event),
        (_("About"), lambda row: row.subject),
        (_("Who acted"), actors.of),
        (_("Place in the log"), lambda row: _("not sealed yet") if row.leaf is None else row.leaf),
        (_("Receipt"), lambda row: address(reverse("ledger:entry", args=[row.pk]))),
    )
