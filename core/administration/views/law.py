"""The law tables, by kind; the operator adds dated rows."""

from __future__ import annotations

import json
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import User
from core.administration import actions, permissions
from core.administration.forms import LawFilter, LawForm
from core.http.acting import fill_in
from core.http.parts import Crumb, Event
from core.http.views import get_only
from core.law import queries
from core.law.enums import RowKind
from core.law.models import LawRow


@get_only
@login_required
def table(request: HttpRequest) -> HttpResponse:
    """The rows of one table: all of them, those in force on a day, those with a word in them."""
    permissions.operate(cast(User, request.user)).or_raise()
    kind = request.GET.get("kind", RowKind.GROUND.value)
    if kind not in RowKind.values:
        raise Http404
    form = LawFilter({**request.GET.dict(), "kind": kind})
    rows = queries.rows(kind)
    if form.is_valid():
        rows = queries.narrowed(rows, on=form.cleaned_data["on"], word=form.cleaned_data["q"].strip())
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    context = {"page": page, "kind": kind, "kinds": RowKind.choices, "form": form, "crumbs": _crumbs()}
    return render(request, "core/administration/law.html", context)


def _crumbs(*more: Crumb) -> list[Crumb]:
    first = Crumb(_("Administration"), reverse("administration:index"))
    return [first, Crumb(_("Law tables"), reverse("administration:law") if more else ""), *more]


@get_only
@login_required
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row: what it says, since when, where it comes from, how sure, and who changed it when."""
    permissions.operate(cast(User, request.user)).or_raise()
    found = get_object_or_404(LawRow, pk=pk)
    context = {
        "row": found,
        "content": json.dumps(found.content, ensure_ascii=False, indent=2),
        "others": queries.rows(found.kind).filter(code=found.code).exclude(pk=pk).order_by("-valid_from"),
        "history": [
            Event(
                past.history_date,
                _("Changed") if past.history_type == "~" else _("Written"),
                str(past.history_user or _("shipped with the product")),
                f"{past.valid_from or ''} – {past.valid_to or ''} {past.source} ({past.get_confidence_display()})",
            )
            for past in found.history.select_related("history_user").order_by("-history_date", "-history_id")
        ],
        "crumbs": _crumbs(Crumb(found.code)),
    }
    return render(request, "core/administration/law_row.html", context)


def _beginning(request: HttpRequest) -> dict[str, Any]:
    """A form that begins with an existing row: from today (``?from=<pk>``) or in its place (``?correct=<pk>``)."""
    number = request.GET.get("from") or request.GET.get("correct") or ""
    if not number.isdigit():
        return {"valid_from": clock.today()}
    row = get_object_or_404(LawRow, pk=int(number))
    content = json.dumps(row.content, ensure_ascii=False, indent=2)
    names = ("kind", "code", "label_ja", "label_en", "source", "confidence")
    day = row.valid_from if "correct" in request.GET else None
    fields = {name: getattr(row, name) for name in names}
    return fields | {"content": content, "valid_from": day or clock.today()}


@login_required
def write(request: HttpRequest) -> HttpResponse:
    """A new dated row; the row of the same code before it ends the day before."""
    user = cast(User, request.user)
    permissions.operate(user).or_raise()
    form = LawForm(request.POST or None, initial=_beginning(request))

    def action(data: dict[str, Any]) -> str:
        actions.enact_law(data["kind"], form.row(), by=user)
        return f"/administration/law/?kind={data['kind']}"

    return fill_in(
        request,
        form,
        action,
        template="core/administration/form.html",
        context={
            "heading": _("Write a row of law"),
            "button": _("Keep the row"),
            "lead": _(
                "A row with another first day takes the place of the one before from that day on. A row with the "
                "same first day corrects it; what it said before stays in its history."
            ),
            "crumbs": _crumbs(Crumb(_("Write a row of law"))),
        },
        said=_("The row is kept. It counts from its first day."),
    )
