"""The law tables as of a date, for everybody signed in; what an operator may do there is offered to operators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from core import clock
from core.administration import permissions
from core.administration.forms.law import GroundFilter, LawFilter
from core.http.exports import Columns, export
from core.http.parts import Crumb, Event, Fact, Tab
from core.http.templatetags.sekisho import local
from core.http.views import SignedInRequest, get_only, signed_in_view
from core.law import queries, words
from core.law.enums import RowKind
from core.law.models import LawRow
from core.law.values import AnyRow

UNVERIFIED = "unverified"
SHAPED = (RowKind.GROUND, RowKind.CLASS_RULE, RowKind.RECORD_RULE)
"""Tables that tell parties, forms and classes apart."""
_ASKED = {
    "provider": "providers",
    "recipient": "recipients",
    "form": "forms",
    "data_class": "data_classes",
}
PAGE = 50


def _said(row: LawRow) -> str:
    return "; ".join(f"{name}: {value}" for name, value in words.content(queries.value_of(row)))


COLUMNS: Columns = (
    (_("Table"), lambda row: row.get_kind_display()),
    (_("Item code"), lambda row: row.code),
    (_("Text"), lambda row: local(row, "label")),
    (_("Content"), _said),
    (_("In force from"), lambda row: row.valid_from),
    (_("Last day in force"), lambda row: row.valid_to),
    (_("Source"), lambda row: row.source),
    (_("How sure"), lambda row: row.get_confidence_display()),
)


@get_only
@signed_in_view
def table(request: SignedInRequest) -> HttpResponseBase:
    """One table as it stands on a day, or across all tables what nobody has seen in its source yet."""
    kind = request.GET.get("kind", RowKind.GROUND.value)
    if kind != UNVERIFIED and kind not in RowKind.values:
        raise Http404
    form, on, rows = _chosen(request, kind)
    file = export(request, f"law-{kind}-{on.isoformat()}", COLUMNS, rows)
    if file is not None:
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    names = _grounds()
    context = {
        "page": page,
        "rows": [(row, words.content(queries.value_of(row), names)) for row in page],
        "kind": kind,
        "on": on,
        "form": form,
        "tabs": _tabs(kind),
        "all_kinds": kind == UNVERIFIED,
        "operates": permissions.is_operator(request.user),
    }
    return render(request, "core/administration/law.html", context)


def _chosen(request: SignedInRequest, kind: str) -> tuple[LawFilter, date, list[LawRow]]:
    made = GroundFilter if kind in SHAPED else LawFilter
    today = clock.today()
    form = made({"on": today.isoformat(), **request.GET.dict(), "kind": kind})
    form.is_valid()  # what cannot be read stands beside its field, and is left out of the search
    data = form.cleaned_data
    on = data.get("on") or today
    rows = queries.unverified() if kind == UNVERIFIED else queries.rows(kind)
    rows = queries.narrowed(rows, on=on, word=data.get("q", "").strip())
    asked = {part: data[name] for name, part in _ASKED.items() if data.get(name)}
    return form, on, [row for row in rows if _answers(queries.value_of(row), asked)]


def _answers(row: AnyRow, asked: dict[str, str]) -> bool:
    """Is ``row`` there for what is asked? A part that the row has not is no obstacle."""
    return all(value in getattr(row, part, (value,)) for part, value in asked.items())


def _grounds() -> dict[str, str]:
    """The text of each legal ground, the newest where it changed."""
    rows = queries.rows(RowKind.GROUND).order_by("valid_from")
    return {row.code: local(row, "label") for row in rows}


def _tabs(current: str) -> list[Tab]:
    url = reverse("law")
    open_ones = queries.narrowed(queries.unverified(), on=clock.today()).count()
    kinds: Iterable[tuple[str, Any]] = RowKind.choices
    return [
        *(Tab(label, f"{url}?kind={value}", value == current) for value, label in kinds),
        Tab(_("Not verified yet"), f"{url}?kind={UNVERIFIED}", current == UNVERIFIED, open_ones),
    ]


@get_only
@signed_in_view
def row(request: SignedInRequest, pk: int) -> HttpResponse:
    """One row: what it says, since when, where it comes from, how sure, and who changed it when."""
    found = get_object_or_404(LawRow, pk=pk)
    context = {
        "row": found,
        "facts": [Fact(name, value) for name, value in words.content(queries.value_of(found), _grounds())],
        "others": queries.rows(found.kind).filter(code=found.code).exclude(pk=pk).order_by("-valid_from"),
        "history": _history(found),
        "operates": permissions.is_operator(request.user),
        "crumbs": [Crumb(_("Law tables"), f"{reverse('law')}?kind={found.kind}"), Crumb(found.code)],
    }
    return render(request, "core/administration/law_row.html", context)


def _history(found: LawRow) -> list[Event]:
    """Who wrote what, the newest first; each with what it changed."""
    past = list(found.history.select_related("history_user").order_by("history_date", "history_id"))
    told = []
    for before, after in zip([None, *past], past, strict=False):
        told.append(
            Event(
                after.history_date,
                _("Changed") if before else _("Written"),
                str(after.history_user or _("shipped with the product")),
                _changes(before, after)
                if before
                else gettext("Source: %(source)s") % {"source": after.source},
            )
        )
    return told[::-1]


def _parts(record: Any) -> dict[str, Any]:
    own: dict[str, Any] = {name: getattr(record, name) for name in words.OWN if name != "code"}
    own["confidence"] = record.get_confidence_display()
    own |= record.content
    return own


def _changes(before: Any, after: Any) -> str:
    old, new = _parts(before), _parts(after)
    apart = [name for name in new if old.get(name) != new[name]]
    told = [
        f"{words.FIELDS.get(name, name)}: {words.said(name, old.get(name))} → {words.said(name, new[name])}"
        for name in apart
    ]
    return pgettext("changes", "; ").join(told) or gettext("Nothing changed.")
