"""Versions that were found defective, and how far the consents under them have been ended."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from consent.enums import EventKind
from consent.models import Consent, ConsentEvent, Notice, NoticeVersion
from core.outbox.models import Job, JobState


@dataclass(frozen=True, slots=True)
class Defect:
    """A defective version; ``left``: consents under it that are still to be ended, on which nothing flows."""

    version: NoticeVersion
    left: int
    ended: int
    job: Job | None

    @property
    def working(self) -> bool:
        """Is the worker at it, or about to be?"""
        return self.job is not None and self.job.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def total(self) -> int:
        """All that were or are to be ended."""
        return self.left + self.ended


def of_notice(notice: Notice) -> list[Defect]:
    """The defective versions of ``notice``, the newest first. Three statements for each."""
    rows = NoticeVersion.objects.filter(notice=notice, defective_at__isnull=False).order_by("-number")
    return [found for row in rows.select_related("defective_by") if (found := of_version(row)) is not None]


def of_version(version: NoticeVersion) -> Defect | None:
    """How far ``version`` is; None where it was not found defective."""
    if version.defective_at is None:
        return None
    return Defect(
        version,
        left=standing(version).count(),
        ended=ended(version),
        job=jobs(version).order_by("-pk").first(),
    )


def standing(version: NoticeVersion) -> QuerySet[Consent]:
    """Consents that were agreed to under ``version`` and that nobody has ended yet."""
    return Consent.objects.filter(item__version=version, state="in_force")


def next_persons(version: NoticeVersion, *, after: int, limit: int) -> list[int]:
    """Keys of the next persons with such a consent, in the order of their keys."""
    rows = standing(version).filter(person__gt=after).order_by("person")
    return list(rows.values_list("person_id", flat=True).distinct()[:limit])


def ended(version: NoticeVersion) -> int:
    """How many consents have ended because ``version`` was defective."""
    return ConsentEvent.objects.filter(item__version=version, kind=EventKind.INVALIDATED).count()


def jobs(version: NoticeVersion) -> QuerySet[Job]:
    """The work of ending them: one, and one more each time it was given up and taken up again."""
    return Job.objects.filter(key__startswith=f"defective_notice:{version.pk}:")
