"""Conditions and deliveries of all grants as lists to work through: narrowed, sorted, as a page or a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet, TextChoices
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.roles import Role
from core.errors import NotPermitted
from core.http.exports import Columns, export
from core.http.paging import ByKey, ordered
from core.http.templatetags.sekisho import local, organ_name
from core.http.views import CouncilRequest, council_view, get_only
from governance.sharing.enums import ConditionState, DeliveryState
from governance.sharing.models import Condition
from governance.sharing.queries.deliveries import conditions_visible_to, deliveries_visible_to
from governance.sharing.views.looking_up import may_look_up

READERS = frozenset({Role.SECRETARY, Role.AUDITOR})
PAGE = 50


def owner(row: Condition) -> str:
    """Who owes a condition, by name."""
    return local(row.owner, "name") if row.owner else str(row.get_owed_by_display())


def due(row: Any) -> date | str | None:
    """The last day of a condition; in its place, that nobody owes it any more."""
    return _("No longer owed") if row.no_longer_owed else row.due_on


CONDITION_SORTS = {
    "reference": "reference",
    "grant": "line__grant__reference",
    "owner": "owner__name_ja",
    "state": "state",
}
BY_DAY = ("", "due", "-due")
CONDITION_COLUMNS: Columns = (
    (gettext_lazy("Number"), lambda row: row.reference),
    (gettext_lazy("Grant"), lambda row: row.line.grant.reference),
    (gettext_lazy("Condition"), lambda row: row.text),
    (gettext_lazy("Owed by"), owner),
    (gettext_lazy("Checked by"), lambda row: row.get_checker_display()),
    (gettext_lazy("Due"), due),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
)
DELIVERY_SORTS = {
    "reference": "reference",
    "grant": "grant__reference",
    "recipient": "grant__line__request__applicant__name_ja",
    "state": "state",
    "persons": "persons",
    "released": "released_at",
    "confirmed": "confirmed_at",
}
DELIVERY_COLUMNS: Columns = (
    (gettext_lazy("Number"), lambda row: row.reference),
    (gettext_lazy("Grant"), lambda row: row.grant.reference),
    (gettext_lazy("Provider"), lambda row: organ_name(row.grant.line.dataset.provider)),
    (gettext_lazy("Recipient"), lambda row: local(row.grant.line.request.applicant, "name")),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
    (gettext_lazy("Persons"), lambda row: row.persons),
    (gettext_lazy("Released"), lambda row: row.released_at),
    (gettext_lazy("Receipt confirmed"), lambda row: row.confirmed_at),
)


def _listed(
    request: CouncilRequest, name: str, rows: QuerySet[Any], columns: Columns, states: type[TextChoices]
) -> HttpResponseBase:
    """The list ``name``, of one state where it is asked for."""
    state = request.GET.get("state", "")
    if state in states.values:
        rows = rows.filter(state=state)
    if file := export(request, name, columns, rows):
        return file
    page = Paginator(ByKey(rows), PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page_obj": page,
        "states": states.choices,
        "state": state,
        "may_look_up": may_look_up(request),
    }
    if name == "conditions":
        context["rows"] = [(row, owner(row)) for row in page.object_list]
    return render(request, f"governance/sharing/overviews/{name}.html", context)


@council_view
@get_only
def conditions(request: CouncilRequest) -> HttpResponseBase:
    """Every condition that binds or bound, the earliest day first unless sorted, last what nobody owes any more; for
    those who keep or audit all cases."""
    if not request.roles & READERS:
        raise NotPermitted("not_your_verb", verb="conditions")
    rows = conditions_visible_to(request.user, request.council)
    sort = request.GET.get("sort", "")
    shown = _by_day(rows, sort) if sort in BY_DAY else ordered(rows, sort, CONDITION_SORTS)
    return _listed(request, "conditions", shown, CONDITION_COLUMNS, ConditionState)


def _by_day(rows: QuerySet[Condition], sort: str) -> QuerySet[Condition]:
    """The earliest day first, the latest where ``sort`` turns it round; what nobody owes any more has none."""
    day = F("due_on").desc(nulls_last=True) if sort == "-due" else F("due_on").asc(nulls_last=True)
    return rows.order_by(F("no_longer_owed"), day, "pk")


@council_view
@get_only
def deliveries(request: CouncilRequest) -> HttpResponseBase:
    """Every delivery, prepared or released, the newest first unless sorted; for those who keep or audit all cases."""
    if not request.roles & READERS:
        raise NotPermitted("not_your_verb", verb="deliveries")
    rows = deliveries_visible_to(request.user, request.council)
    shown = ordered(rows, request.GET.get("sort", ""), DELIVERY_SORTS)
    return _listed(request, "deliveries", shown, DELIVERY_COLUMNS, DeliveryState)
