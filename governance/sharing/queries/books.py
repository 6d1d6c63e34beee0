"""The book of a meeting's papers: which cases it is about, and a reader's own copy of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.db.models import QuerySet

from core.access.queries import Someone
from core.accounts.models import Council, User
from core.errors import DomainError
from core.files import queries as files
from core.files.models import StoredFile
from core.outbox.models import Job, JobState
from governance.sharing.models import SharingRequest

KIND = "meeting-book:"
BOARD = "ethics_board"
AHEAD = ("planned", "convened", "open")
SHOWN = "shown"
"""Kept beside the forms of a copy: :class:`Shown`."""


class Shown(msgspec.Struct, frozen=True):
    """What a copy shows, by keys: items of the agenda and cases; of which cases it has pages of files or opinions."""

    motions: frozenset[int]
    cases: frozenset[int]
    files: frozenset[int]
    opinions: frozenset[int]


def request_about(council: Council, subject: str) -> SharingRequest | None:
    """The request that an item of an agenda is about: of its line, or itself; None for any other matter."""
    kind, _, reference = subject.partition(":")
    if kind == "line":
        reference = reference.rpartition("-")[0]
    elif kind != "request":
        return None
    rows = SharingRequest.objects.filter(council=council, reference=reference.partition("/")[0])
    return rows.select_related("council", "applicant", "recipient_organ__organisation").first()


def cases_under_review(meeting: Any) -> QuerySet[SharingRequest]:
    """What the board has in hand when it meets; nothing for other bodies, or once the meeting is over."""
    rows = SharingRequest.objects.filter(council=meeting.body.council)
    if meeting.body.code != BOARD or meeting.state not in AHEAD:
        return rows.none()
    rows = rows.filter(reviews__body=meeting.body, reviews__closed_at__isnull=True)
    return rows.select_related("council", "applicant", "recipient_organ__organisation").order_by("reference")


def key(meeting: int, reader: User, language: str) -> str:
    """Names the work on a reader's copy."""
    return f"{KIND}{meeting}:{reader.pk}:{language}"


def about(meeting: int, reader: User, language: str, form: str) -> str:
    """Names the file of a reader's copy."""
    return f"{key(meeting, reader, language)}:{form}"


def job_of(meeting: int, reader: User, language: str) -> Job | None:
    """The newest work on the reader's copy that was not given up."""
    rows = Job.objects.filter(key__startswith=f"{key(meeting, reader, language)}:")
    return rows.exclude(state=JobState.CANCELLED).order_by("pk").last()


def barred_from(meeting: Any, user: Someone) -> set[int]:
    """Keys of the items of ``meeting`` from which ``user`` is recused."""
    return set(meeting.motions.filter(recusals__attendance__user=user.pk or 0).values_list("pk", flat=True))


def shown_in(meeting: int, reader: User, language: str) -> Shown | None:
    """What the reader's copy shows; None where nothing tells."""
    kept = file_of(meeting, reader, language, SHOWN)
    try:
        return msgspec.json.decode(files.content(kept), type=Shown) if kept else None
    except DomainError:
        return None


def file_of(meeting: int, reader: User, language: str, form: str) -> StoredFile | None:
    """The reader's copy as it was made last, whether or not they may still read what it shows."""
    return files.of(about(meeting, reader, language, form)).filter(erased_at__isnull=True).last()


def copies_since(council: Council, moment: datetime) -> QuerySet[StoredFile]:
    """Every reader's copy that was made at ``moment`` or later, of whichever meeting."""
    return files.under(KIND).filter(council=council.slug, stored_at__gte=moment).order_by("pk")
