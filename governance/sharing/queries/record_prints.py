"""Books and prints of records: what goes into them, how far they are, and where they lie."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from core import clock
from core.access.queries import Someone
from core.accounts.models import Council, Organ
from core.files.models import StoredFile
from core.files.queries import of as files_of
from core.files.queries import under as files_under
from core.outbox.models import Job
from core.outbox.queries import of as job_of
from governance.sharing.models import Dataset, Delivery, RecordLookup, StatutoryProvision
from governance.sharing.queries.deliveries import seen_deliveries
from governance.sharing.queries.records import Shown, of_year, provided, released, shown_by, years_of
from governance.sharing.queries.statutory import provided_by_law


def lookup_about(row: RecordLookup, language: str) -> str:
    """Names the print of a look-up, its job and its file: by what it shows whoever made it, as they act today. A print
    made under a right that has ended, or under another, is not theirs any more. The plain name is that of a print
    that shows all."""
    shown, name = shown_by(row), f"person_records:{row.pk}:{language}"
    return name if shown == Shown() else f"{name}:{_scope(shown)}"


def _scope(shown: Shown) -> str:
    """A short name of whose provisions are shown, and to whom."""
    organs = (shown.providers, shown.recipients)
    keys = [None if some is None else sorted(some.values_list("pk", flat=True)) for some in organs]
    return hashlib.sha256(repr(keys).encode()).hexdigest()[:16]


def lookup_job(row: RecordLookup, language: str) -> Job | None:
    """The worker's job on it."""
    return job_of(lookup_about(row, language))


def lookup_file(row: RecordLookup, language: str) -> StoredFile | None:
    """The print, once it is made."""
    return files_of(lookup_about(row, language)).last()


def lookup_to_print(pk: int) -> RecordLookup:
    """The look-up with what a print says of it."""
    rows = RecordLookup.objects.select_related(
        "council", "person", "link", "holder__organisation", "looked_up_by"
    )
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


def book_rows_by_law(council: Council, organ: Organ, year: int) -> QuerySet[StatutoryProvision]:
    """The provisions of the book that a law required."""
    days = (date(year, 4, 1), date(year + 1, 3, 31))
    return provided_by_law(council, organ).filter(provided_on__range=days)


def book_years(council: Council, organ: Organ) -> list[int]:
    """Fiscal years of which there is a book, the newest first."""
    days = provided_by_law(council, organ).order_by().values_list("provided_on", flat=True).distinct()
    by_law = {clock.fiscal_year(day) for day in days if day is not None}
    return sorted(by_law | set(years_of(council, organ)), reverse=True)


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
    """Organs that have provided something, also because a law required it: of each dataset one provision is looked for,
    not all of them. The dataset is named as a range of one: told that it is equal, PostgreSQL counts on as many lines
    as the commonest dataset has, and reads them all to find that nobody ever asked for this one."""
    by_law = StatutoryProvision.objects.filter(council=council, provided_on__isnull=False).values("provider")
    of_it = Q(grant__line__dataset__gte=OuterRef("pk"), grant__line__dataset__lte=OuterRef("pk"))
    some = Subquery(provided(council).filter(of_it).values("pk")[:1])
    datasets = Dataset.objects.filter(council=council).alias(some=some)
    provided_from = datasets.filter(some__isnull=False).values("provider")
    return (
        Organ.objects.filter(Q(pk__in=provided_from) | Q(pk__in=by_law))
        .select_related("organisation")
        .order_by("organisation__name_ja", "name_ja")
    )
