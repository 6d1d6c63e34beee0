"""The queue of requests: which stage, how old, until when, and what became of each line."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import clock
from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import Council
from core.http.dates import civil
from core.http.exports import Columns, export
from core.http.paging import ByKey, ordered
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only
from governance.sharing.documents.naming import listed
from governance.sharing.enums import LineState, RequestState
from governance.sharing.forms.queue import QueueFilter
from governance.sharing.models import SharingRequest
from governance.sharing.queries.idle import OPEN_STATES
from governance.sharing.queries.keeping import loads
from governance.sharing.queries.requests import organs_asking, organs_of, visible_to
from governance.sharing.queries.stages import AFTER_REVIEW, at_stage, ended_at, open_requests, with_ends

PAGE = 50
SORTS: dict[str, str] = {
    "reference": "reference",
    "title": "title_ja",
    "applicant": "applicant__name_ja",
    "state": "state",
    "begun": "begun",
    "due": "due_on",
}
"""``?sort=`` -> column; a minus before it turns the order round."""


def narrowed(
    rows: QuerySet[SharingRequest], asked: dict[str, str], council: Council
) -> QuerySet[SharingRequest]:
    """The rows that the filter leaves."""
    state, words, today = asked.get("state"), asked.get("q", "").strip(), clock.today()
    if state == "open":
        rows = rows.filter(open_requests(council))
    elif state in AFTER_REVIEW:
        rows = rows.filter(at_stage(state))
    elif state:
        rows = rows.filter(state=state)
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("due"):
        last = today if asked["due"] == "overdue" else today + timedelta(days=8)
        rows = rows.filter(due_on__lt=last, state__in=OPEN_STATES)
    if asked.get("keeper") == "nobody":
        rows = rows.filter(keeper__isnull=True)
    elif asked.get("keeper"):
        rows = rows.filter(keeper__user=int(asked["keeper"]))
    if words:
        named = Q(applicant__name_ja__icontains=words) | Q(applicant__name_en__icontains=words)
        titled = Q(title_ja__icontains=words) | Q(title_en__icontains=words)
        rows = rows.filter(named | titled | Q(reference__icontains=words))
    return rows


def age(row: Any) -> int:
    """Days since the request was first handed in, or begun where it never was; until its last line came to its
    agreement or its end, and what was approved provisionally was ratified."""
    ended = ended_at(row)
    end: date = civil(ended) if ended else clock.today()
    return max((end - civil(row.begun)).days, 0)


def outcomes(row: SharingRequest) -> list[tuple[str, str, int]]:
    """How many lines stand where: state, its word, number. A draft's lines are all drafts: none is told."""
    counted = Counter(line.state for line in row.lines.all() if line.state != LineState.DRAFTED)
    return [(state.value, str(state.label), counted[state]) for state in LineState if counted[state]]


COLUMNS: Columns = (
    (gettext_lazy("Number"), lambda row: row.reference),
    (gettext_lazy("Title"), lambda row: local(row, "title")),
    (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
    (gettext_lazy("Applicant"), lambda row: local(row.applicant, "name")),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
    (pgettext_lazy("turn", "Submission"), lambda row: row.turn),
    (gettext_lazy("Lines"), lambda row: listed(f"{word} {n}" for _code, word, n in outcomes(row))),
    (gettext_lazy("Age (days)"), age),
    (gettext_lazy("Due"), lambda row: row.due_on),
)


@council_view
@get_only
def index(request: CouncilRequest) -> HttpResponseBase:
    """The requests that the reader may see: filtered, sorted, as a page or a file."""
    keeps = Role.SECRETARY in request.roles
    staff = list(holders(Role.SECRETARY, request.council)) if keeps else []
    form = QueueFilter(request.GET, staff=staff)
    form.is_valid()
    asked = form.cleaned_data
    begun = Coalesce("submitted_at", "created_at")
    seen: QuerySet[SharingRequest] = visible_to(request.user, request.council).annotate(begun=begun)
    seen = with_ends(seen).select_related("keeper__user")
    found = narrowed(seen.prefetch_related("lines"), asked, request.council)
    rows = ordered(found, request.GET.get("sort", ""), SORTS)
    if file := export(request, "requests", COLUMNS, rows):
        return file
    may_draft = organs_asking(request.user).exists()
    page = Paginator(ByKey(rows), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "staff": staff,
        "loads": loads(request.council) if keeps else [],
        "rows": [(row, age(row), outcomes(row)) for row in page],
        "form": form,
        "sees_statutory": bool(request.roles & {Role.SECRETARY, Role.AUDITOR})
        or organs_of(request.user).exists(),
        "may_draft": may_draft,
        "drafts_of_others": asked.get("state") == RequestState.DRAFTED and not may_draft,
    }
    return render(request, "governance/sharing/requests/list.html", context)
