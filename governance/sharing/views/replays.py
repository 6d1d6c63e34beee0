"""Replaying past cases under a draft amendment: asking, waiting, reading."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.http.acting import act, fill_in
from core.http.exports import export
from core.http.parts import Crumb, Figure
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.outbox.models import JobState
from governance.rulebook.queries import amendments_visible_to
from governance.sharing.actions import replays as verbs
from governance.sharing.documents import replays as told
from governance.sharing.forms.replays import FindingFilter, ReplayForm
from governance.sharing.models import Replay, ReplayFinding
from governance.sharing.permissions import may_replay
from governance.sharing.queries import replays as queries

PAGE = 25


def _amendment(request: CouncilRequest, pk: int) -> Any:
    rows = amendments_visible_to(request.user).filter(instrument__council=request.council)
    return get_object_or_404(rows.select_related("instrument__council"), pk=pk)


def _replay(request: CouncilRequest, pk: int, replay: int) -> Replay:
    return get_object_or_404(queries.visible_to(request.user, request.council), amendment=pk, pk=replay)


def _crumbs(request: CouncilRequest, amendment: Any, *more: Crumb) -> list[Crumb]:
    slug = request.council.slug
    return [
        Crumb(_("Rules"), reverse("rulebook:index", args=[slug])),
        Crumb(_("Amendment"), reverse("rulebook:amendment", args=[slug, amendment.pk])),
        Crumb(_("Past cases"), reverse("sharing:replays", args=[slug, amendment.pk]) if more else ""),
        *more,
    ]


def _url(replay: Replay) -> str:
    return reverse("sharing:replay", args=[replay.council.slug, replay.amendment_id, replay.pk])


@council_view
def index(request: CouncilRequest, pk: int) -> HttpResponse:
    """What was asked of this amendment before; the secretariat asks anew."""
    amendment = _amendment(request, pk)
    may = may_replay(request.user, request.council)
    if request.method == "POST":
        may.or_raise()
    today = clock.today()
    initial = {"first_day": clock.add_months(today, -12), "last_day": today}

    def ask(data: dict[str, Any]) -> str:
        return _url(verbs.ask_replay(amendment, by=request.user, **data))

    context = {
        "amendment": amendment,
        "instrument": amendment.instrument,
        "rows": queries.visible_to(request.user, request.council).filter(amendment=amendment),
        "may_ask": may,
        "crumbs": _crumbs(request, amendment),
    }
    return fill_in(
        request,
        ReplayForm(request.POST or None, initial=initial),
        ask,
        template="governance/sharing/replays/list.html",
        context=context,
        said=gettext_lazy("The past cases are being judged again. Nothing is changed by it."),
    )


@council_view
@get_only
def show(request: CouncilRequest, pk: int, replay: int) -> HttpResponseBase:
    """The result: how many requests would have come out differently, which, and why."""
    row = _replay(request, pk, replay)
    form = FindingFilter(request.GET)
    rows = _narrowed(queries.findings_visible_to(request.user, row), form)
    file = export(request, f"replay-{row.pk}", told.COLUMNS, told.flat(rows.iterator(chunk_size=500)))
    if file is not None:
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    job = queries.job_of(row)
    row.refresh_from_db(fields=["finished_at", "revision", "requests", "verdicts", "unlike_kept"])
    given_up = row.finished_at is None and (job is None or job.state in (JobState.STUCK, JobState.CANCELLED))
    working = row.finished_at is None and not given_up
    summary = queries.summary(request.user, row)
    context = {
        "replay": row,
        "amendment": row.amendment,
        "instrument": row.amendment.instrument,
        "job": job,
        "working": working,
        "given_up": given_up,
        "summary": summary,
        "figures": [
            Figure(summary.requests, _("Requests judged again")),
            Figure(summary.other_outcome, _("Outcome would be another"), tone="bad"),
            Figure(summary.other_checks, _("Only checks would be others")),
        ],
        "form": form,
        "page_obj": page,
        "findings": [told.row(finding) for finding in page],
        "may_ask": may_replay(request.user, request.council),
        "crumbs": _crumbs(request, row.amendment, Crumb(_("Replay"))),
    }
    asked_again = "HX-Request" in request.headers
    part = "#progress" if asked_again and working else ""
    answer = render(request, f"governance/sharing/replays/show.html{part}", context)
    if asked_again and not working:
        answer["HX-Refresh"] = "true"
    return answer


def _narrowed(rows: QuerySet[ReplayFinding], form: FindingFilter) -> QuerySet[ReplayFinding]:
    if not form.is_valid():
        return rows
    data = form.cleaned_data
    if data["outcome"] == "other":
        rows = rows.exclude(was_allowed=F("would_be_allowed"))
    elif data["outcome"] == "same":
        rows = rows.filter(was_allowed=F("would_be_allowed"))
    if data["check"]:
        rows = rows.filter(checks__contains=f" {data['check']} ")
    if data["moment"]:
        rows = rows.filter(verdict__moment=data["moment"])
    word = data["q"].strip()
    if word:
        about = "verdict__line__request__"
        rows = rows.filter(
            Q(**{f"{about}reference__icontains": word})
            | Q(**{f"{about}title_ja__icontains": word})
            | Q(**{f"{about}title_en__icontains": word})
        )
    return rows


@council_view
@post_only
def cancel(request: CouncilRequest, pk: int, replay: int) -> HttpResponse:
    """Give a replay up."""
    row = _replay(request, pk, replay)
    said = _("The replay has been given up.")
    return act(request, lambda: verbs.cancel_replay(row, by=request.user), done=_url(row), said=said)
