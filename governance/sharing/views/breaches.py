"""What each holder reports of an incident to the authority, and that the persons are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.accounts.enums import Regime
from core.accounts.models import Organ
from core.errors import ArticleRef
from core.http.dates import civil
from core.http.parts import Crumb, Fact
from core.http.templatetags.sekisho import local, organ_name
from core.http.views import CouncilRequest, council_view
from core.law.values import BreachCase, RecordItem
from governance.sharing.actions.breaches import keep_breach
from governance.sharing.documents.naming import listed
from governance.sharing.forms.incidents import BreachReportsForm
from governance.sharing.models import BreachReport, Incident
from governance.sharing.permissions import may_keep_breach, permit, roles_of
from governance.sharing.queries.breaches import (
    breach_cases,
    clock_of_rule,
    holders_of,
    kept_by,
    owes,
    owes_persons,
    own_holders,
    reports_of,
    told_items,
)
from governance.sharing.queries.requests import incidents_visible_to
from governance.sharing.rules.breaches import ReportDue
from governance.sharing.views.step import Step, take


@dataclass(frozen=True, slots=True)
class Told:
    """One holder on the page of an incident: what it reports, when the council heard, what is still owed."""

    kept: BreachReport
    name: str
    reports: tuple[tuple[ReportDue, date | None], ...]
    items: dict[str, tuple[RecordItem, ...]]
    owes: bool
    owes_persons: bool
    days: int
    """After how many days since it knew the council was told."""
    hours: int
    """Within how many hours the council's rules ask for that; 0 where they do not."""
    article: ArticleRef | None
    may_keep: bool


def told(request: CouncilRequest, row: Incident) -> list[Told]:
    """Each holder that reports something, or found that nothing is to be reported."""
    rows = row.breach_reports.select_related("incident__council", "holder__organisation").order_by("pk")
    mine = {organ.pk for organ in to_keep(request, row)}
    return [_told(kept, may_keep=kept.holder_id in mine) for kept in rows]


def to_keep(request: CouncilRequest, row: Incident) -> list[Organ]:
    """The holders for which the reader may keep what is reported."""
    if not permit(request.user, row, "keep_breach"):
        return []
    secretary = "secretary" in roles_of(request.user, row)
    return list(holders_of(row) if secretary else own_holders(request.user, row))


def _told(kept: BreachReport, *, may_keep: bool) -> Told:
    filed = {"preliminary": kept.preliminary_filed_on, "full": kept.full_filed_on}
    rule, article = clock_of_rule(kept)
    heard = civil(kept.incident.reported_at)
    return Told(
        kept=kept,
        name=organ_name(kept.holder),
        reports=tuple((one, filed[one.stage]) for one in reports_of(kept)),
        items=told_items(kept),
        owes=owes(kept),
        owes_persons=owes_persons(kept),
        days=max((heard - kept.known_on).days, 0) if kept.known_on else 0,
        hours=rule.to_council_hours if rule else 0,
        article=article,
        may_keep=may_keep,
    )


def cases(holder: Organ | None = None, *, known_on: date | None = None) -> list[tuple[str, str]]:
    """The cases of the law table, those of a holder's own law where one is named, today and on the day of knowing; the
    same case is another one for another law."""
    regime = holder.regime if holder else ""
    days = dict.fromkeys((known_on or clock.today(), clock.today()))
    found = {row.code: row for day in days for row in breach_cases(on=day, regime=regime)}
    return [(row.code, _named(row, regime)) for row in found.values()]


def _named(row: BreachCase, regime: str) -> str:
    if regime:
        return local(row, "label")
    return f"{local(row, 'label')} ({listed(str(Regime(one).label) for one in sorted(row.regimes))})"


@council_view
def keep(request: CouncilRequest, reference: str, holder: int) -> HttpResponse:
    """Keep which reports to the authority are due of one holder, and which went."""
    row = get_object_or_404(incidents_visible_to(request.user, request.council), reference=reference)
    organ = get_object_or_404(Organ.objects.select_related("organisation"), pk=holder)
    may_keep_breach(request.user, row, organ).or_raise()
    url = reverse("sharing:incident", args=[row.council.slug, row.reference])
    incidents = reverse("sharing:incidents", args=[request.council.slug])
    step = Step(
        title=_("Reports to the authority, notice to the persons"),
        action=_("Save"),
        back=url,
        said=_("Saved. The days of the reports stand on this page and on Today."),
        crumbs=(Crumb(_("Incidents"), incidents), Crumb(row.reference, url)),
        facts=(Fact(_("Holder of the data"), organ_name(organ)),),
    )
    kept = kept_by(row, organ)
    names = (
        *("breach_case", "known_on", "preliminary_filed_on", "full_filed_on"),
        *("persons_told_on", "persons_otherwise"),
    )
    initial = {name: getattr(kept, name) for name in names}
    initial["breach_case"] = kept.breach_case or kept.answer
    form = BreachReportsForm(
        request.POST or None, cases=cases(organ, known_on=kept.known_on), initial=initial
    )
    return take(request, step, form, lambda data: keep_breach(row, by=request.user, holder=organ, **data))
