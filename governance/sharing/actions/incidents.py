"""Incidents and disputes: while one is open, the gate stops every line within its scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from core import clock
from core.accounts.models import Council, Organ, Organisation, User
from core.errors import Invalid, NotNow, NotPermitted
from core.ledger.actions import append
from core.ledger.events import Event
from core.numbering.actions import reference
from governance.members.queries import organisations_in
from governance.sharing import notices
from governance.sharing.actions import suspensions
from governance.sharing.actions.breaches import ask_those_added, first_reports
from governance.sharing.actions.stopping import voted, voted_to_resume
from governance.sharing.enums import BreachAnswer, IncidentKind, SuspensionCause, events
from governance.sharing.models import Dataset, Incident, ScopeChange
from governance.sharing.permissions import may_report_incident, may_stop_all, permit
from governance.sharing.queries.breaches import unreported_of
from governance.sharing.queries.incidents import concerned, resumes, stops_at_once
from governance.sharing.queries.suspensions import held_by, stopped
from governance.sharing.workflows import INCIDENT


def _record(row: Incident, event: Event, by: User | None, **facts: Any) -> None:
    facts = {"kind": row.kind, **facts}
    append(event, council=row.council, subject=f"incident:{row.reference}", facts=facts, by=by)


@transaction.atomic
def report(
    council: Council,
    *,
    by: User,
    title_ja: str,
    description: str,
    title_en: str = "",
    kind: str = IncidentKind.INCIDENT,
    datasets: Sequence[Dataset] = (),
    organisations: Sequence[Organisation] = (),
    whole_council: bool = False,
    breach_case: str = "",
    answer: str = "",
    known_on: date | None = None,
    holder: Organ | None = None,
) -> Incident:
    """Report an incident or dispute and what it concerns: datasets and organisations, or expressly the whole council.
    Where it is a case of the law table, or ``answer`` says that this is not known yet, the clocks of the reports to
    the authority run from the day on which ``holder``, or else each provider of its datasets, knew of it."""
    _may_report(by, council, whole_council=whole_council)
    if not title_ja.strip() or not description.strip() or kind not in IncidentKind.values:
        raise Invalid("sharing.incident_incomplete")
    _check_scope(council, datasets, organisations, whole_council=whole_council)
    row = Incident.objects.create(
        council=council,
        reference=reference("I", council.slug, on=clock.today(), per="council"),
        kind=kind,
        title_ja=title_ja,
        title_en=title_en,
        description=description,
        stops=stops_at_once(council, kind),
        reported_at=clock.now(),
        reported_by=by,
        said_nothing=answer == BreachAnswer.NOTHING,
    )
    row.datasets.set(datasets)
    row.organisations.set(organisations)
    _record(row, events.INCIDENT_REPORTED, by, nothing=row.said_nothing)
    first_reports(row, by, answer, breach_case, known_on, holder)
    if row.stops:
        suspensions.incident_opened(row)
    notices.incident_reported(row)
    return row


def _may_report(by: User, council: Council, *, whole_council: bool) -> None:
    if not may_report_incident(by, council):
        raise NotPermitted("sharing.not_in_council")
    if whole_council and not may_stop_all(by, council):
        raise NotPermitted("sharing.whole_council_not_yours")


def _check_scope(
    council: Council,
    datasets: Sequence[Dataset],
    organisations: Sequence[Organisation],
    *,
    whole_council: bool,
) -> None:
    """Something is named, or the whole council is, and nothing of another council."""
    if whole_council == bool(datasets or organisations):
        raise Invalid("sharing.scope_twice" if whole_council else "sharing.scope_missing")
    if any(dataset.council_id != council.pk for dataset in datasets):
        raise Invalid("sharing.dataset_not_available")
    if not set(organisations) <= set(organisations_in(council)):
        raise Invalid("sharing.organisation_not_of_council")


@transaction.atomic
def rescope(
    incident: Incident,
    *,
    by: User,
    reason: str,
    kind: str,
    datasets: Sequence[Dataset] = (),
    organisations: Sequence[Organisation] = (),
    whole_council: bool = False,
    decision_number: str = "",
) -> Incident:
    """Correct what the incident concerns, or its kind: what it held back and does not concern runs again, what it
    concerns now is stopped. A dispute that was taken for an incident stops nothing where the rules ask for a vote.

    Raises:
        Invalid: no reason, no scope, nothing differs, or a grant would run again, or be stopped by a dispute, without
            the decision that this takes.
    """
    row = Incident.objects.select_for_update().get(pk=incident.pk)
    permit(by, row, "rescope").or_raise()
    if not reason.strip():
        raise Invalid("sharing.reason_missing")
    if kind not in IncidentKind.values:
        raise Invalid("sharing.incident_incomplete")
    _check_scope(row.council, datasets, organisations, whole_council=whole_council)
    if (kind, *_scope(row)) == (row.kind, {one.pk for one in datasets}, {one.pk for one in organisations}):
        raise Invalid("sharing.scope_unchanged")
    former, was = concerned(row), row.kind
    row.stops = stops_at_once(row.council, kind) or (was == kind and row.stops)
    row.kind = kind
    row.save()
    row.datasets.set(datasets)
    row.organisations.set(organisations)
    made = ScopeChange.objects.create(
        incident=row,
        reason=reason.strip(),
        decision_number=_decided(row, was, decision_number),
        changed_at=clock.now(),
        changed_by=by,
    )
    named, parties = sorted(one.reference for one in datasets), sorted(one.pk for one in organisations)
    _record(row, events.INCIDENT_RESCOPED, by, datasets=named, organisations=parties, change=made.pk)
    ask_those_added(row, by)
    suspensions.incident_rescoped(row)
    notices.incident_rescoped(row, made.pk, former)
    return row


def _decided(row: Incident, was: str, number: str) -> str:
    """The decision by which a corrected incident lets grants run again, or a dispute that stops stops more."""
    inside, held = stopped(row), {one.grant_id for one in held_by(row)}
    if was == IncidentKind.INCIDENT and held - inside:
        return voted_to_resume(row, number)
    if not stops_at_once(row.council, row.kind) and inside - held:
        return voted(row, number)
    return ""


def _scope(row: Incident) -> tuple[set[int], set[int]]:
    return {one.pk for one in row.datasets.all()}, {one.pk for one in row.organisations.all()}


def _step(incident: Incident, verb: str, event: Event, by: User, **changes: Any) -> Incident:
    row = Incident.objects.select_for_update().get(pk=incident.pk)
    permit(by, row, verb).or_raise()
    row.state = INCIDENT.after(row.state, verb)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    _record(row, event, by)
    return row


@transaction.atomic
def take_in_hand(incident: Incident, *, by: User) -> Incident:
    """The secretariat takes charge."""
    return _step(incident, "take_in_hand", events.INCIDENT_TAKEN, by)


@transaction.atomic
def settle(incident: Incident, *, by: User, finding: str, decision_number: str = "") -> Incident:
    """Record the finding; the gate opens again, and grants run again, for what the incident alone had stopped.

    Raises:
        Invalid: no finding, or grants would run again without the decision that the rules ask for.
    """
    if not finding.strip():
        raise Invalid("sharing.reason_missing")
    row = Incident.objects.select_for_update().get(pk=incident.pk)
    permit(by, row, "settle").or_raise()
    number = voted_to_resume(row, decision_number) if resumes(row) else ""
    row = _step(
        incident,
        "settle",
        events.INCIDENT_SETTLED,
        by,
        finding=finding,
        resuming_decision=number,
        settled_at=clock.now(),
        settled_by=by,
    )
    suspensions.lift(row.council, SuspensionCause.INCIDENT, row.reference)
    notices.incident_settled(row)
    return row


@transaction.atomic
def close(incident: Incident, *, by: User) -> Incident:
    """File a settled incident away.

    Raises:
        NotNow: a holder has not filed a report to the authority, or not told the persons.
    """
    row = Incident.objects.select_for_update().get(pk=incident.pk)
    if permit(by, row, "close") and unreported_of(row):
        raise NotNow("sharing.breach_unreported")
    return _step(incident, "close", events.INCIDENT_CLOSED, by)
