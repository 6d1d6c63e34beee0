"""Whom the council can ask again: people whose consent under an ended version is over."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from consent.models import Consent, ConsentItem, Notice, NoticeVersion
from consent.queries.notices import current_version, items_shown
from consent.queries.people import holds
from consent.queries.uses import noes, said_no
from core import clock
from core.outbox.models import Job, JobState

OVER = ("expired", "invalidated")
ASKABLE = frozenset({"none", *OVER})
"""States of a choice in which the council asks by itself: whoever said no, or put it off, is left alone."""


@dataclass(frozen=True, slots=True)
class Again:
    """A version whose consents are over, the version that is asked today, and the people in between."""

    version: NoticeVersion
    current: NoticeVersion
    left: int
    alone: int
    """People who have said no to all that is asked today, agreed to it, or put it off: they are left alone."""
    job: Job | None

    @property
    def working(self) -> bool:
        """Is the worker at it, or about to be?"""
        return self.job is not None and self.job.state in (JobState.WAITING, JobState.RUNNING)


def of_notice(notice: Notice) -> list[Again]:
    """The ended versions of ``notice`` of which somebody can be asked about the present one, newest first."""
    current = asked_now(notice)
    if current is None:
        return []
    rows = NoticeVersion.objects.filter(notice=notice, number__lt=current.number).order_by("-number")
    found = [of_version(row, current) for row in rows]
    return [one for one in found if one.left or one.working]


def of_version(version: NoticeVersion, current: NoticeVersion) -> Again:
    """How many of ``version`` are left to be asked about ``current``."""
    left, over = (
        rows.order_by().values("person").distinct().count()
        for rows in (to_ask(version, current), _over(version, current))
    )
    return Again(version, current, left, over - left, jobs(version, current).order_by("-pk").first())


def asked_now(notice: Notice) -> NoticeVersion | None:
    """The version that people are asked today; None where nobody is."""
    current = current_version(notice)
    return current if current is not None and not items_shown(current)[1] else None


def to_ask(version: NoticeVersion, current: NoticeVersion) -> QuerySet[Consent]:
    """Consents under ``version`` that are over, of people who are not held, have said nothing to ``current``, and whom
    it asks something that they have said no to nowhere."""
    open_to_them = Q(pk__in=())
    for item in items_shown(current)[0]:
        stands = Consent.objects.filter(person=OuterRef("person"), choice=item.choice).exclude(state__in=OVER)
        open_to_them |= Q(~Exists(stands), ~Exists(noes([item]).filter(whose=OuterRef("person"))))
    return _over(version, current).filter(open_to_them)


def asks(record_state: str, item: ConsentItem, person: int) -> bool:
    """Does the council ask the person about ``item`` by itself, where its choice stands so?"""
    return record_state in ASKABLE and not said_no([item], [person]).exists()


def _over(version: NoticeVersion, current: NoticeVersion) -> QuerySet[Consent]:
    said = Consent.objects.filter(person=OuterRef("person"), item__version=current)
    rows = Consent.objects.filter(~Exists(said), item__version=version, state__in=OVER)
    council = version.notice.council
    return rows.exclude(person__in=holds(council, at=clock.now())).exclude(person__joined_into__isnull=False)


def next_persons(version: NoticeVersion, current: NoticeVersion, *, after: int, limit: int) -> list[int]:
    """Keys of the next of them, in the order of their keys."""
    rows = to_ask(version, current).filter(person__gt=after).order_by("person")
    return list(rows.values_list("person_id", flat=True).distinct()[:limit])


def jobs(version: NoticeVersion, current: NoticeVersion) -> QuerySet[Job]:
    """The work of asking those of ``version`` about ``current``."""
    return Job.objects.filter(key__startswith=f"ask_again:{version.pk}:{current.pk}:")
