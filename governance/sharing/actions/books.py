"""The papers of a meeting as one book: asked for by a reader, made by a worker, one copy each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from django.db import transaction
from django.utils import translation

from core import clock
from core.accounts.models import Council, User
from core.errors import NotFound
from core.files.actions import erase, keep
from core.http.templatetags.sekisho import local
from core.outbox.actions import cancel, enqueue, retry
from core.outbox.models import Job, JobState
from core.outbox.work import Effect, GaveUp, NotYet, Work
from core.paper import FORMS, LANGUAGES, MEDIA, draw
from core.pdf import bind
from governance.assembly import queries as assembly
from governance.sharing.documents.annexes import annexes_of
from governance.sharing.documents.book import Annex, Copy, Item, book
from governance.sharing.documents.case import Stages
from governance.sharing.models import Attachment, IndividualOpinion, SharingRequest
from governance.sharing.permissions import opinions_in_copy, reads_in_copy
from governance.sharing.queries.books import (
    SHOWN,
    Shown,
    about,
    barred_from,
    cases_under_review,
    file_of,
    job_of,
    key,
    request_about,
)
from governance.sharing.queries.panels import opened_opinions

STEPS = 1 + len(FORMS)
"""Reading, then each file."""


@transaction.atomic
def request_book(council: Council, pk: int, *, by: User, language: str) -> Job:
    """Ask for one's own copy; asking again while it is made is asking once."""
    meeting = _meeting(council, pk, by)
    job = job_of(meeting.pk, by, language)
    if job is not None and job.state in (JobState.WAITING, JobState.RUNNING):
        return job
    if job is not None and job.state == JobState.STUCK:
        retry(job)
        return job
    return enqueue(
        "meeting_book",
        key=f"{key(meeting.pk, by, language)}:{clock.now().isoformat()}",
        council=council,
        payload={"council": council.pk, "meeting": meeting.pk, "user": by.pk, "language": language},
    )


@transaction.atomic
def cancel_book(council: Council, pk: int, *, by: User, language: str) -> None:
    """Give one's copy up while it is being made."""
    job = job_of(_meeting(council, pk, by).pk, by, language)
    if job is not None:
        cancel(job)


def _meeting(council: Council, pk: int, by: User) -> Any:
    meeting = assembly.meetings_for(by, council).filter(pk=pk).first()
    if meeting is None:
        raise NotFound("not_found")
    return meeting


def make_book(work: Work, *, stages: Stages) -> Effect:
    """Done by a worker: the copy of whoever asked, in one language, as every kind of file. The copies made
    before are erased.

    Raises:
        GaveUp: the reader may no longer see the meeting.
        NotYet: by the effect, where an attached file was erased in the meantime: it is made anew.
    """
    reader = User.objects.get(pk=work.payload["user"])
    council = Council.objects.get(pk=work.payload["council"])
    language = str(work.payload["language"])
    meeting = assembly.meetings_for(reader, council).filter(pk=work.payload["meeting"]).first()
    if meeting is None or language not in LANGUAGES:
        raise GaveUp("not_found")
    with translation.override(language):
        items = tuple(_items(meeting, reader))
        annexes = tuple(annexes_of(items, reader))
        paper = book(Copy(meeting, reader.name, items, stages, annexes))
        sheets = {one.heading: one.leaves for one in annexes if one.leaves is not None}
    work.progress(1, STEPS)
    drawn = {}
    for step, form in enumerate(FORMS, start=2):
        drawn[form] = draw(paper, form, language=language)
        work.progress(step, STEPS)
    drawn["pdf"] = bind(drawn["pdf"], sheets)
    drawn[SHOWN] = msgspec.json.encode(_shown(items, annexes))

    def effect() -> None:
        if not _are_there(annexes):
            raise NotYet(clock.wall())
        for form, content in drawn.items():
            name = about(meeting.pk, reader, language, form)
            old = file_of(meeting.pk, reader, language, form)
            if old is not None:
                erase(old)
            kind = MEDIA.get(form, "application/json")
            keep(content, name=f"{paper.title}.{form}", kind=kind, about=name, council=council.slug)

    return effect


def _shown(items: Collection[Item], annexes: Collection[Annex]) -> Shown:
    """What the copy shows, for whoever takes it later."""
    told = [one for one in items if not one.left_out]
    cases = {one.case.reference: one.case.pk for one in told if one.case is not None}
    return Shown(
        motions=frozenset(one.motion for one in told if one.motion is not None),
        cases=frozenset(cases.values()),
        files=frozenset(cases[one.case] for one in annexes if one.leaves is not None),
        opinions=frozenset(one.case.pk for one in told if one.case is not None and one.opinions is not None),
    )


def _are_there(annexes: Collection[Annex]) -> bool:
    """Is every file still part of its case? They stay so until the copy is kept: whoever erases one waits for it, and
    then erases the copy."""
    rows = Attachment.objects.select_for_update().filter(pk__in=[one.file for one in annexes])
    return len(rows.filter(removed_at=None, purged_at=None).order_by("pk")) == len(annexes)


def _items(meeting: Any, reader: User) -> Iterator[Item]:
    """The agenda as this reader's copy has it; then the cases that the board has in hand besides."""
    council, told = meeting.body.council, set()
    barred = barred_from(meeting, reader)
    for motion in assembly.on_agenda(meeting):
        case = request_about(council, motion.subject)
        out = motion.pk in barred or (case is not None and not reads_in_copy(reader, case, meeting))
        told.add(case.pk if case else None)
        yield Item(
            number=motion.number,
            title=local(motion, "title"),
            kind=str(motion.get_kind_display()),
            text=local(motion, "text"),
            case=case,
            motion=motion.pk,
            left_out=out,
            opinions=_opinions(reader, case) if case is not None else None,
        )
    for case in cases_under_review(meeting).exclude(pk__in=[pk for pk in told if pk]):
        yield _in_hand(case, reader, meeting)


def _in_hand(case: SharingRequest, reader: User, meeting: Any) -> Item:
    return Item(
        number=0,
        title=f"{case.reference} {local(case, 'title')}",
        kind=str(case.get_state_display()),
        text="",
        case=case,
        left_out=not reads_in_copy(reader, case, meeting),
        opinions=_opinions(reader, case),
    )


def _opinions(reader: User, case: SharingRequest) -> tuple[IndividualOpinion, ...] | None:
    return tuple(opened_opinions(case, reader)) if opinions_in_copy(reader, case) else None
