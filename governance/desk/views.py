"""Today, my cases, standing, the chain, the evidence log and search."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from consent import queries as consent
from core import clock
from core.access.roles import READS_LOG, STAFF, Role
from core.accounts.models import Organ, Organisation
from core.administration.permissions import look_after
from core.errors import NotPermitted
from core.http.exports import as_csv, export
from core.http.paging import stretch
from core.http.parts import Bar, Crumb, Figure, Link, Work
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only, settling_view
from core.rulebook.provider import in_force
from governance.assembly import queries as assembly
from governance.assembly.documents import meeting_name
from governance.desk import documents
from governance.desk.forms import asked_entries, asked_period
from governance.desk.queries import deadlines as dates
from governance.desk.queries import log as evidence
from governance.desk.queries import meetings, subjects, works
from governance.desk.queries import search as searching
from governance.desk.queries import statistics as charting
from governance.desk.queries.actors import Actors
from governance.desk.queries.duties import before_board
from governance.desk.queries.statistics import COLUMNS
from governance.members import queries as members
from governance.members.documents import gap_row
from governance.sharing.enums import RequestState
from governance.sharing.permissions import must_declare
from governance.sharing.queries import chain_links, waiting
from governance.sharing.queries.chain import chain
from governance.sharing.queries.deliveries import grants_visible_to
from governance.sharing.queries.emergencies import request_ratify_by
from governance.sharing.queries.leaving import organisations_left
from governance.sharing.queries.panels import cases_of
from governance.sharing.queries.requests import lines_visible_to, organs_of, visible_to
from governance.sharing.queries.suspensions import stops_for

ENTRIES = 50
"""Entries of the evidence log on a page."""

OVERSEERS = frozenset({Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.APPROVER})


@council_view
@get_only
def today(request: CouncilRequest) -> HttpResponse:
    """The worklist of those who run the council, counted by urgency."""
    if not request.roles & STAFF:
        raise NotPermitted("not_your_verb", verb="today")
    found = works.today(request.council, request.user, request.roles)
    day = clock.today()
    dates = [work.due for work in found if work.due]
    figures = [
        Figure(
            sum(due < day for due in dates),
            _("Overdue"),
            tone="bad" if any(due < day for due in dates) else "",
        ),
        Figure(sum(due == day for due in dates), _("Today"), tone="warn"),
        Figure(sum(day < due <= works.ends_within(7) for due in dates), _("Within a week")),
        Figure(sum(due > works.ends_within(7) for due in dates), pgettext("due", "Later")),
        Figure(len(found) - len(dates), _("Without a date")),
    ]
    stages = waiting.requests_by_stage(request.council)
    seen = grants_visible_to(request.user, request.council)
    context = {
        "works": found,
        "figures": figures,
        "stages": [Bar(RequestState(state).label, number) for state, number in stages.items()],
        "grants": waiting.ending(request.council, by=works.ends_within(60)).filter(pk__in=seen.values("pk")),
        "day": day,
    }
    return render(request, "governance/desk/today.html", context)


@council_view
@get_only
def cases(request: CouncilRequest) -> HttpResponse:
    """The reviewer's cases: declare first, then the workspace."""
    own = cases_of(request.user).filter(review__request__council=request.council)
    rows = [(row, request_ratify_by(row.review.request)) for row in own]
    votes = works.in_order(works.votes(request.council, request.user))
    waiting_minutes = meetings.minutes(request.council, request.user)
    checks = works.in_order([*before_board(request.council, request.user), *waiting_minutes])
    context = {"rows": rows, "votes": votes, "checks": checks, "coming": _coming(request)}
    return render(request, "governance/desk/cases.html", context)


def _coming(request: CouncilRequest) -> list[tuple[str, assembly.Invitation]]:
    """The meetings that the reader is invited to, with their names."""
    return [(meeting_name(one.meeting), one) for one in assembly.invitations(request.user, request.council)]


@settling_view
@get_only
def standing(request: CouncilRequest) -> HttpResponse:
    """What a member is, what is missing, and what it has to do."""
    day = clock.today()
    rules = in_force(request.council, day)
    own = members.organisations_of(request.user, request.council)
    organisations = list(dict.fromkeys([*own, *organisations_left(request.user, request.council)]))
    organs = list(organs_of(request.user))
    rows = []
    for organisation in organisations:
        membership = members.membership_of(request.council, organisation)
        missing = members.what_is_missing(membership, rules) if membership else ()
        gaps = [gap_row(gap, request.council) for gap in missing]
        blocks = members.blocks_in(request.council, [organisation]) if organisation in own else ()
        stands = members.standing(request.council, organisation, day)
        rows.append((organisation, membership, stands, gaps, blocks))
    context = {
        "rows": rows,
        "looked_after": {one.pk for one in organisations if look_after(request.user, one)},
        "organs": organs,
        "kept": consent.organs_kept(request.user, request.council),
        "stops": stops_for(request.council, organisations, organs),
        "works": _waiting(request, organisations, organs),
        "coming": _coming(request) if request.roles else [],
        "requests": visible_to(request.user, request.council).order_by("-pk")[:10],
    }
    return render(request, "governance/desk/standing.html", context)


