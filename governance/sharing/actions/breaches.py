"""What each holder of the data reports of an incident to the authority, and that the persons are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from core import clock
from core.accounts.models import Organ, User
from core.errors import Invalid
from core.ledger.actions import append
from governance.sharing.enums import BreachAnswer, events
from governance.sharing.models import BreachChange, BreachReport, Incident
from governance.sharing.permissions import may_keep_breach
from governance.sharing.queries.breaches import breach_cases, holders_of, kept_by
from governance.sharing.queries.incidents import datasets_provided


@transaction.atomic
def keep_breach(
    incident: Incident,
    *,
    by: User,
    holder: Organ,
    breach_case: str = "",
    answer: str = "",
    known_on: date | None = None,
    preliminary_filed_on: date | None = None,
    full_filed_on: date | None = None,
    persons_told_on: date | None = None,
    persons_otherwise: str = "",
    reason: str = "",
) -> BreachReport:
    """Keep by which case of the law ``holder`` reports it to the authority, since when it knew, which reports went, and
    when the persons were told (or what protects them, and why they could not be). A day of knowing that is left out
    stays what it was. Without a case, ``answer`` says that it is not known yet (the days of the preliminary report run
    on), or that nothing is to be reported, and ``reason`` why; a preliminary report that went before stays on record.

    Raises:
        Invalid: the law of that day has no such case for the holder, a day lies ahead or before the day of knowing,
            the full report or the notice went without a case, nothing is to be reported without a reason, or what was
            kept is changed or taken back without one.
    """
    row = Incident.objects.select_for_update().get(pk=incident.pk)
    may_keep_breach(by, row, holder).or_raise()
    kept = kept_by(row, holder)
    answer = _answered(answer, breach_case)
    known = known_since(answer, breach_case, holder, known_on or kept.known_on)
    days = {
        "preliminary_filed_on": preliminary_filed_on,
        "full_filed_on": full_filed_on,
        "persons_told_on": persons_told_on,
    }
    if answer != BreachAnswer.CASE and (full_filed_on or persons_told_on or persons_otherwise.strip()):
        raise Invalid("sharing.breach_report_day")
    for day in filter(None, days.values()):
        if known is None or not known <= day <= clock.today():
            raise Invalid("sharing.breach_report_day")
    said = {"answer": answer, "breach_case": breach_case, "known_on": known, **days}
    return _keep(kept, {**said, "persons_otherwise": persons_otherwise.strip()}, by, reason.strip())


def _answered(answer: str, case: str) -> str:
    """A case is its own answer; without one, and nothing said, nothing is reported."""
    return BreachAnswer.CASE if case else BreachAnswer(answer or BreachAnswer.NOTHING)


def _keep(kept: BreachReport, said: Mapping[str, Any], by: User, reason: str) -> BreachReport:
    """What stood is changed or taken back with a reason alone, and why nothing was to be reported until then stays with
    the change; the ledger has what is said now, without the words."""
    nothing, former = said["answer"] == BreachAnswer.NOTHING, kept.nothing_reason
    why = (reason or former) if nothing else ""
    if nothing and not why:
        raise Invalid("sharing.breach_nothing_unexplained")
    taken_back = [
        name
        for name, value in {**said, "nothing_reason": why}.items()
        if getattr(kept, name) not in (None, "", BreachAnswer.NOT_KNOWN, value)
    ]
    if taken_back and not reason:
        raise Invalid("sharing.breach_reason_missing")
    for name, value in said.items():
        setattr(kept, name, value)
    kept.nothing_reason = why
    kept.save()
    change = None
    if taken_back:
        change = BreachChange.objects.create(
            report=kept,
            reason=reason,
            former_nothing=former if former != why else "",
            changed_at=clock.now(),
            changed_by=by,
        ).pk
    facts = {**said, "persons_otherwise": bool(said["persons_otherwise"])}
    row = kept.incident
    subject, facts = f"incident:{row.reference}", {"kind": row.kind, "holder": kept.holder_id, **facts}
    facts |= {"change": change}
    append(events.INCIDENT_BREACH_KEPT, council=row.council, subject=subject, facts=facts, by=by)
    return kept


def known_since(answer: str, case: str, holder: Organ, on: date | None) -> date | None:
    """The day on which ``holder`` knew of what is a case of the law table, or may be one, today where none is said; of
    what is none, the day that is said or kept, if any."""
    if answer == BreachAnswer.NOTHING and on is None:
        return None
    known = on or clock.today()
    if known > clock.today():
        raise Invalid("sharing.breach_in_future")
    if case and case not in {row.code for row in breach_cases(on=known, regime=holder.regime)}:
        raise Invalid("sharing.breach_case_unknown")
    return known


def first_reports(
    row: Incident, by: User, answer: str, case: str, known_on: date | None, holder: Organ | None
) -> None:
    """What is said with the report of the incident: the case, for ``holder``, or else for each provider of its
    datasets, or the one organ of its organisations, to whose law it belongs; or that it is not known yet, for whoever
    may have to report. That nothing is to be reported, each holder says itself once one reports a case.

    Raises:
        Invalid: no such organ, or more than one of an organisation.
    """
    answer = _answered(answer, case)
    if answer == BreachAnswer.NOTHING:
        return
    for organ in [holder] if holder is not None else _to_whom(row, case):
        if not holders_of(row).filter(pk=organ.pk).exists():
            raise Invalid("sharing.breach_holder_missing")
        _open(row, organ, by, answer, case, known_since(answer, case, organ, known_on))


def _open(row: Incident, organ: Organ, by: User, answer: str, case: str, known_on: date | None) -> None:
    said = {"answer": answer, "breach_case": case, "known_on": known_on, "persons_otherwise": ""}
    nothing: dict[str, Any] = dict.fromkeys(("preliminary_filed_on", "full_filed_on", "persons_told_on"))
    _keep(BreachReport(incident=row, holder=organ), {**said, **nothing}, by, "")


def ask_those_added(row: Incident, by: User) -> None:
    """Where some holder does not know yet whether it reports the incident, neither do those whom its corrected scope
    brings in: their days count from today."""
    if not row.breach_reports.filter(answer=BreachAnswer.NOT_KNOWN).exists():
        return
    kept = set(row.breach_reports.values_list("holder", flat=True))
    for organ in _may_have_to(row):
        if organ.pk not in kept:
            _open(row, organ, by, BreachAnswer.NOT_KNOWN, "", clock.today())


def _to_whom(row: Incident, case: str) -> Sequence[Organ]:
    if not case:
        return _who_may(row)
    cases = [one for one in breach_cases() if one.code == case]
    if not cases:
        raise Invalid("sharing.breach_case_unknown")
    fits = holders_of(row).filter(regime__in=cases[0].regimes)
    providers = list(fits.filter(pk__in=row.datasets.values("provider")))
    found = providers or list(fits)
    if not found or (not providers and len(found) > 1):
        raise Invalid("sharing.breach_holder_missing")
    return found


def _who_may(row: Incident) -> Sequence[Organ]:
    """Who may have to report, while nobody knows.

    Raises:
        Invalid: that is nobody, and then no day would be counted.
    """
    found = _may_have_to(row)
    if not found:
        raise Invalid("sharing.breach_holder_missing")
    return found


def _may_have_to(row: Incident) -> list[Organ]:
    """The providers of its datasets, the organ of an organisation that has one alone; where it is the whole council,
    the providers of whatever it has."""
    named = row.datasets.exists() or row.organisations.exists()
    datasets = row.datasets.all() if named else datasets_provided(row.council)
    provided = set(datasets.values_list("provider", flat=True))
    organs = list(holders_of(row))
    alone = Counter(organ.organisation_id for organ in organs if named)
    return [organ for organ in organs if organ.pk in provided or alone[organ.organisation_id] == 1]
