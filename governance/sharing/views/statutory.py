"""Provisions required by law: a guarded record beside the way through the board."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.access.roles import Role
from core.errors import NotPermitted
from core.http.acting import act
from core.http.dates import short
from core.http.exports import Columns, export
from core.http.paging import ordered
from core.http.parts import Crumb, Event, Fact
from core.http.templatetags.sekisho import organ_name
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.sharing.actions import statutory as verbs
from governance.sharing.documents.naming import ground_called
from governance.sharing.documents.statutory import holds_found, record_form
from governance.sharing.forms.statutory import StatutoryDecisionForm, StatutoryForm
from governance.sharing.forms.steps import ReasonForm
from governance.sharing.models import StatutoryProvision
from governance.sharing.permissions import permit, permits
from governance.sharing.queries.records import Yardstick, yardstick
from governance.sharing.queries.requests import organs_of
from governance.sharing.queries.statutory import ENDED, kept_by_law, statutory_visible_to
from governance.sharing.views.step import Step, take

PAGE = 50
SORTS = {
    "reference": "reference",
    "requester": "requester",
    "statute": "statute",
    "state": "state",
    "asked": "asked_on",
}
VERBS = ("edit", "decide", "send_back", "confirm", "drop", "erase")


def _one(request: CouncilRequest, reference: str) -> StatutoryProvision:
    return get_object_or_404(statutory_visible_to(request.user, request.council), reference=reference)


def _url(row: StatutoryProvision) -> str:
    return reverse("sharing:statutory", args=[row.council.slug, row.reference])


def _crumbs(request: CouncilRequest, *more: Crumb) -> tuple[Crumb, ...]:
    home = reverse("sharing:statutory_list", args=[request.council.slug])
    return (Crumb(_("Provisions required by law"), home), *more)


@council_view
@get_only
def index(request: CouncilRequest) -> HttpResponseBase:
    """All that the reader may see, newest first unless sorted; as a page or a file."""
    rows, may_draft = statutory_visible_to(request.user, request.council), organs_of(request.user).exists()
    if not (may_draft or rows.exists() or request.roles & {Role.SECRETARY, Role.AUDITOR}):
        raise NotPermitted("sharing.not_data_officer")
    rows = ordered(rows, request.GET.get("sort", ""), SORTS)
    measure = yardstick(request.council, today=clock.today())
    if file := export(request, "statutory", _columns(measure), rows):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "governance/sharing/statutory/list.html", {"page_obj": page, "may_draft": may_draft}
    )


def _columns(measure: Yardstick) -> Columns:
    return (
        (_("Number"), lambda row: row.reference),
        (_("Provider"), lambda row: organ_name(row.provider)),
        (_("Who asked"), lambda row: row.requester),
        (_("Letter"), lambda row: row.letter),
        (_("Asked on"), lambda row: row.asked_on),
        (_("Statute"), lambda row: f"{row.statute} {row.article}".strip()),
        (_("Legal ground"), lambda row: ground_called(row.ground) if row.ground else ""),
        (_("Class of data"), lambda row: row.get_data_class_display()),
        (_("Number of persons"), lambda row: row.persons),
        (_("Number of persons held"), lambda row: row.held),
        (_("File number"), lambda row: row.file_number),
        (_("State"), lambda row: row.get_state_display()),
        (_("Provided on"), lambda row: row.provided_on),
        (_("Kept until"), lambda row: kept_by_law(row, measure).until if row.state in ENDED else None),
    )


@council_view
@get_only
def detail(request: CouncilRequest, reference: str) -> HttpResponse:
    """One record with what happened to it."""
    row = _one(request, reference)
    context = {
        "row": row,
        "facts": _facts(row),
        "events": _events(row),
        "verdicts": permits(request.user, row, VERBS),
        "is_over": _is_over(row),
        "own": request.user.pk in (row.decided_by_id, row.drafted_by_id),
        "crumbs": _crumbs(request, Crumb(row.reference)),
    }
    return render(request, "governance/sharing/statutory/detail.html", context)


def _facts(row: StatutoryProvision) -> list[Fact]:
    found = [
        Fact(_("Provider"), organ_name(row.provider)),
        Fact(_("Who asked"), f"{row.requester} ({row.get_requester_regime_display()})"),
        Fact(_("Letter"), f"{row.letter} {short(row.asked_on)}"),
        Fact(_("Statute"), f"{row.statute} {row.article}"),
        Fact(_("Class of data"), row.get_data_class_display()),
        Fact(_("What was asked for"), row.what or _("Erased")),
        Fact(_("Number of persons"), row.persons if row.persons is not None else "–"),
    ]
    if row.ground:
        told = f"{row.get_told_display()} {row.told_reason}".strip()
        found += [
            Fact(_("Legal ground"), ground_called(row.ground)),
            Fact(_("File number"), row.file_number),
            Fact(_("Judgement of the provider"), row.judgement),
            Fact(_("Record that the law asks for"), record_form(row)),
            Fact(_("The persons"), told),
            Fact(_("Holds"), holds_found(row)),
        ]
    if row.state in ENDED:
        found.append(Fact(_("Kept until"), short(_kept(row))))
    return found


def _kept(row: StatutoryProvision) -> date:
    return kept_by_law(row, yardstick(row.council, today=clock.today())).until


def _is_over(row: StatutoryProvision) -> bool:
    """Is the time of keeping over, and are its words still there?"""
    return row.state in ENDED and row.erased_at is None and _kept(row) < clock.today()


def _events(row: StatutoryProvision) -> list[Event]:
    found = [Event(row.drafted_at, _("Written down"), str(row.drafted_by))]
    if row.decided_at:
        found.append(Event(row.decided_at, _("Decided by the provider"), str(row.decided_by)))
    if row.checked_at:
        found.append(
            Event(row.checked_at, _("Checked by a second person; final"), str(row.checked_by), tone="ok")
        )
    if row.erased_at:
        found.append(Event(row.erased_at, _("Erased"), str(row.erased_by)))
    return found


def _fill(request: CouncilRequest, row: StatutoryProvision | None) -> HttpResponse:
    organs = None if row else organs_of(request.user).select_related("organisation")
    initial = {name: getattr(row, name) for name in verbs.ASKED} if row else {}
    step = Step(
        title=_("Correct the record") if row else _("Record a provision required by law"),
        action=_("Save"),
        back=_url(row) if row else reverse("sharing:statutory_list", args=[request.council.slug]),
        said=_("Saved. The provider decides next."),
        warning=_(
            "Only for what a statute requires or expressly allows a body to ask. Anything else is a data-use request."
        ),
        crumbs=_crumbs(request),
        creates=row is None,
    )

    def save(data: dict[str, Any]) -> None:
        if row is not None:
            verbs.edit(row, by=request.user, **data)
        else:
            verbs.draft(request.council, data.pop("provider"), by=request.user, **data)

    return take(request, step, StatutoryForm(request.POST or None, organs=organs, initial=initial), save)


@council_view
def new(request: CouncilRequest) -> HttpResponse:
    """Write down what was asked."""
    if not organs_of(request.user).exists():
        raise NotPermitted("sharing.not_data_officer")
    return _fill(request, None)


@council_view
def edit(request: CouncilRequest, reference: str) -> HttpResponse:
    """Correct a draft."""
    row = _one(request, reference)
    permit(request.user, row, "edit").or_raise()
    return _fill(request, row)


@council_view
def decide(request: CouncilRequest, reference: str) -> HttpResponse:
    """The provider's decision."""
    row = _one(request, reference)
    permit(request.user, row, "decide").or_raise()
    step = Step(
        title=_("Decide to provide"),
        action=_("Decide"),
        back=_url(row),
        said=_("Decided. A second person checks it before it is final."),
        lead=_("The law table is asked whether such a ground exists for these parties and this class."),
        crumbs=_crumbs(request, Crumb(row.reference, _url(row))),
    )
    return take(
        request,
        step,
        StatutoryDecisionForm(request.POST or None),
        lambda data: verbs.decide(row, by=request.user, **data),
    )


