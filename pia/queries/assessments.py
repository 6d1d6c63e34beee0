"""Which assessments somebody sees, and which want attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db.models import Min, Q, QuerySet

from core.access.queries import Someone, grants_on, holders, objects_with, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.administration.queries import organisations_in
from pia.enums import State, Treatment
from pia.models import Assessment

SEES_ALL = frozenset({Role.SECRETARY, Role.ASSESSOR, Role.CHAIR, Role.APPROVER, Role.AUDITOR})
"""Roles on a council that read every assessment; other members read what has been approved."""
DECIDED = (State.APPROVED, State.PUBLISHED, State.OUTDATED)
IN_FORCE = (State.APPROVED, State.PUBLISHED)
WARN_BEFORE = timedelta(days=60)
REMIND_BEFORE = timedelta(days=14)
"""Before the day by which promised controls are to be in place."""
DutyKind = Literal["review", "answer_findings", "publish", "revise", "expires", "measure"]


SORTS = {"reference": "pk", "valid_until": "valid_until", "state": "state"}


def of_council(council: Council) -> QuerySet[Assessment]:
    """All revisions of a council, newest reference first."""
    return Assessment.objects.filter(council=council).order_by("-pk")


def current(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """The newest revision of each of ``rows``."""
    return rows.filter(following__isnull=True)


def possible_recipients(assessment: Assessment) -> QuerySet[Organisation]:
    """Who may be named as recipient: those its council deals with, and whoever is named already."""
    known = Q(pk__in=organisations_in(assessment.council))
    named = Q(pk__in=assessment.recipients.values("organisation"))
    return Organisation.objects.filter(known | named).order_by("pk")


def visible_to(user: Someone, council: Council) -> QuerySet[Assessment]:
    """The revisions that ``user`` may read: all by office, else those assigned, and members the decided ones."""
    rows = of_council(council)
    held = roles_on(user, council)
    if held & SEES_ALL:
        return rows
    mine = Q(pk__in=objects_with(user, Assessment))
    return rows.filter(mine | Q(state__in=DECIDED)) if held else rows.filter(mine)


def find(council: Council, reference: str, revision: int | None = None) -> Assessment | None:
    """A revision by its public reference; the newest when none is named."""
    rows = of_council(council).filter(reference=reference)
    return (rows.filter(revision=revision) if revision else current(rows)).first()


def listed(
    user: Someone, council: Council, *, state: str = "", words: str = "", sort: str = ""
) -> QuerySet[Assessment]:
    """The newest revisions that ``user`` sees, narrowed to a state and to words in number, title or dataset."""
    rows = current(visible_to(user, council))
    if state:
        rows = rows.filter(state=state)
    for word in words.split():
        rows = rows.filter(
            Q(reference__icontains=word)
            | Q(title_ja__icontains=word)
            | Q(title_en__icontains=word)
            | Q(dataset_reference__icontains=word)
        )
    column = SORTS.get(sort.removeprefix("-"))
    return rows.order_by(("-" if sort.startswith("-") else "") + column, "-pk") if column else rows


def people_of(council: Council) -> QuerySet[User]:
    """Everybody with a role in the council: those who can be assigned to a case."""
    rows = grants_on(Council).filter(content_object=council).values("user_id")
    return User.objects.filter(pk__in=rows, is_active=True).order_by("name", "pk")


def assessors(assessment: Assessment) -> QuerySet[User]:
    """Those assigned to assess this case (the council's own assessors may do so without)."""
    return holders(Role.ASSESSOR, assessment).order_by("name", "pk")


def expired(on: date) -> QuerySet[Assessment]:
    """Approved assessments of all councils whose validity ended before ``on``."""
    return Assessment.objects.filter(state__in=[State.APPROVED, State.PUBLISHED], valid_until__lt=on)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do about an assessment, for a worklist."""

    kind: DutyKind
    reference: str
    title_ja: str
    title_en: str
    due: date | None


def duties(user: Someone, council: Council, on: date) -> tuple[Duty, ...]:
    """What waits for somebody among the assessments that ``user`` sees, the most pressing first."""
    rows = current(visible_to(user, council))
    asked = rows.filter(state=State.ASSESSING, findings__isnull=False, findings__answered_at__isnull=True)
    found = [_duty("revise", a, a.outdated_on) for a in rows.filter(state=State.OUTDATED)]
    found += [_duty("review", a) for a in rows.filter(state=State.IN_REVIEW)]
    found += [_duty("answer_findings", a) for a in asked.distinct()]
    found += [_duty("publish", a) for a in rows.filter(state=State.APPROVED)]
    soon = rows.filter(state__in=[State.APPROVED, State.PUBLISHED], valid_until__range=(on, on + WARN_BEFORE))
    found += [_duty("expires", a, a.valid_until) for a in soon]
    kept = kept_by(user, council)
    first = Min("risks__due", filter=_promised(on + REMIND_BEFORE))
    promised = kept.annotate(first=first).filter(first__isnull=False)
    found += [_duty("measure", a, a.first) for a in promised]
    return tuple(found)


def _promised(by: date) -> Q:
    """Risks whose controls are to be in place by a day, and are not."""
    return Q(risks__due__lte=by, risks__in_place_on__isnull=True) & ~Q(
        risks__treatment__in=["", Treatment.RETAIN]
    )


def kept_by(user: Someone, council: Council) -> QuerySet[Assessment]:
    """The assessments in force that ``user`` looks after: of the secretariat, or as their assessor."""
    rows = current(visible_to(user, council)).filter(state__in=IN_FORCE)
    if roles_on(user, council) & {Role.SECRETARY, Role.ASSESSOR}:
        return rows
    return rows.filter(pk__in=objects_with(user, Assessment, Role.ASSESSOR))


def to_look_at(user: Someone, council: Council, happened: Mapping[str, datetime]) -> list[Assessment]:
    """Those of them on whose dataset something happened after their approval: do their risks still stand as assessed?
    ``happened``: when, by dataset."""
    rows = kept_by(user, council).filter(dataset_reference__in=list(happened))
    return [row for row in rows if row.approved_at and row.approved_at < happened[row.dataset_reference]]


def _duty(kind: DutyKind, assessment: Assessment, due: date | None = None) -> Duty:
    return Duty(kind, assessment.reference, assessment.title_ja, assessment.title_en, due)
