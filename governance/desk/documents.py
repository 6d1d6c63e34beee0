"""Deadlines as a calendar (iCalendar, RFC 5545), one whole day each with its address; works and the evidence log as
tables; the chain for machines, and the cases that rest on a provision."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.http.exports import Columns
from core.http.parts import Work
from core.http.templatetags.sekisho import local
from core.ledger.queries import words
from governance.desk.queries.actors import Actors
from governance.sharing.documents.verdict_texts import MOMENTS, NAMES
from governance.sharing.queries import chain_links
from governance.sharing.queries.resting import Rests
from governance.sharing.rules.verdict import Moment

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


def work_columns(address: Callable[[str], str]) -> Columns:
    """The columns of a worklist; ``address`` makes a path one that can be opened from elsewhere."""
    return (
        (_("Due"), lambda work: work.due),
        (_("Kind"), lambda work: work.kind),
        (_("Number"), lambda work: work.ref),
        (_("Title"), lambda work: work.title),
        (pgettext_lazy("worklist", "Who"), lambda work: work.who),
        (_("Next step"), lambda work: work.action),
        (pgettext_lazy("worklist", "Page"), lambda work: address(work.url)),
    )


def awaited_columns(address: Callable[[str], str]) -> Columns:
    """The columns of what waits for others."""
    return (
        (_("Step"), lambda row: row.kind),
        (_("Number"), lambda row: row.ref),
        (_("About"), lambda row: row.title),
        (_("Of whom"), lambda row: row.who),
        (_("Waited for since"), lambda row: row.since),
        (_("Due"), lambda row: row.due),
        (pgettext_lazy("worklist", "Page"), lambda row: address(row.url)),
    )


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


def chain_told(
    row: Any,
    chains: Iterable[tuple[Any, Iterable[chain_links.Row]]],
    at: datetime,
    absolute: Callable[[str], str],
) -> dict[str, Any]:
    """What the page of the chain shows of the request ``row``, in codes and in the reader's words."""
    return {
        "request": row.reference,
        "title": local(row, "title"),
        "council": row.council.slug,
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "lines": [
            {
                "line": line.reference,
                "dataset": line.dataset.reference,
                "state": line.state,
                "links": [_link_told(link, absolute) for link in links],
            }
            for line, links in chains
        ],
    }


def _link_told(row: chain_links.Row, absolute: Callable[[str], str]) -> dict[str, Any]:
    """One link; null for what it does not have."""
    link = row.link
    article = {"label": row.article, "url": absolute(row.article_url) if row.article_url else None}
    return {
        "link": str(link.icon),
        "label": str(link.kind),
        "name": str(link.name) or None,
        "url": absolute(link.url) if link.url else None,
        "state": link.state,
        "since": row.on.isoformat() if row.on else None,
        "article": article if row.article else None,
    }


@dataclass(frozen=True, slots=True)
class CaseResting:
    """A case that rests on a provision, as the list shows it: each moment at which the gate cited it, and by what."""

    line: Any
    cited: Sequence[tuple[Any, datetime, str]]
    decision: Any
    grant: Any


def case_resting(line: Any, rests: Rests) -> CaseResting:
    """``line`` with where it rests on the provision, its newest decision, and its grant."""
    cited = [
        (MOMENTS[Moment(one.moment)], one.at, gettext(", ").join(str(NAMES[code]) for code in one.checks))
        for one in rests.cited
    ]
    decision = line.decided[0].decision if line.decided else None
    return CaseResting(line, cited, decision, getattr(line, "grant", None))