@council_view
@post_only
def confirm(request: CouncilRequest, reference: str) -> HttpResponse:
    """The second person's check."""
    row = _one(request, reference)
    said = _("Checked: the provision is final and on record.")
    return act(request, lambda: verbs.confirm(row, by=request.user), done=_url(row), said=said)


def _with_reason(request: CouncilRequest, reference: str, verb: str, title: str, said: str) -> HttpResponse:
    row = _one(request, reference)
    permit(request.user, row, verb).or_raise()
    step = Step(
        title=title,
        action=title,
        back=_url(row),
        said=said,
        crumbs=_crumbs(request, Crumb(row.reference, _url(row))),
    )
    action = verbs.send_back if verb == "send_back" else verbs.drop
    return take(
        request, step, ReasonForm(request.POST or None), lambda data: action(row, by=request.user, **data)
    )


@council_view
def send_back(request: CouncilRequest, reference: str) -> HttpResponse:
    """Something is wanting."""
    said = _("Sent back to the provider with your reason.")
    return _with_reason(request, reference, "send_back", _("Send back"), said)


@council_view
def drop(request: CouncilRequest, reference: str) -> HttpResponse:
    """The provider does not provide."""
    return _with_reason(request, reference, "drop", _("Do not provide"), _("Recorded: nothing is provided."))


@council_view
@post_only
def erase(request: CouncilRequest, reference: str) -> HttpResponse:
    """The time of keeping is over."""
    row = _one(request, reference)
    said = _("What may name a person is erased.")
    return act(request, lambda: verbs.erase(row, by=request.user), done=_url(row), said=said)
