"""What of the background work is stuck, with retry and cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.administration import actions, permissions
from core.administration.queries import councils_kept_by
from core.administration.views.way import way
from core.http.acting import act
from core.http.exports import Columns, export
from core.http.paging import ordered
from core.http.parts import Crumb
from core.http.texts import Text
from core.http.views import SignedInRequest, get_only, post_only, signed_in_view
from core.outbox import queries

KINDS: Mapping[str, Text] = {
    "mail": pgettext_lazy("background work", "mail"),
    "webhook": pgettext_lazy("background work", "message to a machine"),
    "reaction": pgettext_lazy("background work", "what follows from an event"),
    "document": pgettext_lazy("background work", "document"),
    "meeting_book": pgettext_lazy("background work", "papers of a meeting"),
    "release_list": pgettext_lazy("background work", "release list"),
    "policy_replay": pgettext_lazy("background work", "replay of past cases"),
    "person_records": pgettext_lazy("background work", "records about a person"),
    "record_book": pgettext_lazy("background work", "book of provisions"),
    "pia_report": pgettext_lazy("background work", "report of a PIA"),
    "ask_again": pgettext_lazy("background work", "asking for consents anew"),
    "defective_notice": pgettext_lazy("background work", "end of consents to a defective notice"),
    "take_over": pgettext_lazy("background work", "taking older consents over"),
}
"""What a piece of work makes, by its kind."""
SORTS = {
    "state": "state",
    "kind": "kind",
    "council": "council",
    "since": "created_at",
    "attempts": "attempts",
}
STUCK_FIRST = ("state", "-created_at", "-pk")
COLUMNS: Columns = (
    (_("State"), lambda row: row.get_state_display()),
    (_("Kind"), lambda row: KINDS.get(row.kind, row.kind)),
    (_("Number"), lambda row: row.pk),
    (_("Council"), lambda row: row.council),
    (_("Since"), lambda row: row.created_at),
    (_("Attempts"), lambda row: row.attempts),
    (_("Reason"), lambda row: row.last_error),
)


@get_only
@signed_in_view
def jobs(request: SignedInRequest) -> HttpResponseBase:
    """Stuck, running and waiting work of the councils that one looks after, as a page or a file."""
    user = request.user
    permissions.keep_any_council(user).or_raise()
    rows = ordered(queries.unfinished(user), request.GET.get("sort", ""), SORTS, first=STUCK_FIRST)
    if file := export(request, "background-work", COLUMNS, rows):
        return file
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    lives = {name: queries.lives(name) for name in ("worker", "clock")}
    councils = {one.slug: one for one in councils_kept_by(user)}
    context = {
        "page": page,
        "rows": [(job, KINDS.get(job.kind, job.kind), councils.get(job.council)) for job in page],
        "failed": [
            (one, KINDS.get(one.kind, one.kind), councils.get(one.council)) for one in queries.failed(user)
        ],
        "lives": lives,
        "crumbs": way(Crumb(_("Background work"))),
    }
    return render(request, "core/administration/jobs.html", context)


@post_only
@signed_in_view
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try again now."""
    return _act(request, pk, actions.retry_job, _("It is tried again now."))


@post_only
@signed_in_view
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give it up."""
    return _act(request, pk, actions.cancel_job, _("It has been given up."))


@post_only
@signed_in_view
def retry_all(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try everything again now that failed like this."""
    return _act(request, pk, actions.retry_alike, _("All of it is tried again within seconds."))


@post_only
@signed_in_view
def cancel_all(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give everything up that failed like this."""
    return _act(request, pk, actions.cancel_alike, _("All of it has been given up."))


def _act(request: SignedInRequest, pk: int, verb: Callable[..., object], said: Text) -> HttpResponse:
    user = request.user
    job = get_object_or_404(queries.visible_to(user), pk=pk)
    return act(request, lambda: verb(job, by=user), done="administration:jobs", said=said)
