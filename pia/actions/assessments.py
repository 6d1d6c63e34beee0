"""Opening an assessment, its threshold analysis and its preparation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction

from core import canonical, clock
from core.access.grants import give, take
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.errors import Invalid, Refused
from core.numbering.actions import reference
from core.rulebook.provider import in_force
from pia.actions import evidence
from pia.actions.evidence import keep, locked, record, step, unchanged
from pia.enums import Stage, Standard, Trigger
from pia.models import Assessment, Coverage, CoverageRecipient
from pia.permissions import is_independent, permit_open
from pia.queries import facts
from pia.rules.completeness import unprepared
from pia.rules.threshold import Answers, Judgement, judge

ITEM = re.compile(r"[a-z][a-z0-9_]{0,49}")
PURPOSE = re.compile(r"[A-Z][A-Za-z]{1,79}")
PLACE = re.compile(r"[A-Z]{2}")


@transaction.atomic
def open_assessment(
    council: Council,
    *,
    by: User,
    title_ja: str,
    title_en: str = "",
    dataset: str = "",
    project: str = "",
    standard: str = Standard.JIS_2021,
) -> Assessment:
    """Open an assessment: a number is taken, and the threshold questions are next."""
    permit_open(by, council).or_raise()
    if not title_ja.strip() or standard not in Standard.values:
        raise Invalid("pia_malformed", value=standard if title_ja.strip() else "title_ja")
    row = Assessment(
        council=council,
        reference=reference("PIA", council.slug, on=clock.today(), per="council"),
        title_ja=title_ja.strip(),
        title_en=title_en.strip(),
        dataset_reference=dataset,
        project_reference=project,
        standard=standard,
        version=0,
        created_at=clock.now(),
        created_by=by,
    )
    keep(row, by)
    Coverage.objects.create(assessment=row)
    record(evidence.OPENED, row, by, dataset=dataset, project=project, standard=str(standard))
    return row


@transaction.atomic
def answer_threshold(
    assessment: Assessment, *, by: User, persons: int, triggers: Iterable[str] = (), seen: int | None = None
) -> Judgement:
    """Answer the threshold questions; the rule in force judges and is cited."""
    row = locked(assessment, "answer_threshold", by)
    unchanged(row, seen)
    named = frozenset(triggers)
    if persons < 0 or named - set(Trigger.values):
        raise Invalid("pia_malformed", value=f"{persons} {sorted(named)}")
    rules = in_force(row.council, clock.today())
    judgement = judge(Answers(persons, named), rules.get("pia_requirement"))
    article = rules.article("pia_requirement")
    row.threshold_answers = {"persons": persons, "triggers": sorted(named)}
    row.threshold_required = judgement.required
    row.threshold_article_ja = article.label_ja if article else ""
    row.threshold_article_en = article.label_en if article else ""
    keep(row, by)
    record(
        evidence.THRESHOLD_ANSWERED,
        row,
        by,
        answers=row.threshold_answers,
        required=judgement.required,
        grounds=list(judgement.grounds),
        provision=article.provision if article else "",
    )
    return judgement


def _judged(row: Assessment) -> bool:
    """Does the rule in force today ask for an assessment? (The answers may be older than the rule.)"""
    given = row.threshold_answers
    answers = Answers(given.get("persons"), frozenset(given.get("triggers", ())))
    if not answers.answered:
        raise Refused("pia_threshold_unanswered")
    return judge(answers, in_force(row.council, clock.today()).get("pia_requirement")).required


@transaction.atomic
def find_not_required(assessment: Assessment, *, by: User, reason: str) -> Assessment:
    """Decide, with a reason, that no assessment is needed; refused where the rule asks for one."""
    row = locked(assessment, "find_not_required", by)
    if _judged(row):
        rules = in_force(row.council, clock.today())
        raise Refused("pia_rule_asks", article=rules.article("pia_requirement"))
    if not reason.strip():
        raise Refused("pia_reason_missing")
    _decide(row, by, reason)
    step(row, "find_not_required", by)
    record(evidence.FOUND_NOT_REQUIRED, row, by, reason=canonical.digest(row.threshold_reason))
    return row


@transaction.atomic
def begin(assessment: Assessment, *, by: User, reason: str = "") -> Assessment:
    """Decide that an assessment is made; it may be made where no rule asks for it."""
    row = locked(assessment, "begin", by)
    required = _judged(row)
    _decide(row, by, reason)
    step(row, "begin", by)
    record(evidence.BEGUN, row, by, required=required)
    return row


def _decide(row: Assessment, by: User, reason: str) -> None:
    row.threshold_reason = reason.strip()
    row.decided_at, row.decided_by = clock.now(), by


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is assessed and what the assessment speaks for. ``recipients`` are keys of organisations."""

    title_ja: str
    title_en: str = ""
    dataset: str = ""
    project: str = ""
    standard: str = Standard.JIS_2021
    scope_ja: str = ""
    scope_en: str = ""
    consulted_ja: str = ""
    consulted_en: str = ""
    items: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    recipients: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    retention_months: int | None = None

    def refuse_malformed(self) -> None:
        """Refuse codes that are not of their kind, naming the first."""
        kinds = ((self.items, ITEM), (self.purposes, PURPOSE), (self.places, PLACE))
        wrong = [value for values, form in kinds for value in values if not form.fullmatch(value)]
        wrong += [stage for stage in self.stages if stage not in Stage.values]
        wrong += [] if self.standard in Standard.values else [self.standard]
        wrong += [] if self.title_ja.strip() else ["title_ja"]
        if wrong:
            raise Invalid("pia_malformed", value=wrong[0])


