"""Who tells the authority and the persons of an incident, by when, and what is still to be told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from core import clock
from core.access.queries import Someone, objects_with
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation
from core.errors import ArticleRef
from core.law.queries import in_force
from core.law.values import BreachCase, RecordItem
from core.rulebook.provider import in_force as rules_in_force
from core.rulebook.values import BreachClock
from governance.members.queries import organisations_in
from governance.sharing.enums import BreachAnswer, IncidentState
from governance.sharing.models import BreachChange, BreachReport, Incident
from governance.sharing.queries.requests import organs_of
from governance.sharing.rules.breaches import ReportDue, preliminary_due, reports_due


def breach_cases(*, on: date | None = None, regime: str = "") -> tuple[BreachCase, ...]:
    """The cases of a leak or loss that the law table has on a day (today), for a holder of ``regime`` alone where one
    is named."""
    rows = in_force(on or clock.today()).breach_cases
    return tuple(row for row in rows if not regime or regime in row.regimes)


def clock_of_rule(row: BreachReport) -> tuple[BreachClock | None, ArticleRef | None]:
    """What the council's rules said on the day of knowing about telling of a leak, and where."""
    rules = rules_in_force(row.incident.council, row.known_on or clock.today())
    return rules.get("breach_clock"), rules.article("breach_clock")


def reports_of(row: BreachReport) -> tuple[ReportDue, ...]:
    """The reports to the authority that ``row`` asks for, by the law and the rules of the day on which it was known;
    the preliminary one alone where the case is not known yet."""
    if row.answer == BreachAnswer.NOTHING or row.known_on is None:
        return ()
    rule, article = clock_of_rule(row)
    if row.answer == BreachAnswer.NOT_KNOWN:
        return preliminary_due(in_force(row.known_on), row.holder.regime, row.known_on, rule, article)
    return reports_due(in_force(row.known_on), row.breach_case, row.known_on, rule, article)


def reports_to_file(row: BreachReport) -> tuple[ReportDue, ...]:
    """Those of them that are not filed yet."""
    filed = {"preliminary": row.preliminary_filed_on, "full": row.full_filed_on}
    return tuple(one for one in reports_of(row) if filed[one.stage] is None)


def owes_persons(row: BreachReport) -> bool:
    """Are the persons concerned still to be told, or protected otherwise?"""
    return bool(row.breach_case) and row.persons_told_on is None and not row.persons_otherwise


def is_open(row: BreachReport) -> bool:
    """Has the holder still to say whether it reports a case, and which?"""
    return row.answer in ("", BreachAnswer.NOT_KNOWN)


def owes(row: BreachReport) -> bool:
    """Are the authority or the persons not told all yet, or does the holder not know yet whether they are to be?"""
    return is_open(row) or owes_persons(row) or bool(reports_to_file(row))


def silent_about(row: Incident) -> list[Organ]:
    """The providers of its datasets that keep nothing yet, once some holder keeps a case: each has to say whether it
    reports one, too."""
    if not row.breach_reports.exclude(breach_case="").exists():
        return []
    silent = Organ.objects.filter(pk__in=row.datasets.values("provider"))
    silent = silent.exclude(pk__in=row.breach_reports.values("holder"))
    return list(silent.select_related("organisation").order_by("pk"))


def _silent(council: Council) -> list[BreachReport]:
    with_case = BreachReport.objects.filter(incident__council=council).exclude(breach_case="")
    rows = Incident.objects.filter(pk__in=with_case.values("incident")).exclude(state=IncidentState.CLOSED)
    return [
        BreachReport(incident=row, holder=organ)
        for row in rows.select_related("council").order_by("pk")
        for organ in silent_about(row)
    ]


def unreported(council: Council) -> list[BreachReport]:
    """What holders have still to tell of incidents, settled or not, the first known first; then, with nothing kept, the
    providers that have not said whether they report anything."""
    rows = BreachReport.objects.filter(incident__council=council).exclude(answer=BreachAnswer.NOTHING)
    untold = Q(persons_told_on__isnull=True, persons_otherwise="")
    rows = rows.filter(untold | Q(preliminary_filed_on__isnull=True) | Q(full_filed_on__isnull=True))
    found = rows.select_related("incident__council", "holder").order_by("known_on", "pk")
    return [row for row in found if owes(row)] + _silent(council)


def unreported_by(
    council: Council, organisations: Collection[Organisation], organs: Collection[Organ]
) -> list[BreachReport]:
    """What ``organs``, or organs of ``organisations``, have still to tell."""
    own, whole = {one.pk for one in organs}, {one.pk for one in organisations}
    return [row for row in unreported(council) if row.holder_id in own or row.holder.organisation_id in whole]


def unreported_of(row: Incident) -> bool:
    """Has a holder still to tell the authority or the persons of ``row``, or to say whether it has anything to tell?"""
    kept = row.breach_reports.select_related("incident__council", "holder")
    return any(owes(one) for one in kept) or bool(silent_about(row))


def _named(row: Incident) -> Q:
    """Selects the organs of its scope: providers of its datasets, organs of its organisations."""
    scope = Incident.objects.filter(pk=row.pk)
    return Q(pk__in=scope.values("datasets__provider")) | Q(organisation__in=scope.values("organisations"))


def _within(row: Incident) -> QuerySet[Organ]:
    if not row.pk:
        return Organ.objects.none()
    kept = Q(pk__in=row.breach_reports.values("holder"))
    named = row.datasets.exists() or row.organisations.exists()
    scope = _named(row) if named else Q(organisation__in=organisations_in(row.council))
    return Organ.objects.filter(kept | scope)


def holders_of(row: Incident) -> QuerySet[Organ]:
    """The organs within its scope, those of the council's organisations where it is the whole council, and those that
    report already."""
    return _within(row).select_related("organisation").order_by("organisation", "pk")


def own_holders(user: Someone, row: Incident) -> QuerySet[Organ]:
    """The holders of :func:`holders_of` for which ``user`` acts: as data officer, or as
    representative of the organisation."""
    mine = Q(pk__in=organs_of(user)) | Q(
        organisation__in=objects_with(user, Organisation, Role.REPRESENTATIVE)
    )
    return _within(row).filter(mine)


def kept_by(row: Incident, holder: Organ) -> BreachReport:
    """What ``holder`` reports of ``row``; with nothing in it where nothing is kept yet."""
    found = row.breach_reports.filter(holder=holder).first()
    return found or BreachReport(incident=row, holder=holder)


def told_items(row: BreachReport) -> dict[str, tuple[RecordItem, ...]]:
    """What the report to the authority, and the notice to the persons, contain by the law of the day of knowing."""
    law = in_force(row.known_on or clock.today())
    return {name: law.record_items.get(f"breach_{name}", ()) for name in ("report", "notice")}


def changes_of(row: Incident) -> QuerySet[BreachChange]:
    """What was changed or taken back of what its holders report, the first first."""
    rows = BreachChange.objects.filter(report__incident=row)
    return rows.select_related("changed_by", "report__holder").order_by("pk")
