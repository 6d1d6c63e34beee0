"""The operator writes a dated row of law, and sees first which open cases it would judge differently."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.administration import actions, permissions
from core.administration.forms.law import LawForm
from core.administration.law_preview import Preview, preview
from core.errors import DomainError
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.texts import sentence
from core.http.views import SignedInRequest, get_only, signed_in_view
from core.law import queries
from core.law.enums import Confidence, RowKind
from core.law.models import LawRow

form_view = require_http_methods(["GET", "HEAD", "POST"])
TEMPLATE = "core/administration/law_form.html"


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Law tables"), reverse("law")), *more]


@get_only
@signed_in_view
def choose(request: SignedInRequest) -> HttpResponse:
    """Which table the new row belongs to."""
    permissions.operate(request.user).or_raise()
    context = {"kinds": RowKind.choices, "crumbs": _crumbs(Crumb(_("Write a row of law")))}
    return render(request, "core/administration/law_kinds.html", context)


@form_view
@signed_in_view
def write(request: SignedInRequest, kind: str) -> HttpResponse:
    """A new dated row of the table ``kind``."""
    if kind not in RowKind.values:
        raise Http404
    return _written(request, kind, {"valid_from": clock.today(), "confidence": Confidence.VERIFIED})


@form_view
@signed_in_view
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """The row says something else from a day on; the row before ends the day before."""
    row = get_object_or_404(LawRow, pk=pk)
    return _written(request, row.kind, _fields(row) | {"valid_from": clock.today(), "valid_to": None}, row)


@form_view
@signed_in_view
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """The row is put right in its place; what it said before stays in its history."""
    row = get_object_or_404(LawRow, pk=pk)
    return _written(request, row.kind, _fields(row), row, keep_day=True)


def _fields(row: LawRow) -> dict[str, Any]:
    names = ("code", "label_ja", "label_en", "source", "confidence", "valid_from", "valid_to")
    return {name: getattr(row, name) for name in names} | _typed(row.content)


def _typed(content: dict[str, Any]) -> dict[str, Any]:
    """Days as days, so that their fields show them."""
    return {
        name: date.fromisoformat(value)
        if value and name.endswith(("_on", "_by")) and isinstance(value, str)
        else value
        for name, value in content.items()
    }


def _written(
    request: SignedInRequest,
    kind: str,
    initial: dict[str, Any],
    row: LawRow | None = None,
    *,
    keep_day: bool = False,
) -> HttpResponse:
    user = request.user
    permissions.operate(user).or_raise()
    form = LawForm(request.POST or None, initial=initial, kind=kind, grounds=_grounds())
    for name in (("code", "valid_from") if keep_day else ("code",)) if row else ():
        form.fields[name].disabled = True
    context = {
        "kind": RowKind(kind).label,
        "row": row,
        "correcting": keep_day,
        "crumbs": _crumbs(
            Crumb(RowKind(kind).label, f"{reverse('law')}?kind={kind}"), Crumb(_("Write a row of law"))
        ),
    }
    if "preview" in request.POST:
        return _previewed(request, form, kind, context)

    def keep(_data: dict[str, Any]) -> str:
        actions.enact_law(kind, form.row(), by=user)
        return f"{reverse('law')}?kind={kind}"

    said = _("The row is kept. It counts from its first day.")
    return fill_in(request, form, keep, template=TEMPLATE, context=context, said=said)


def _previewed(request: SignedInRequest, form: LawForm, kind: str, context: dict[str, Any]) -> HttpResponse:
    """The form as it was typed, with what keeping it would change. Nothing is written."""
    found: Preview | None = None
    if form.is_valid():
        try:
            found = preview(kind, form.row())
        except DomainError as error:
            form.add_error(None, sentence(error.code, error.params))
    status = 422 if form.errors else 200
    return render(request, TEMPLATE, {**context, "form": form, "preview": found}, status=status)


def _grounds() -> list[tuple[str, str]]:
    """The codes and texts of the legal grounds of any day."""
    rows = queries.rows(RowKind.GROUND).order_by("position", "code", "valid_from")
    return list({row.code: f"{local(row, 'label')} ({row.code})" for row in rows}.items())
