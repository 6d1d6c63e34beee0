"""What each holder of the data reports of an incident to the authority, and that the persons are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from core import clock
from core.accounts.models import Organ, User
from core.errors import Invalid
from core.ledger.actions import append
from governance.sharing.enums import events
from governance.sharing.models import BreachChange, BreachReport, Incident
from governance.sharing.permissions import may_keep_breach
from governance.sharing.queries.breaches import breach_cases, holders_of, kept_by


@transaction.atomic
def keep_breach(
    incident: Incident,
    *,
    by: User,
    holder: Organ,
    breach_case: str,
    known_on: date | None = None,
    preliminary_filed_on: date | None = None,
    full_filed_on: date | None = None,
    persons_told_on: date | None = None,
    persons_otherwise: str = "",
    reason: str = "",
) -> BreachReport:
    """Keep by which case of the law ``holder`` reports it to the authority, since when it knew, which reports went, and
    when the persons were told (or what protects them, and why they could not be). A day of knowing that is left out
    stays what it was.

    Raises:
        Invalid: the law of that day has no such case for the holder, a day lies ahead or before the day of knowing, or
            what was kept is changed or taken back without a reason.
    """
    row = Incident.objects.select_for_update().get(pk=incident.pk)
    may_keep_breach(by, row, holder).or_raise()
    kept = kept_by(row, holder)
    known = known_since(breach_case, holder, known_on or kept.known_on)
    days = {
        "preliminary_filed_on": preliminary_filed_on,
        "full_filed_on": full_filed_on,
        "persons_told_on": persons_told_on,
    }
    if persons_otherwise.strip() and known is None:
        raise Invalid("sharing.breach_report_day")
    for day in filter(None, days.values()):
        if known is None or not known <= day <= clock.today():
            raise Invalid("sharing.breach_report_day")
    said = {"breach_case": breach_case, "known_on": known, **days}
    return _keep(kept, {**said, "persons_otherwise": persons_otherwise.strip()}, by, reason.strip())


def _keep(kept: BreachReport, said: Mapping[str, Any], by: User, reason: str) -> BreachReport:
    """What stood is changed or taken back with a reason alone; the ledger has what is said now."""
    taken_back = [name for name, value in said.items() if getattr(kept, name) not in (None, "", value)]
    if taken_back and not reason:
        raise Invalid("sharing.breach_reason_missing")
    for name, value in said.items():
        setattr(kept, name, value)
    kept.save()
    change = None
    if taken_back:
        change = BreachChange.objects.create(
            report=kept, reason=reason, changed_at=clock.now(), changed_by=by
        ).pk
    facts = {**said, "persons_otherwise": bool(said["persons_otherwise"])}
    row = kept.incident
    subject, facts = f"incident:{row.reference}", {"kind": row.kind, "holder": kept.holder_id, **facts}
    facts |= {"change": change}
    append(events.INCIDENT_BREACH_KEPT, council=row.council, subject=subject, facts=facts, by=by)
    return kept


def known_since(case: str, holder: Organ, on: date | None) -> date | None:
    """The day on which a case of the law table was known to ``holder``, today where none is said; None where it is no
    such case."""
    if not case:
        return None
    known = on or clock.today()
    if known > clock.today():
        raise Invalid("sharing.breach_in_future")
    if case not in {row.code for row in breach_cases(on=known, regime=holder.regime)}:
        raise Invalid("sharing.breach_case_unknown")
    return known


def first_reports(row: Incident, by: User, case: str, known_on: date | None, holder: Organ | None) -> None:
    """What is said with the report of the incident: the case, for ``holder``, or else for each provider of its
    datasets, or the one organ of its organisations, to whose law it belongs.

    Raises:
        Invalid: no such organ, or more than one.
    """
    if not case:
        return
    for organ in [holder] if holder is not None else _to_whom(row, case):
        if not holders_of(row).filter(pk=organ.pk).exists():
            raise Invalid("sharing.breach_holder_missing")
        said = {"breach_case": case, "known_on": known_since(case, organ, known_on)}
        nothing: dict[str, Any] = dict.fromkeys(("preliminary_filed_on", "full_filed_on", "persons_told_on"))
        _keep(BreachReport(incident=row, holder=organ), {**said, **nothing, "persons_otherwise": ""}, by, "")


def _to_whom(row: Incident, case: str) -> Sequence[Organ]:
    cases = [one for one in breach_cases() if one.code == case]
    if not cases:
        raise Invalid("sharing.breach_case_unknown")
    fits = holders_of(row).filter(regime__in=cases[0].regimes)
    providers = list(fits.filter(pk__in=row.datasets.values("provider")))
    found = providers or list(fits)
    if not found or (not providers and len(found) > 1):
        raise Invalid("sharing.breach_holder_missing")
    return found