def _waiting(request: CouncilRequest, organisations: list[Organisation], organs: list[Organ]) -> list[Work]:
    """What waits for a member; for who has left, what is left to settle."""
    if not request.roles:
        return works.settling(request.council, organisations, organs)
    votes = works.votes(request.council, request.user)
    asked = works.invited(request.council, request.user)
    evidence_in = works.in_order(before_board(request.council, request.user))
    return [*votes, *asked, *evidence_in, *works.member(request.council, organisations, organs)]


@council_view
@get_only
def chain_page(request: CouncilRequest, reference: str) -> HttpResponse:
    """根拠のつながり of every line of a request, as a picture and as a table; to a member of the panel once they have
    declared, which the page of the request asks for."""
    row = get_object_or_404(visible_to(request.user, request.council), reference=reference)
    if must_declare(request.user, row):
        return redirect("sharing:request", request.council.slug, reference)
    lines = lines_visible_to(request.user, request.council).filter(request=row)
    context = {
        "row": row,
        "chains": [_picture(chain_links.rows(request.council, chain(line)), line) for line in lines],
        "crumbs": [
            Crumb(_("Requests"), reverse("sharing:requests", args=[request.council.slug])),
            Crumb(row.reference, reverse("sharing:request", args=[request.council.slug, row.reference])),
            Crumb(_("What it rests on")),
        ],
    }
    return render(request, "governance/desk/chain.html", context)


def _picture(rows: list[chain_links.Row], line: Any) -> tuple[Any, list[chain_links.Row], list[Link]]:
    """The line, its table and its picture."""
    return line, rows, [row.link for row in rows]


@council_view
@get_only
def statistics(request: CouncilRequest) -> HttpResponseBase:
    """The council's work in figures, for those who oversee it; the load of reviewers for the secretariat."""
    if not request.roles & OVERSEERS:
        raise NotPermitted("not_your_verb", verb="statistics")
    form, period = asked_period(request.GET)
    found = charting.charts(request.council, period, reviewers=Role.SECRETARY in request.roles)
    file = export(request, f"statistics-{period.first}-{period.last}", COLUMNS, charting.flat(found))
    if file is not None:
        return file
    context = {"charts": found, "form": form, "period": period, "smallest": 0}
    return render(request, "governance/desk/statistics.html", context)


@council_view
@get_only
def log(request: CouncilRequest) -> HttpResponseBase:
    """The council's entries of the evidence log: what happened, when, about what, by whom, and the receipt of each.
    Never what else an entry says."""
    if not request.roles & READS_LOG:
        raise NotPermitted("log_of_overseers")
    form, asked = asked_entries(request.GET, request.council)
    is_file = request.GET.get("format") == "csv"
    if asked is None:
        return render(request, "governance/desk/log.html", {"form": form}, status=422 if is_file else 200)
    rows = evidence.entries(request.council, request.user, asked)
    if is_file:
        columns = documents.log_columns(request.build_absolute_uri, Actors(request.council))
        return as_csv(f"log-{request.council.slug}", columns, rows)
    before = request.GET.get("before", "")
    page = stretch(rows, ENTRIES, before)
    context = {
        "form": form,
        "page": page,
        "rows": subjects.told(request.council, request.user, page.rows),
        "is_narrowed": asked != evidence.Asked(),
        "before": before,
    }
    return render(request, "governance/desk/log.html", context)


@council_view
@get_only
def search(request: CouncilRequest) -> HttpResponse:
    """One search over what the reader may see."""
    words = request.GET.get("q", "")
    hits = searching.search(request.council, request.user, words)
    return render(request, "governance/desk/search.html", {"q": words, "hits": hits})


@council_view
@get_only
def deadlines(request: CouncilRequest) -> HttpResponse:
    """What falls due and what ends next, with the address at which a calendar program finds it."""
    key = dates.key_of(request.user, request.council)
    feed = reverse("desk:calendar", args=[request.council.slug, key])
    context = {
        "works": dates.deadlines(request.council, request.user),
        "feed": request.build_absolute_uri(feed),
        "day": clock.today(),
    }
    return render(request, "governance/desk/deadlines.html", context)


@get_only
def calendar(request: HttpRequest, council: str, key: str) -> HttpResponse:
    """Somebody's deadlines for a calendar program, which cannot sign in: the key in the address does."""
    found = dates.holder_of(key, council)
    if found is None:
        raise Http404
    user, where = found
    with override(user.language):
        name = _("Deadlines: %(council)s") % {"council": local(where, "name")}
        words = documents.calendar(
            name, dates.deadlines(where, user), base_url=settings.BASE_URL, at=clock.now()
        )
    answer = HttpResponse(words, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer
