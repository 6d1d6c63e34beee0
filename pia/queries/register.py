"""What the public register and the chain page show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core import clock
from core.accounts.models import Council
from pia.enums import State
from pia.models import Assessment, Coverage


@dataclass(frozen=True, slots=True)
class Published:
    """A public summary; ``state`` says whether it still counts."""

    reference: str
    revision: int
    state: str
    title_ja: str
    title_en: str
    summary_ja: str
    summary_en: str
    standard: str
    dataset: str
    stages: tuple[str, ...]
    approved_on: date
    published_on: date
    valid_until: date
    outdated_on: date | None


@dataclass(frozen=True, slots=True)
class AssessmentLink:
    """One link of the chain: the assessment that a request rests on."""

    reference: str
    revision: int
    state: str
    title_ja: str
    title_en: str
    approved_on: date | None
    valid_until: date | None
    article_ja: str
    article_en: str


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.TOKYO).date() if moment else None


def published(council: Council) -> tuple[Published, ...]:
    """The published summaries of a council, newest first; those outdated since stay readable as such."""
    rows = Assessment.objects.filter(
        council=council, published_at__isnull=False, state__in=[State.PUBLISHED, State.OUTDATED]
    ).select_related("coverage")
    return tuple(_published(row) for row in rows.order_by("-published_at", "-pk"))


def _published(row: Assessment) -> Published:
    approved, made_public, until = _day(row.approved_at), _day(row.published_at), row.valid_until
    if approved is None or made_public is None or until is None:
        raise ValueError(f"{row} is published without its dates")
    cover = getattr(row, "coverage", None) or Coverage()
    return Published(
        reference=row.reference,
        revision=row.revision,
        state=row.state,
        title_ja=row.title_ja,
        title_en=row.title_en,
        summary_ja=row.summary_ja,
        summary_en=row.summary_en,
        standard=row.get_standard_display(),
        dataset=row.dataset_reference,
        stages=tuple(cover.stages),
        approved_on=approved,
        published_on=made_public,
        valid_until=until,
        outdated_on=row.outdated_on,
    )


def links(council: Council, reference: str) -> tuple[AssessmentLink, ...]:
    """All revisions of ``reference``, the newest first, for the chain page."""
    rows = Assessment.objects.filter(council=council, reference=reference).order_by("-revision")
    return tuple(
        AssessmentLink(
            reference=row.reference,
            revision=row.revision,
            state=row.state,
            title_ja=row.title_ja,
            title_en=row.title_en,
            approved_on=_day(row.approved_at),
            valid_until=row.valid_until,
            article_ja=row.threshold_article_ja,
            article_en=row.threshold_article_en,
        )
        for row in rows
    )
