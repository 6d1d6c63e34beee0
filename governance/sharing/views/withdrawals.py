"""Withdrawals pursued at recipients: what is due, and answers to one or to several at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access.queries import objects_with
from core.access.roles import Role
from core.accounts.models import Organisation
from core.errors import NotPermitted
from core.http.dates import short
from core.http.exports import Columns, export
from core.http.numbers import numbers_of
from core.http.paging import ordered
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, get_only, settling_view
from core.law.values import KNOWN_BY_ID
from governance.sharing.actions import withdrawals as verbs
from governance.sharing.forms.records import AnswerForm, AnswersForm
from governance.sharing.models import Pursuit
from governance.sharing.permissions import roles_of
from governance.sharing.queries.withdrawals import answerable_by, known_as, known_in, pursuits_after
from governance.sharing.views import naming
from governance.sharing.views.addresses import deliveries_seen, delivery_url, grant_crumbs, one_delivery
from governance.sharing.views.looking_up import may_look_up
from governance.sharing.views.step import Step, take

PAGE = 100
STRETCH = 1_000
SORTS = {
    "delivery": "delivery__reference",
    "recipient": "recipient__name_ja",
    "due": "due_on",
    "outcome": "outcome",
}
COLUMNS: Columns = (
    (gettext_lazy("Person"), lambda told: told[1]),
    (gettext_lazy("Delivery"), lambda told: told[0].delivery.reference),
    (gettext_lazy("Recipient"), lambda told: local(told[0].recipient, "name")),
    (gettext_lazy("Why"), lambda told: naming.pursued(told[0])),
    (gettext_lazy("Due"), lambda told: told[0].due_on),
    (gettext_lazy("What was done"), lambda told: told[0].get_outcome_display()),
    (gettext_lazy("Done on"), lambda told: told[0].done_on),
    (gettext_lazy("Note"), lambda told: told[0].note),
)
"""Of a pursuit and the person's name."""


@settling_view
@get_only
def index(request: CouncilRequest) -> HttpResponseBase:
    """What recipients owe after withdrawals and stops, by deadline unless sorted; as a page or a file."""
    rows = pursuits_after(deliveries_seen(request))
    is_open = request.GET.get("answered", "") != "yes"
    shown = rows.filter(answered_at__isnull=is_open)
    shown = ordered(shown, request.GET.get("sort", ""), SORTS, first=("due_on", "pk"))
    if file := export(request, "withdrawals", COLUMNS, _named(request, shown)):
        return file
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    mine = set(answerable_by(request.user, rows).values_list("pk", flat=True)) if is_open else set()
    names = known_as(request.user, list(page.object_list))
    context = {
        "page_obj": page,
        "rows": [(row, names[row.pk], naming.pursued(row), row.pk in mine) for row in page.object_list],
        "is_open": is_open,
        "may_answer": bool(mine),
        "may_read_name": Role.SECRETARY in request.roles,
        "may_look_up": may_look_up(request),
    }
    return render(request, "governance/sharing/withdrawals/list.html", context)


def _named(request: CouncilRequest, rows: QuerySet[Pursuit]) -> Iterator[tuple[Pursuit, str]]:
    """Each with the person as the reader may know them, a stretch of the list at a time."""
    found = rows.iterator(chunk_size=STRETCH)
    while some := list(islice(found, STRETCH)):
        names = known_as(request.user, some)
        yield from ((row, names[row.pk]) for row in some)


@settling_view
def answer_several(request: CouncilRequest) -> HttpResponse:
    """One answer to the withdrawals that were chosen on the list."""
    if not objects_with(request.user, Organisation, Role.REPRESENTATIVE).exists():
        raise NotPermitted("sharing.not_recipient")
    open_ones = answerable_by(request.user, pursuits_after(deliveries_seen(request)))
    here = reverse("sharing:withdrawals", args=[request.council.slug])
    chosen = request.POST.getlist("pursuits") or request.GET.getlist("pursuits")
    found = list(open_ones.filter(pk__in=numbers_of(chosen)))
    count = len(found)
    told = ngettext(
        "One answer for %(count)s person.", "One answer for all %(count)s persons you chose.", count
    )
    step = Step(
        title=_("Answer withdrawals"),
        action=_("Answer"),
        back=here,
        said=_("Your answers are recorded. The persons see them."),
        lead=told % {"count": count},
    )
    form = AnswersForm(request.POST or None, open_ones=open_ones, initial={"pursuits": found})

    def call(data: dict[str, object]) -> int:
        rows = list(data.pop("pursuits"))  # type: ignore[call-overload]
        return verbs.answer_all(rows, by=request.user, done=verbs.Done(**data))  # type: ignore[arg-type]

    return take(request, step, form, call)


@settling_view
def answer(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """What became of one person's data after a withdrawal or a stop."""
    delivery = one_delivery(request, reference)
    if "recipient" not in roles_of(request.user, delivery):
        raise NotPermitted("sharing.not_recipient")
    pursuit = get_object_or_404(Pursuit.objects.select_related("person"), pk=pk, delivery=delivery)
    if delivery.grant.line.data_class in KNOWN_BY_ID:
        lead = _("About the person with the holder's id %(id)s. %(why)s. Due by %(due)s.")
    else:
        lead = _(
            "About the person with the number %(id)s: ask the provider which record it is, since you must not find out "
            "whose the records are. %(why)s. Due by %(due)s."
        )
    who = known_in(delivery, [pursuit], {"recipient"})[pursuit.pk]
    step = Step(
        title=_("Answer a withdrawal"),
        action=_("Answer"),
        back=delivery_url(delivery),
        said=_("Your answer is recorded. The person sees it."),
        lead=lead % {"id": who, "why": naming.pursued(pursuit), "due": short(pursuit.due_on)},
        crumbs=grant_crumbs(delivery.grant),
    )
    form = AnswerForm(request.POST or None)
    return take(request, step, form, lambda data: verbs.answer(pursuit, by=request.user, **data))
