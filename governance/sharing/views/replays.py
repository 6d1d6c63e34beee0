"""Replaying past cases under an amendment or a further rule document in work: asking, waiting, reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_list_or_404, get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.errors import ALLOWED, NotNow, Verdict
from core.http.acting import act, fill_in
from core.http.exports import export
from core.http.parts import Crumb, Figure
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.outbox.models import JobState
from governance.rulebook.queries import (
    amendments_visible_to,
    codes_of_draft,
    further_drafts,
    instruments,
    latest_code,
)
from governance.rulebook.rules import notation
from governance.sharing.actions import replays as verbs
from governance.sharing.documents import replays as told
from governance.sharing.forms.replays import FindingFilter, ReplayForm
from governance.sharing.models import Replay, ReplayFinding
from governance.sharing.permissions import may_replay
from governance.sharing.queries import replays as queries

PAGE = 25


@dataclass(frozen=True, slots=True)
class Subject:
    """What past cases are judged under: an amendment, or the draft of a further rule document."""

    draft: Any
    """The amendment or the draft; None where the draft of a document was adopted or taken out since."""
    titled: Any
    rows: QuerySet[Replay]
    crumb: Crumb
    url: str
    ask: Callable[..., Replay]
    renamed: str = ""
    """Where its replays are read since it got another code."""

    def at(self, row: Replay, verb: str = "") -> str:
        """The page of ``row``, which may have been asked under a former code."""
        return f"{self.url}{row.pk}/{verb}"

    @property
    def may_ask(self) -> Verdict:
        """Is there still a text to ask about?"""
        return ALLOWED if self.draft else Verdict(False, "sharing.replay_draft_gone", error=NotNow)

    def is_outdated(self, row: Replay) -> bool:
        """Has the draft changed since ``row`` was asked?"""
        if self.draft is None:
            return False
        return bool(row.text != self.draft.text if row.text else row.revision != self.draft.revision)


def _subject(request: CouncilRequest, pk: int | None, code: str) -> Subject:
    return _document(request, code) if pk is None else _amendment(request, pk)


def _amendment(request: CouncilRequest, pk: int) -> Subject:
    rows = amendments_visible_to(request.user).filter(instrument__council=request.council)
    amendment = get_object_or_404(rows.select_related("instrument__council"), pk=pk)
    at = [request.council.slug, pk]
    return Subject(
        draft=amendment,
        titled=amendment.instrument,
        rows=queries.visible_to(request.user, request.council).filter(amendment=pk),
        crumb=Crumb(_("Amendment"), reverse("rulebook:amendment", args=at)),
        url=reverse("sharing:replays", args=at),
        ask=verbs.ask_replay,
    )


def _document(request: CouncilRequest, code: str) -> Subject:
    """The further document ``code``; once it is adopted or taken out, what was asked of it stays readable."""
    council, at = request.council, [request.council.slug, code]
    is_adopted = instruments(council).filter(code=code).exists()
    rows = queries.visible_to(request.user, council)
    rows = queries.of_draft(rows, codes_of_draft(council, code, is_adopted=is_adopted))
    drafts = (pair for pair in further_drafts(council) if pair[0].code == code)
    draft, text = next(drafts, (None, None))
    latter = code
    if text is None:
        newest = get_list_or_404(rows)[0]
        text, latter = notation.read(newest.text), latest_code(council, newest.code, newest.asked_at)
    page = "rulebook:further_text" if draft else "rulebook:read" if is_adopted else ""
    return Subject(
        draft=draft,
        titled=text,
        rows=rows,
        crumb=Crumb(local(text, "title"), reverse(page, args=at) if page else ""),
        url=reverse("sharing:further_replays", args=at),
        ask=verbs.ask_replay_of_document,
        renamed=reverse("sharing:further_replays", args=[council.slug, latter]) if latter != code else "",
    )


def _replay(subject: Subject, replay: int) -> Replay:
    return get_object_or_404(subject.rows, pk=replay)


def _crumbs(request: CouncilRequest, subject: Subject, *more: Crumb) -> list[Crumb]:
    return [
        Crumb(_("Rules"), reverse("rulebook:index", args=[request.council.slug])),
        subject.crumb,
        Crumb(_("Past cases"), subject.url if more else ""),
        *more,
    ]


@council_view
def index(request: CouncilRequest, pk: int | None = None, code: str = "") -> HttpResponse:
    """What was asked of this draft before; the secretariat asks anew."""
    subject = _subject(request, pk, code)
    may = may_replay(request.user, request.council) and subject.may_ask
    if request.method == "POST":
        may.or_raise()
    today = clock.today()
    initial = {"first_day": clock.add_months(today, -12), "last_day": today}

    def ask(data: dict[str, Any]) -> str:
        return subject.at(subject.ask(subject.draft, by=request.user, **data))

    context = {
        "titled": subject.titled,
        "rows": [(row, subject.at(row), subject.is_outdated(row)) for row in subject.rows],
        "may_ask": may,
        "is_gone": subject.draft is None,
        "renamed_url": subject.renamed,
        "crumbs": _crumbs(request, subject),
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
def show(request: CouncilRequest, replay: int, pk: int | None = None, code: str = "") -> HttpResponseBase:
    """The result: how many requests would have come out differently, which, and why."""
    subject = _subject(request, pk, code)
    row = _replay(subject, replay)
    form = FindingFilter(request.GET)
    rows = _narrowed(queries.findings_visible_to(request.user, row), form)
    if file := export(request, f"replay-{row.pk}", told.COLUMNS, told.flat(rows.iterator(chunk_size=500))):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    job = queries.job_of(row)
    row.refresh_from_db(fields=["finished_at", "revision", "requests", "verdicts", "unlike_kept"])
    given_up = row.finished_at is None and (job is None or job.state in (JobState.STUCK, JobState.CANCELLED))
    working = row.finished_at is None and not given_up
    summary = queries.summary(request.user, row)
    context = {
        "replay": row,
        "titled": notation.read(row.text) if row.text else subject.titled,
        "is_outdated": subject.is_outdated(row),
        "is_gone": subject.draft is None,
        "renamed_url": subject.renamed,
        "urls": {"here": subject.at(row), "again": subject.url, "cancel": subject.at(row, "cancel/")},
        "job": job,
        "working": working,
        "given_up": given_up,
        "summary": summary,
        "figures": _figures(summary),
        "form": form,
        "page_obj": page,
        "findings": [told.row(finding) for finding in page],
        "may_ask": may_replay(request.user, request.council),
        "crumbs": _crumbs(request, subject, Crumb(_("Replay"))),
    }
    asked_again = "HX-Request" in request.headers
    part = "#progress" if asked_again and working else ""
    answer = render(request, f"governance/sharing/replays/show.html{part}", context)
    if asked_again and not working:
        answer["HX-Refresh"] = "true"
    return answer


def _figures(summary: queries.Summary) -> list[Figure]:
    return [
        Figure(summary.requests, _("Requests judged again")),
        Figure(summary.other_outcome, _("Outcome would be another"), tone="bad"),
        Figure(summary.other_checks, _("Only checks would be others")),
    ]


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
def cancel(request: CouncilRequest, replay: int, pk: int | None = None, code: str = "") -> HttpResponse:
    """Give a replay up."""
    subject = _subject(request, pk, code)
    row = _replay(subject, replay)
    said = _("The replay has been given up.")
    return act(request, lambda: verbs.cancel_replay(row, by=request.user), done=subject.at(row), said=said)


@council_view
@get_only
def former(request: CouncilRequest) -> HttpResponse:
    """Further documents that past cases were judged under and that are no drafts any more."""
    council = request.council
    in_work = {draft.code for draft, _text in further_drafts(council)}
    found = queries.of_former_drafts(council, queries.visible_to(request.user, council), in_work)
    context = {
        "rows": [
            (
                notation.read(row.text),
                code,
                row,
                reverse("sharing:further_replays", args=[council.slug, code]),
            )
            for code, row in found.items()
        ],
        "crumbs": [
            Crumb(_("Rules"), reverse("rulebook:index", args=[council.slug])),
            Crumb(_("Past cases under former drafts")),
        ],
    }
    return render(request, "governance/sharing/replays/former.html", context)
