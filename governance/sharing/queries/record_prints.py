"""Books and prints of records: what goes into them, how far they are, and where they lie."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate

from core import clock
from core.access.queries import Someone
from core.accounts.models import Council, Organ
from core.files.models import StoredFile
from core.files.queries import of as files_of
from core.files.queries import under as files_under
from core.outbox.models import Job
from core.outbox.queries import of as job_of
from governance.sharing.models import Dataset, Delivery, RecordLookup
from governance.sharing.queries.deliveries import seen_deliveries
from governance.sharing.queries.records import of_year, provided, released


def lookup_about(row: RecordLookup, language: str) -> str:
    """Names the print of a look-up, its job and its file."""
    return f"person_records:{row.pk}:{language}"


def lookup_job(row: RecordLookup, language: str) -> Job | None:
    """The worker's job on it."""
    return job_of(lookup_about(row, language))


def lookup_file(row: RecordLookup, language: str) -> StoredFile | None:
    """The print, once it is made."""
    return files_of(lookup_about(row, language)).last()


def lookup_to_print(pk: int) -> RecordLookup:
    """The look-up with what a print says of it."""
    rows = RecordLookup.objects.select_related("council", "person", "holder__organisation", "looked_up_by")
    return rows.get(pk=pk)


_BOOK = "record_book"


@dataclass(frozen=True, slots=True)
class Book:
    """A book: the newest job on it, its volumes and its spreadsheet."""

    job: Job | None = None
    files: tuple[StoredFile, ...] = ()


def book_about(council: Council, organ: Organ, year: int) -> str:
    """Names the book of one provider and fiscal year, its jobs and its files."""
    return f"{_BOOK}:{council.pk}:{organ.pk}:{year}"


def book_of(council: int, organ: int) -> tuple[Council, Organ]:
    """Council and provider of a book, by their keys."""
    return Council.objects.get(pk=council), Organ.objects.select_related("organisation").get(pk=organ)


def book_job(council: Council, organ: Organ, year: int) -> Job | None:
    """The newest job on the book."""
    return Job.objects.filter(key__startswith=f"{book_about(council, organ, year)}:").order_by("-pk").first()


def book_jobs(council: Council, organ: Organ, year: int) -> int:
    """How often it was asked for."""
    return Job.objects.filter(key__startswith=f"{book_about(council, organ, year)}:").count()


def book_files(council: Council, organ: Organ, year: int) -> QuerySet[StoredFile]:
    """Its volumes and its spreadsheet."""
    return files_of(book_about(council, organ, year)).order_by("pk")


def book_rows(council: Council, organ: Organ, year: int) -> QuerySet[Delivery]:
    """The provisions of the book; those under one grant stand together, so that a batch is one record."""
    rows = of_year(released(council), year).filter(grant__line__dataset__provider=organ)
    return rows.prefetch_related("hand_overs").order_by("grant_id", "released_at", "pk")


def books_made(council: Council) -> dict[str, Book]:
    """The books that were asked for, by :func:`book_about`."""
    kind = f"{_BOOK}:{council.pk}:"
    jobs = {
        job.key.rpartition(":")[0]: job for job in Job.objects.filter(key__startswith=kind).order_by("pk")
    }
    files: dict[str, list[StoredFile]] = {}
    for file in files_under(kind).order_by("pk"):
        files.setdefault(file.about, []).append(file)
    return {name: Book(jobs.get(name), tuple(files.get(name, ()))) for name in {*jobs, *files}}


def years_unseen(user: Someone, council: Council, organ: Organ) -> frozenset[int]:
    """The fiscal years in which ``organ`` provided something that ``user`` may not see."""
    rows = provided(council).filter(~seen_deliveries(user, council), grant__line__dataset__provider=organ)
    days = rows.annotate(day=TruncDate("released_at", tzinfo=clock.TOKYO)).order_by()
    return frozenset(map(clock.fiscal_year, days.values_list("day", flat=True).distinct()))


def providers_of_records(council: Council) -> QuerySet[Organ]:
    """Organs that have provided something: for each that could, one provision is looked for, not all of them."""
    could = Organ.objects.filter(pk__in=Dataset.objects.filter(council=council).values("provider"))
    theirs = provided(council).filter(grant__line__dataset__provider=OuterRef("pk"))
    return (
        could.alias(some=Subquery(theirs.values("pk")[:1]))
        .filter(some__isnull=False)
        .select_related("organisation")
        .order_by("organisation__name_ja", "name_ja")
    )
