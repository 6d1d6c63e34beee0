"""The review: submitting, findings and answers, acceptance of residual risk, approval."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from core import canonical, clock
from core.accounts.models import User
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.rulebook.provider import in_force
from pia import notices
from pia.actions import evidence
from pia.actions.evidence import locked, record, step
from pia.enums import LevelName, Section
from pia.models import Acceptance, Assessment, Finding
from pia.permissions import capacity
from pia.queries import digest, facts
from pia.rules.completeness import Facts, high_residual, missing, unaccepted
from pia.rules.validity import valid_until


def _complete(known: Facts) -> None:
    lacking = missing(known)
    if lacking:
        raise Refused("pia_incomplete", count=len(lacking), missing=[piece.code for piece in lacking])


@transaction.atomic
def submit_for_review(assessment: Assessment, *, by: User) -> Assessment:
    """Hand the complete assessment to its reviewers: a new round begins."""
    row = locked(assessment, "submit_for_review", by)
    _complete(facts(row))
    row.round += 1
    row.submitted_at, row.submitted_by = clock.now(), by
    step(row, "submit_for_review", by)
    record(evidence.SUBMITTED, row, by, round=row.round, content=digest(row))
    notices.submitted(row)
    return row


@transaction.atomic
def return_with_findings(
    assessment: Assessment, *, by: User, findings: Iterable[tuple[str, str]]
) -> tuple[Finding, ...]:
    """Send the assessment back with findings: pairs of section and text."""
    row = locked(assessment, "return_with_findings", by)
    named = [(section, text.strip()) for section, text in findings if text.strip()]
    if not named:
        raise Refused("pia_no_finding")
    unknown = [section for section, _ in named if section not in Section.values]
    if unknown:
        raise Invalid("pia_malformed", value=unknown[0])
    now = clock.now()
    made = tuple(
        Finding.objects.create(
            assessment=row, round=row.round, section=section, text=text, raised_at=now, raised_by=by
        )
        for section, text in named
    )
    step(row, "return_with_findings", by)
    digests = [canonical.digest([section, text]) for section, text in named]
    record(evidence.RETURNED, row, by, round=row.round, findings=digests)
    notices.returned(row)
    return made


@transaction.atomic
def answer_finding(assessment: Assessment, finding: int, *, by: User, answer: str) -> Finding:
    """Say what was done about finding ``finding`` (its key); an answer may be written anew."""
    row = locked(assessment, "answer_findings", by)
    found = Finding.objects.select_for_update().filter(assessment=row, pk=finding).first()
    if found is None:
        raise NotNow("pia_no_such_part")
    if not answer.strip():
        raise Refused("pia_reason_missing")
    found.answer, found.answered_at, found.answered_by = answer.strip(), clock.now(), by
    found.save()
    record(evidence.FINDING_ANSWERED, row, by, finding=found.pk, content=canonical.digest(found.answer))
    return found


@transaction.atomic
def accept_residual_risk(assessment: Assessment, *, by: User, statement: str) -> Acceptance:
    """Declare, as chair or approver, to take responsibility for the risks that stay high."""
    row = locked(assessment, "accept_residual_risk", by)
    office = capacity(by, row.council)
    if office is None:
        raise NotPermitted("not_your_verb", verb="accept_residual_risk")
    known = facts(row)
    if not high_residual(known):
        raise Refused("pia_nothing_to_accept")
    open_risks = unaccepted(known)
    if not open_risks:
        raise NotNow("pia_already_accepted")
    if not statement.strip():
        raise Refused("pia_reason_missing")
    made = Acceptance.objects.create(
        assessment=row,
        round=row.round,
        risks=list(open_risks),
        level=LevelName.HIGH,
        capacity=office.value,
        statement=statement.strip(),
        content_digest=digest(row),
        accepted_at=clock.now(),
        accepted_by=by,
    )
    record(
        evidence.ACCEPTED,
        row,
        by,
        round=row.round,
        risks=made.risks,
        capacity=made.capacity,
        content=made.content_digest,
        statement=canonical.digest(made.statement),
    )
    return made


@transaction.atomic
def approve(assessment: Assessment, *, by: User) -> Assessment:
    """Approve as independent reviewer; the period of validity follows the rule in force."""
    row = locked(assessment, "approve", by)
    known = facts(row)
    _complete(known)
    open_risks = unaccepted(known)
    if open_risks:
        raise Refused("pia_high_unaccepted", numbers=", ".join(str(number) for number in open_risks))
    rules = in_force(row.council, clock.today())
    article = rules.article("pia_requirement")
    row.approved_at, row.approved_by = clock.now(), by
    row.valid_until = valid_until(clock.today(), rules.get("pia_requirement"))
    row.content_digest = digest(row)
    step(row, "approve", by)
    record(
        evidence.APPROVED,
        row,
        by,
        content=row.content_digest,
        valid_until=row.valid_until,
        provision=article.provision if article else "",
    )
    notices.approved(row)
    return row
