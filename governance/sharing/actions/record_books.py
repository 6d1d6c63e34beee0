"""The yearly book of provision records: asked for by its keeper, made by a worker, kept as private files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.db import transaction

from core import clock, pdf
from core.accounts.models import Council, Organ, User
from core.errors import NotNow, Refused
from core.files.actions import erase, keep
from core.http.exports import XLSX
from core.ledger.actions import append
from core.outbox.actions import cancel, enqueue, retry
from core.outbox.models import Job, JobState
from core.outbox.work import Effect, Work
from governance.sharing.documents.record_prints import Entry, entries, spreadsheet, volume
from governance.sharing.documents.statutory import entries_by_law
from governance.sharing.enums import events
from governance.sharing.permissions import may_keep_book
from governance.sharing.queries.record_prints import (
    book_about,
    book_files,
    book_job,
    book_jobs,
    book_of,
    book_rows,
    book_rows_by_law,
)

VOLUME = 100
"""Records that one printed volume holds."""


@transaction.atomic
def request_book(council: Council, *, by: User, organ: Organ, year: int) -> Job:
    """Ask for the book of ``organ`` for the fiscal year; while one is being made, asking again is asking once.

    Raises:
        Refused: there is nothing to put into it.
    """
    may_keep_book(by, council, organ, year).or_raise()
    if not _total(council, organ, year):
        raise Refused("sharing.no_records")
    job = book_job(council, organ, year)
    if job is not None and job.state in (JobState.WAITING, JobState.RUNNING):
        return job
    if job is not None and job.state == JobState.STUCK:
        retry(job)
        return job
    about = book_about(council, organ, year)
    facts = {"organ": organ.pk, "year": year}
    append(events.RECORD_BOOK_ASKED, council=council, subject=f"organ:{organ.pk}", facts=facts, by=by)
    return enqueue(
        "record_book",
        key=f"{about}:{book_jobs(council, organ, year) + 1}",
        council=council,
        payload={"council": council.pk, "organ": organ.pk, "year": year},
    )


@transaction.atomic
def cancel_book(council: Council, *, by: User, organ: Organ, year: int) -> None:
    """Give the book up while it is being made."""
    may_keep_book(by, council, organ, year).or_raise()
    job = book_job(council, organ, year)
    if job is None:
        raise NotNow("job_not_waiting")
    cancel(job)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of the book."""

    name: str
    kind: str
    content: bytes


def make_book(work: Work) -> Effect:
    """Done by a worker: volumes of the print one after the other, then the spreadsheet; the files of an earlier book
    give way to them in the transaction that completes the job."""
    council, organ = book_of(int(work.payload["council"]), int(work.payload["organ"]))
    year = int(work.payload["year"])
    sheets = list(_sheets(work, council, organ, year))

    def effect() -> None:
        about = book_about(council, organ, year)
        for old in book_files(council, organ, year):
            erase(old)
        for one in sheets:
            keep(one.content, name=one.name, kind=one.kind, about=about, council=council.slug)

    return effect


def _sheets(work: Work, council: Council, organ: Organ, year: int) -> Iterator[Sheet]:
    name, total = f"records-{organ.pk}-{year}", _total(council, organ, year)
    work.progress(0, total)
    volumes, done = -(-total // VOLUME), 0
    for number, part in enumerate(_parts(_read(council, organ, year)), start=1):
        context = volume(part, council, organ, year, number=number, volumes=volumes)
        drawn = pdf.render(
            "governance/sharing/pdf/record_book.html",
            context,
            language="ja",
            title=context["title"],
            author=council.name_ja,
            at=clock.now(),
        )
        done += sum(entry.count for entry in part)
        work.progress(done, total)
        yield Sheet(f"{name}-{number}.pdf", "application/pdf", drawn)
    yield Sheet(f"{name}.xlsx", XLSX, spreadsheet(_read(council, organ, year), "ja"))


def _read(council: Council, organ: Organ, year: int) -> Iterable[Entry]:
    rows = book_rows(council, organ, year).iterator(chunk_size=500)
    by_law = book_rows_by_law(council, organ, year).iterator(chunk_size=500)
    today = clock.today()
    return chain(
        entries(rows, council, today=today, language="ja"),
        entries_by_law(by_law, council, today=today, language="ja"),
    )


def _total(council: Council, organ: Organ, year: int) -> int:
    return book_rows(council, organ, year).count() + book_rows_by_law(council, organ, year).count()


def _parts(found: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The entries in lots of one volume."""
    rest = iter(found)
    while part := list(islice(rest, VOLUME)):
        yield part
