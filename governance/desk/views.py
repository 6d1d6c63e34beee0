"""Today, my cases, standing, the chain both ways, the evidence log and search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
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
from core.http.paging import arranged, stretch
from core.http.parts import Bar, Crumb, Figure, Work
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
from governance.desk.queries.others import Awaited, waits_for_others
from governance.desk.queries.ranking import words_of
from governance.desk.queries.statistics import COLUMNS
from governance.members import queries as members
from governance.members.documents import gap_row
from governance.rulebook import queries as rulebook
from governance.sharing.enums import RequestStage
from governance.sharing.permissions import must_declare
from governance.sharing.queries import chain_links, waiting
from governance.sharing.queries.chain import chain
from governance.sharing.queries.deliveries import grants_visible_to
from governance.sharing.queries.emergencies import request_ratify_by
from governance.sharing.queries.leaving import organisations_left
from governance.sharing.queries.panels import cases_of
from governance.sharing.queries.requests import lines_opened_to, lines_visible_to, organs_of, visible_to
from governance.sharing.queries.resting import cited_in, resting_on, with_decisions
from governance.sharing.queries.rights import Right, rights_under
from governance.sharing.queries.stages import requests_by_stage
from governance.sharing.queries.suspensions import stops_for

ENTRIES = 50
"""Rows of a page."""
NEWEST = 10
"""Requests on the first page of a member."""
AWAITED: dict[str, Callable[[Awaited], Any]] = {
    "kind": lambda row: str(row.kind),
    "title": lambda row: row.title,
    "who": lambda row: str(row.who),
    "since": lambda row: row.since,
    "due": lambda row: row.due,
}

OVERSEERS = frozenset({Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.APPROVER})


@council_view
@get_only
def today(request: CouncilRequest) -> HttpResponse:
    """The worklist of those who run the council, counted by urgency."""
    if not request.roles & STAFF:
        raise NotPermitted("today_of_staff")
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
        Figure(
            len(waits_for_others(request.council, request.user, request.roles)),
            _("Waiting for others"),
            url=reverse("desk:others", args=[request.council.slug]),
        ),
    ]
    stages = requests_by_stage(request.council)
    seen = grants_visible_to(request.user, request.council)
    context = {
        "works": found,
        "figures": figures,
        "stages": [Bar(RequestStage(stage).label, number) for stage, number in stages.items()],
        "grants": waiting.ending(request.council, by=works.ends_within(60)).filter(pk__in=seen.values("pk")),
        "day": day,
    }
    return render(request, "governance/desk/today.html", context)


@council_view
@get_only
def others(request: CouncilRequest) -> HttpResponseBase:
    """What of the reader's own work waits for others; as a page or a file."""
    if not request.roles & STAFF:
        raise NotPermitted("today_of_staff")
    found = waits_for_others(request.council, request.user, request.roles)
    rows = arranged(found, request.GET.get("sort", ""), AWAITED)
    if file := export(request, "awaited", documents.awaited_columns(request.build_absolute_uri), rows):
        return file
    page = Paginator(rows, ENTRIES).get_page(request.GET.get("page"))
    here = Crumb(_("Today"), reverse("desk:today", args=[request.council.slug]))
    context = {"page": page, "rows": page.object_list, "crumbs": [here, Crumb(_("Waiting for others"))]}
    return render(request, "governance/desk/others.html", context)


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
        "requests": _requests(request),
    }
    return render(request, "governance/desk/standing.html", context)


def _requests(request: CouncilRequest) -> list[tuple[Any, list[Right]]]:
    """The newest requests that the reader sees, with what came of them."""
    rows = list(visible_to(request.user, request.council).order_by("-pk")[:NEWEST])
    rights = rights_under(rows)
    return [(row, rights.get(row.pk, [])) for row in rows]


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
    """根拠のつながり of every line of a request, as a picture and as a table, or as JSON; to a member of the panel once
    they have declared, which the page of the request asks for."""
    row = get_object_or_404(visible_to(request.user, request.council), reference=reference)
    if must_declare(request.user, row):
        return redirect("sharing:request", request.council.slug, reference)
    lines = lines_visible_to(request.user, request.council).filter(request=row)
    chains = [(line, chain_links.rows(request.council, chain(line))) for line in lines]
    if request.GET.get("format") == "json":
        told = documents.chain_told(row, chains, clock.now(), request.build_absolute_uri)
        answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
        answer["Content-Disposition"] = f'attachment; filename="chain-{row.reference}.json"'
        return answer
    context = {
        "row": row,
        "chains": [(line, links, [link.link for link in links]) for line, links in chains],
        "crumbs": [
            Crumb(_("Requests"), reverse("sharing:requests", args=[request.council.slug])),
            Crumb(row.reference, reverse("sharing:request", args=[request.council.slug, row.reference])),
            Crumb(_("What it rests on")),
        ],
    }
    return render(request, "governance/desk/chain.html", context)


@council_view
@get_only
def resting(request: CouncilRequest, code: str, key: str) -> HttpResponse:
    """The cases that rest on a provision of the rules: of those that are open to the reader, how many, and where."""
    instrument = get_object_or_404(
        rulebook.visible_to(request.user).filter(council=request.council), code=code
    )
    article = rulebook.article_named(request.council, code, key)
    if article is None:
        raise Http404
    lines = lines_opened_to(request.user, request.council)
    page = Paginator(resting_on(lines, article), ENTRIES).get_page(request.GET.get("page"))
    found = cited_in(list(page.object_list), article)
    known = with_decisions(lines, [one.line for one in found])
    read = reverse("rulebook:read", args=[request.council.slug, code])
    context = {
        "article": article,
        "page": page,
        "rows": [documents.case_resting(known[one.line], one) for one in found],
        "crumbs": [
            Crumb(_("Rules"), reverse("rulebook:index", args=[request.council.slug])),
            Crumb(local(instrument, "title"), f"{read}#{key}"),
            Crumb(_("Cases that rest on it")),
        ],
    }
    return render(request, "governance/desk/resting.html", context)


@council_view
@get_only
def statistics(request: CouncilRequest) -> HttpResponseBase:
    """The council's work in figures, for those who oversee it; the load of reviewers for the secretariat."""
    if not request.roles & OVERSEERS:
        raise NotPermitted("statistics_of_overseers")
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
    _parts, is_cut = words_of(words)
    return render(request, "governance/desk/search.html", {"q": words, "hits": hits, "is_cut": is_cut})


@council_view
@get_only
def deadlines(request: CouncilRequest) -> HttpResponseBase:
    """What falls due and what ends next, as a file too, with the address at which a calendar program finds it."""
    found = dates.deadlines(request.council, request.user)
    if file := export(request, "deadlines", documents.work_columns(request.build_absolute_uri), found):
        return file
    key = dates.key_of(request.user, request.council)
    feed = reverse("desk:calendar", args=[request.council.slug, key])
    context = {
        "works": found,
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
