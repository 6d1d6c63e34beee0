"""Reading an assessment: the page, the printed report, the export."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import canonical
from core.errors import ALLOWED
from core.files.views import download
from core.http.acting import act
from core.http.parts import Event
from core.http.texts import Text
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.outbox.models import JobState
from pia import actions, documents, queries
from pia.enums import State
from pia.models import Assessment
from pia.permissions import permit
from pia.views.changes import changes_of
from pia.views.pages import address, found, frame


def next_step(request: CouncilRequest, row: Assessment) -> tuple[str, Text] | None:
    """The one next action of the reader: an address and its words."""
    waiting: dict[str, tuple[tuple[str, str, Text], ...]] = {
        State.THRESHOLD: (("answer_threshold", "threshold", _("Answer the threshold questions")),),
        State.PREPARING: (("describe", "preparation", _("Describe the scope")),),
        State.ASSESSING: (("edit_flows", "flows", _("Continue the assessment")),),
        State.IN_REVIEW: (
            ("approve", "review", _("Review the assessment")),
            ("accept_residual_risk", "review", _("Look at the remaining risks")),
        ),
        State.APPROVED: (("publish_summary", "review", _("Publish the summary")),),
        State.OUTDATED: (("revise", "review", _("Begin a revision")),),
    }
    for verb, page, label in waiting.get(row.state, ()):
        if permit(request.user, row, verb):
            return address(row, page), label
    return None


def events(row: Assessment) -> list[Event]:
    """What happened to this revision, the latest first."""
    happened: list[tuple[Any, Text, Any]] = [
        (row.created_at, _("Opened"), row.created_by),
        (row.decided_at, _("Threshold decided"), row.decided_by),
        (row.submitted_at, _("Submitted for review"), row.submitted_by),
        (row.approved_at, _("Approved"), row.approved_by),
        (row.published_at, _("Summary published"), row.published_by),
    ]
    dated = [Event(at, what, who=str(who)) for at, what, who in reversed(happened) if at]
    dated.sort(key=lambda event: event.when, reverse=True)
    if row.outdated_on:
        what = _("Outdated: %(reason)s") % {"reason": row.get_outdated_reason_display()}
        dated.insert(0, Event(row.outdated_on, what, text=row.outdated_note, tone="warn"))
    return dated


@get_only
@council_view
def show(request: CouncilRequest, reference: str, revision: int | None = None) -> HttpResponse:
    """Everything about one revision."""
    row = found(request, reference, revision)
    newer = queries.visible_to(request.user, request.council).filter(
        reference=reference, revision__gt=row.revision
    )
    report = documents.report(row)
    context = {
        **frame(request, row),
        "report": report,
        "events": events(row),
        "changes": changes_of(request, row, report.names),
        "next_step": next_step(request, row),
        "newer": newer.order_by("-revision").first(),
        "may_outdate": permit(request.user, row, "outdate"),
        "may_assign": permit(request.user, row, "assign"),
        "may_put_in_place": permit(request.user, row, "put_in_place"),
    }
    return render(request, "pia/assessment/show.html", context)


@get_only
@council_view
def printed(request: CouncilRequest, reference: str, revision: int) -> HttpResponse:
    """The report in the order of ISO/IEC 29134, clause 7, for paper."""
    row = found(request, reference, revision)
    return render(request, "pia/assessment/report.html", {"report": documents.report(row), "assessment": row})


@get_only
@council_view
def paper(request: CouncilRequest, reference: str, revision: int) -> HttpResponse:
    """The report as PDF: ask for it, wait for it, take it. A fragment for the page that waits."""
    row = found(request, reference, revision)
    language = get_language() or "ja"
    job = queries.report_job(row, language)
    context = {
        **frame(request, row),
        "file": queries.report_file(row, language),
        "job": job,
        "working": job is not None and job.state in (JobState.WAITING, JobState.RUNNING),
        "stuck": job is not None and job.state == JobState.STUCK,
    }
    part = "#progress" if request.headers.get("HX-Request") else ""
    return render(request, f"pia/assessment/paper.html{part}", context)


def _where(row: Assessment) -> str:
    where = {"council": row.council.slug, "reference": row.reference, "revision": row.revision}
    return reverse("pia:paper", kwargs=where)


@post_only
@council_view
def make_paper(request: CouncilRequest, reference: str, revision: int) -> HttpResponse:
    """Ask for the report as PDF."""
    row = found(request, reference, revision)
    language = get_language() or "ja"
    said = _("The report is being made. It takes a few seconds.")
    return act(
        request,
        lambda: actions.request_report(row, by=request.user, language=language),
        done=_where(row),
        said=said,
    )


@post_only
@council_view
def cancel_paper(request: CouncilRequest, reference: str, revision: int) -> HttpResponse:
    """Give the report up."""
    row = found(request, reference, revision)
    language = get_language() or "ja"
    return act(
        request,
        lambda: actions.cancel_report(row, by=request.user, language=language),
        done=_where(row),
        said=_("The report is no longer being made."),
    )


@get_only
@council_view
def take_paper(request: CouncilRequest, reference: str, revision: int) -> StreamingHttpResponse:
    """The PDF itself."""
    row = found(request, reference, revision)
    file = queries.report_file(row, get_language() or "ja")
    if file is None:
        raise Http404
    return download(request, file, permit=ALLOWED, inline=True)


@get_only
@council_view
def export(request: CouncilRequest, reference: str, revision: int) -> HttpResponse:
    """The content as JSON, with the digest that the approval was given to."""
    row = found(request, reference, revision)
    content = queries.content(row)
    data = {
        "content": content,
        "digest": canonical.digest(content),
        "state": row.state,
        "approved_digest": row.content_digest,
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "summary": {"ja": row.summary_ja, "en": row.summary_en},
    }
    name = f"{row.reference}-r{row.revision}.json"
    return JsonResponse(
        data,
        encoder=json.JSONEncoder,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
