"""The log of decisions; recording one, superseding one, reporting the chair's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, F, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import clock
from core.access.roles import READS_LOG
from core.errors import ArticleRef, NotNow
from core.http.acting import act, fill_in
from core.http.exports import Columns, export
from core.http.paging import ordered
from core.http.parts import Crumb, Event
from core.http.templatetags.sekisho import article_label, local
from core.http.texts import Text
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.rulebook.provider import in_force
from core.rulebook.values import RiskClass
from governance.assembly import actions, queries
from governance.assembly.documents import meeting_name
from governance.assembly.enums import Authority, MeetingState, MotionKind, MotionState
from governance.assembly.forms import BasedDecisionForm, SearchForm
from governance.assembly.models import Decision, Motion
from governance.assembly.permissions import chairs, keeps, permit, records, records_vote
from governance.assembly.queries.decisions import decision_subject, reads_in_full, successor, superseding
from governance.assembly.rules.bodies import BOARD, sole_power
from governance.assembly.views.finding import meeting_of, meeting_url, motion_name
from governance.assembly.views.matters import matter_choices, named_matters

AHEAD = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.OPEN)
"""Meetings whose agenda is open."""
PER_PAGE = 50
NEWEST = ("-fiscal_year", "-serial")
SORTS = {
    "number": "place",
    "title": "title_ja",
    "body": "body__name_ja",
    "decided": "decided_on",
    "publication": "visibility",
}
PLACE = F("fiscal_year") * 100_000 + F("serial")
"""Numbers begin anew each fiscal year."""
COLUMNS: Columns = (
    (gettext_lazy("Number"), lambda row: row.number),
    (gettext_lazy("Title"), lambda row: local(row, "title")),
    (gettext_lazy("Body"), lambda row: local(row.body, "name") if row.body else row.get_authority_display()),
    (gettext_lazy("Decided on"), lambda row: row.decided_on),
    (gettext_lazy("Publication"), lambda row: row.get_visibility_display()),
    (gettext_lazy("Superseded"), lambda row: _("superseded") if row.is_superseded else ""),
)


@get_only
@council_view
def index(request: CouncilRequest) -> HttpResponseBase:
    """All decisions that the reader may see, newest first unless sorted; by word and fiscal year."""
    found = queries.decisions_for(request.user, request.council)
    years = sorted(set(found.order_by().values_list("fiscal_year", flat=True)), reverse=True)
    form = SearchForm(request.GET or None, years=years)
    if form.is_valid():
        word, year = form.cleaned_data["q"].strip(), form.cleaned_data["year"]
        if word:
            found = found.filter(
                Q(number__icontains=word)
                | Q(title_ja__icontains=word)
                | Q(title_en__icontains=word)
                | Q(subject__icontains=word)
            )
        if year:
            found = found.filter(fiscal_year=year)
    found = ordered(found.annotate(place=PLACE), request.GET.get("sort", ""), SORTS, first=NEWEST)
    rows = found.annotate(is_superseded=Exists(superseding()))
    if file := export(request, "decisions", COLUMNS, rows):
        return file
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "may_record": bool(records(request.user, request.council)),
        "reads_log": bool(request.roles & READS_LOG),
    }
    return render(request, "governance/assembly/decision/list.html", context)


@get_only
@council_view
def show(request: CouncilRequest, pk: int) -> HttpResponse:
    """One decision: reasons, dissent, what it rests on, what it concerns, what became of it."""
    found = get_object_or_404(queries.decisions_for(request.user, request.council), pk=pk)
    later = successor(found)
    matter = queries.matter_called(request.user, request.council, found.subject)
    kept = bool(records(request.user, request.council, found.subject))
    context = {
        "decision": found,
        "later": later,
        "matter": matter,
        "leads_on": later is None and matter is not None and matter.waits and kept,
        "may_supersede": later is None and kept,
        **_reporting(request, found),
        "in_full": reads_in_full(request.user, found),
        "article": ArticleRef(**found.article) if found.article else None,
        "history": _history(found, later),
        "sees_motion": found.motion is not None
        and queries.meetings_for(request.user, request.council).filter(pk=found.motion.meeting_id).exists(),
        "documents": queries.documents_for(request.user, request.council, found.subject)
        if found.subject
        else [],
        "crumbs": [
            Crumb(_("Decisions"), reverse("assembly:decisions", args=[request.council.slug])),
            Crumb(found.number),
        ],
    }
    return render(request, "governance/assembly/decision/show.html", context)


def _reporting(request: CouncilRequest, decision: Decision) -> dict[str, Any]:
    """The agendas on which the decision is, in words; where the chair's own is on none, those on which the reader can
    put it, or the bodies of which they can plan a meeting. The board's meetings hear no such report."""
    items = queries.motions_about(request.council, decision_subject(decision))
    found: dict[str, Any] = {"reports": [(item, _told(item)) for item in items], "unreported": False}
    if decision.authority == Authority.MOTION or decision not in queries.unreported(
        request.council, request.user
    ):
        return found
    ahead = queries.meetings_for(request.user, request.council).filter(state__in=AHEAD)
    hearing = ahead.exclude(body__code=BOARD).select_related("body__council").order_by("starts_at", "pk")
    agendas = [(row, meeting_name(row)) for row in hearing if permit(request.user, row, "table_motion")]
    plans = not agendas and bool(keeps(request.user, request.council, "plan_meeting"))
    bodies = queries.bodies(request.council).exclude(code=BOARD) if plans else []
    return found | {"unreported": True, "agendas": agendas, "bodies": bodies}


