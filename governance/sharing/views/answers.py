"""The answers of the gate that were kept: the list on the record of a request, and a page for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.http import texts
from core.http.dates import english
from core.http.parts import CheckRow, Crumb
from core.http.texts import Text
from core.http.views import CouncilRequest, council_view, get_only
from governance.sharing.documents.verdict_texts import MOMENTS, NAMES
from governance.sharing.models import Delivery, RequestLine, StoredVerdict
from governance.sharing.queries.kept_answers import Again, Told, entry_of, judged_again, of_release
from governance.sharing.rules.verdict import Moment
from governance.sharing.views.addresses import crumbs, one_line
from governance.sharing.views.declaring import declares_first


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A check that comes out otherwise: as kept and as judged again; None where there is no such check."""

    title: Text
    kept: CheckRow | None
    again: CheckRow | None


def answers_of(lines: list[RequestLine]) -> list[dict[str, Any]]:
    """What the gate answered when it mattered, and the facts were kept."""
    rows = []
    for line in lines:
        for kept in line.verdicts.order_by("at", "pk"):
            url = answer_url(line, kept)
            rows.append({"line": line, "kept": kept, "moment": MOMENTS[Moment(kept.moment)], "url": url})
    return rows


def answer_url(line: RequestLine, kept: StoredVerdict) -> str:
    """Address of the page of ``kept``."""
    request = line.request
    return reverse(
        "sharing:kept_answer", args=[request.council.slug, request.reference, line.number, kept.pk]
    )


def released_upon(delivery: Delivery) -> str:
    """Address of the answer upon which ``delivery`` was released; empty before."""
    kept = of_release(delivery)
    return answer_url(kept.line, kept) if kept else ""


@council_view
@get_only
def show(request: CouncilRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """One kept answer as it was given, for whoever may read the record of the request."""
    line = one_line(request, reference, number)
    if asked := declares_first(request, line.request):
        return asked
    kept = get_object_or_404(line.verdicts.select_related("line__request__council"), pk=pk)
    again = judged_again(kept)
    context = {
        "row": line.request,
        "line": line,
        "kept": kept,
        "moment_name": MOMENTS[Moment(kept.moment)],
        "entry": entry_of(kept),
        "checks": _rows(kept),
        "again": again,
        "same": again.like(kept),
        "changes": _changes(again),
        "crumbs": crumbs(line.request, Crumb(_("Answer of the gate that is kept"))),
    }
    return render(request, "governance/sharing/requests/answer.html", context)


def _rows(kept: StoredVerdict) -> list[CheckRow]:
    """The checks as they are kept, those that counted at the moment first."""
    return [_row(one) for one in sorted(kept.checks, key=lambda one: not one["applies"])]


def _row(check: Told) -> CheckRow:
    code = check["code"]
    return CheckRow(
        title=str(NAMES.get(code, code)),
        state=check["state"],
        text=texts.sentence(f"gate.{code}.{check['reason']}", check["params"]),
        article=check["article_en" if english() else "article_ja"],
        basis=check["basis"],
    )


def _changes(again: Again) -> list[ChangeRow]:
    return [
        ChangeRow(str(NAMES.get(code, code)), _row(kept) if kept else None, _row(now) if now else None)
        for code, kept, now in again.changes
    ]
