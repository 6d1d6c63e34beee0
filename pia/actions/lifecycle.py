"""After approval: publishing, outdating, revising."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from core import canonical, clock
from core.access.grants import give
from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import Council, User
from core.errors import Invalid, NotNow, Refused
from core.outbox.actions import react
from core.outbox.rounds import each
from pia import notices
from pia.actions import evidence
from pia.actions.evidence import announcement, keep, locked, record, step, unchanged
from pia.enums import OutdatedBy, State
from pia.models import Assessment, Coverage, CoverageRecipient
from pia.queries import expired
from pia.workflows import ASSESSMENT

CARRIED_OVER = (
    *("council", "reference", "title_ja", "title_en", "dataset_reference", "project_reference", "standard"),
    *("threshold_answers", "threshold_required", "threshold_reason", "threshold_article_ja"),
    *("threshold_article_en", "decided_at", "decided_by", "scope_ja", "scope_en"),
    *("consulted_ja", "consulted_en", "summary_ja", "summary_en"),
)
"""What a new revision takes from the old one."""


@transaction.atomic
def write_summary(
    assessment: Assessment, *, by: User, summary_ja: str, summary_en: str, seen: int | None = None
) -> Assessment:
    """Write the public summary; it is shown once it is published."""
    row = locked(assessment, "write_summary", by)
    unchanged(row, seen)
    row.summary_ja, row.summary_en = summary_ja.strip(), summary_en.strip()
    keep(row, by)
    record(evidence.SUMMARY_WRITTEN, row, by, summary=_summary_digest(row))
    return row


def _summary_digest(row: Assessment) -> str:
    return canonical.digest({"ja": row.summary_ja, "en": row.summary_en})


@transaction.atomic
def publish_summary(assessment: Assessment, *, by: User) -> Assessment:
    """Put the summary on the public register, in both languages."""
    row = locked(assessment, "publish_summary", by)
    if not row.summary_ja or not row.summary_en:
        raise Refused("pia_summary_missing")
    row.published_at, row.published_by = clock.now(), by
    step(row, "publish_summary", by)
    record(evidence.PUBLISHED, row, by, summary=_summary_digest(row))
    return row


@transaction.atomic
def outdate(assessment: Assessment, *, by: User | None, reason: str, note: str = "") -> Assessment:
    """Say that the assessment no longer counts: after a change, an incident, a new rule, or by time.

    ``by`` is None for the clock and for reactions. People give a note that says what happened.
    """
    row = locked(assessment, "outdate", by)
    if reason not in OutdatedBy.values:
        raise Invalid("pia_malformed", value=reason)
    if by is not None and not note.strip():
        raise Refused("pia_reason_missing")
    today = clock.today()
    if reason == OutdatedBy.TIME and row.valid_until and row.valid_until >= today:
        raise Refused("pia_not_yet_expired", until=row.valid_until.isoformat())
    row.outdated_on, row.outdated_reason, row.outdated_note = today, reason, note.strip()
    step(row, "outdate", by)
    record(evidence.OUTDATED, row, by, reason=str(reason), note=canonical.digest(row.outdated_note))
    notices.outdated(row)
    react("pia.outdated", **announcement(row))
    return row


def outdate_expired() -> int:
    """Outdate what ran out before today, each in a transaction of its own; how many there were.

    An assessment that somebody outdated in the meantime is left as it is.
    """
    return each(partial(outdate, by=None, reason=OutdatedBy.TIME), expired(clock.today()))


@transaction.atomic
def outdate_changed(council: Council, dataset: str, *, note: str) -> int:
    """Outdate what counts for ``dataset``, whose declaration changed in a way that was not assessed; how many."""
    rows = Assessment.objects.filter(
        council=council, dataset_reference=dataset, state__in=[State.APPROVED, State.PUBLISHED]
    )
    found = list(rows.order_by("pk"))
    for row in found:
        outdate(row, by=None, reason=OutdatedBy.CHANGE, note=note)
    return len(found)


@transaction.atomic
def revise(assessment: Assessment, *, by: User) -> Assessment:
    """Begin the next revision with everything copied; the outdated one stays as it was."""
    old = locked(assessment, "revise", by)
    if Assessment.objects.filter(previous=old).exists():
        raise NotNow("pia_already_revised")
    new = Assessment(previous=old, revision=old.revision + 1, state=ASSESSMENT.after(old.state, "revise"))
    for name in CARRIED_OVER:
        setattr(new, name, getattr(old, name))
    new.version, new.created_at, new.created_by = 0, clock.now(), by
    keep(new, by)
    _copy_parts(old, new)
    record(evidence.REVISED, new, by, previous=old.revision)
    return new


def _copy_parts(old: Assessment, new: Assessment) -> None:
    """In nobody's name: who wrote what is copied stands with the revision before."""
    parts: list[Any] = [Coverage.objects.get(assessment=old)]
    parts += [*old.flows.all(), *old.requirements.all(), *old.risks.all()]
    for part in parts:
        part.pk, part.assessment = None, new
        if hasattr(part, "version"):
            part.version = 0
        keep(part, None)
    for row in old.recipients.all():
        CoverageRecipient.objects.create(assessment=new, organisation=row.organisation)
    for role in (Role.ASSESSOR, Role.REVIEWER):
        for person in holders(role, old):
            give(role, person, new)