def _told(item: Motion) -> str:
    """Where an item about a decision stands: a report is still to come until its meeting is over."""
    if item.meeting.state == MeetingState.CANCELLED:
        return item.meeting.get_state_display()
    if item.kind == MotionKind.REPORT and item.state == MotionState.TABLED:
        return pgettext("item", "to be reported")
    return item.get_state_display()


def _history(decision: Decision, later: Decision | None) -> list[Event]:
    """Decided, recorded, superseded."""
    events = [
        Event(decision.decided_on, _("Decided"), decision.get_authority_display()),
        Event(decision.recorded_at, _("Recorded"), tone="ok"),
    ]
    if later is not None:
        url = reverse("assembly:decision", args=[decision.council.slug, later.pk])
        events.append(Event(later.recorded_at, _("Superseded"), later.number, tone="warn", url=url))
    return events


POWERS: dict[str, tuple[RiskClass | None, Text]] = {
    "chair:minor": ("minor", gettext_lazy("the chair alone: a minor request")),
    "chair:ordinary": ("ordinary", gettext_lazy("the chair alone: an ordinary request")),
    "chair:major": ("major", gettext_lazy("the chair alone: a major request")),
    "chair:emergency": (None, gettext_lazy("the chair alone: provisionally in an emergency")),
}


def _foundations(request: CouncilRequest) -> list[tuple[str, str]]:
    """What the reader may let a decision rest on: carried items but those that a colleague records, powers that the
    rules give the chair."""
    found: list[tuple[str, str]] = []
    if chairs(request.user, request.council, "record_decision"):
        rulebook = in_force(request.council, clock.today())
        for key, (risk, label) in POWERS.items():
            power = sole_power(rulebook, risk)
            if power:
                found.append((key, f"{label} {article_label(power.article)}".strip()))
    if keeps(request.user, request.council, "record_decision"):
        for motion in queries.undecided_motions(request.user, request.council):
            if not records_vote(request.user, request.council, motion.subject):
                continue
            name = f"{meeting_name(motion.meeting)} {motion_name(motion)} {local(motion, 'title')}"
            found.append((f"motion:{motion.pk}", name))
    return found


def _resting(request: CouncilRequest, key: str) -> dict[str, Any]:
    """The foundation behind ``key``, as the action takes it."""
    kind, _colon, value = key.partition(":")
    if kind == "motion":
        return {"motion": queries.undecided_motions(request.user, request.council).get(pk=int(value))}
    return {"risk": POWERS[key][0]}


def _record(
    request: CouncilRequest, action: Callable[..., Decision], start: dict[str, Any], page: dict[str, Any]
) -> HttpResponse:
    foundations = _foundations(request)
    waiting = queries.waiting_matters(request.user, request.council)
    named = named_matters(request, kept=start["about"])
    matters = matter_choices(request, waiting, named, _("Waits for a decision"))
    form = BasedDecisionForm(request.POST or None, foundations=foundations, matters=matters, initial=start)

    def do(data: dict[str, Any]) -> str:
        made = action(by=request.user, **_resting(request, data.pop("rests_on")), **data)
        return reverse("assembly:decision", args=[request.council.slug, made.pk])

    index_url = reverse("assembly:decisions", args=[request.council.slug])
    context = {
        "possible": bool(foundations),
        "cancel_url": index_url,
        "crumbs": [Crumb(_("Decisions"), index_url), Crumb(page["title"])],
        **page,
    }
    said = _(
        "The decision has its number. Where it decides a request, record it there next to put it into effect."
    )
    return fill_in(
        request, form, do, template="governance/assembly/decision/record.html", context=context, said=said
    )


@council_view
def record(request: CouncilRequest) -> HttpResponse:
    """Record a decision: of a body on an item that it carried, or of the chair alone (会長専決)."""
    records(request.user, request.council).or_raise()
    start = {"visibility": "public", "about": request.GET.get("about", "")}
    action = partial(actions.record_decision, request.council)
    return _record(request, action, start, {"title": _("Record a decision"), "label": _("Record")})


@council_view
def supersede(request: CouncilRequest, pk: int) -> HttpResponse:
    """Put another decision in the place of one."""
    found = get_object_or_404(queries.decisions_for(request.user, request.council), pk=pk)
    records(request.user, request.council, found.subject).or_raise()
    if successor(found) is not None:
        raise NotNow("superseded_already")
    names = ("title_ja", "title_en", "reasons_ja", "reasons_en", "dissent_ja", "dissent_en", "visibility")
    start = {name: getattr(found, name) for name in names} | {"about": found.subject}
    action = partial(actions.supersede_decision, found)
    page = {"title": _("Supersede %(number)s") % {"number": found.number}, "label": _("Supersede")}
    return _record(request, action, start, page)


@post_only
@council_view
def report(request: CouncilRequest, pk: int, decision: int) -> HttpResponse:
    """Put what the chair decided alone on the agenda, as a report."""
    meeting = meeting_of(request, pk)
    found = get_object_or_404(queries.decisions_for(request.user, request.council), pk=decision)
    return act(
        request,
        lambda: actions.report_decision(found, by=request.user, meeting=meeting),
        done=meeting_url(meeting),
        said=_("The report is on the agenda."),
    )