TEXTS = ("title_ja", "title_en", "scope_ja", "scope_en", "consulted_ja", "consulted_en")


@transaction.atomic
def describe(
    assessment: Assessment, description: Description, *, by: User, seen: int | None = None
) -> Assessment:
    """Write down the scope and the coverage."""
    row = locked(assessment, "describe", by)
    unchanged(row, seen)
    description.refuse_malformed()
    for name in TEXTS:
        setattr(row, name, getattr(description, name).strip())
    row.dataset_reference, row.project_reference = description.dataset, description.project
    row.standard = description.standard
    keep(row, by)
    _cover(row, description, by)
    content = canonical.digest(asdict(description))
    record(evidence.DESCRIBED, row, by, dataset=row.dataset_reference, content=content)
    return row


def _cover(row: Assessment, description: Description, by: User) -> None:
    cover = Coverage.objects.get(assessment=row)
    cover.items = sorted(set(description.items))
    cover.purposes = sorted(set(description.purposes))
    cover.places = sorted(set(description.places))
    cover.stages = [stage for stage in Stage.values if stage in description.stages]
    cover.retention_months = description.retention_months
    keep(cover, by)
    wanted = set(description.recipients)
    known = set(Organisation.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - known:
        raise Invalid("pia_malformed", value=str(min(wanted - known)))
    CoverageRecipient.objects.filter(assessment=row).exclude(organisation__in=known).delete()
    there = set(row.recipients.values_list("organisation", flat=True))
    for key in sorted(known - there):
        CoverageRecipient.objects.create(assessment=row, organisation_id=key)


@transaction.atomic
def start_assessing(assessment: Assessment, *, by: User) -> Assessment:
    """Leave the preparation once scope and coverage are described."""
    row = locked(assessment, "start_assessing", by)
    lacking = unprepared(facts(row))
    if lacking:
        raise Refused("pia_incomplete", count=len(lacking), missing=[piece.code for piece in lacking])
    step(row, "start_assessing", by)
    record(evidence.STARTED, row, by)
    return row


@transaction.atomic
def assign(assessment: Assessment, role: Role, person: User, *, by: User) -> None:
    """Make ``person`` assessor or reviewer of this case. A reviewer is independent of the assessors."""
    row = locked(assessment, "assign", by)
    _refuse_role(role)
    if not roles_on(person, row.council):
        raise Refused("pia_not_in_council")
    if role is Role.REVIEWER and (person == by or not is_independent(person, row)):
        raise Refused("pia_not_independent")
    if role is Role.ASSESSOR and Role.REVIEWER in roles_on(person, row):
        raise Refused("pia_not_independent")
    give(role, person, row)
    record(evidence.ASSIGNED, row, by, role=str(role), user=person.pk)


@transaction.atomic
def unassign(assessment: Assessment, role: Role, person: User, *, by: User) -> None:
    """End what :func:`assign` began."""
    row = locked(assessment, "assign", by)
    _refuse_role(role)
    take(role, person, row)
    record(evidence.UNASSIGNED, row, by, role=str(role), user=person.pk)


def _refuse_role(role: Role) -> None:
    if role not in (Role.ASSESSOR, Role.REVIEWER):
        raise Invalid("pia_malformed", value=str(role))
