"""The law tables, by kind; the operator adds dated rows."""

from __future__ import annotations

import json
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import User
from core.administration import actions, permissions
from core.administration.forms import LawForm
from core.http.acting import fill_in
from core.http.views import get_only
from core.law import queries
from core.law.enums import RowKind
from core.law.models import LawRow


@get_only
@login_required
def table(request: HttpRequest) -> HttpResponse:
    """The rows of one table, those in force first to see."""
    permissions.operate(cast(User, request.user)).or_raise()
    kind = request.GET.get("kind", RowKind.GROUND.value)
    if kind not in RowKind.values:
        raise Http404
    page = Paginator(queries.rows(kind), 100).get_page(request.GET.get("page"))
    context = {"page": page, "kind": kind, "kinds": RowKind.choices, "today": clock.today()}
    return render(request, "core/administration/law.html", context)


def _beginning(request: HttpRequest) -> dict[str, Any]:
    """A form that begins with an existing row (``?from=<pk>``)."""
    number = request.GET.get("from", "")
    if not number.isdigit():
        return {"valid_from": clock.today()}
    row = get_object_or_404(LawRow, pk=int(number))
    content = json.dumps(row.content, ensure_ascii=False, indent=2)
    fields = {name: getattr(row, name) for name in ("kind", "code", "label_ja", "label_en", "source")}
    return fields | {"content": content, "valid_from": clock.today()}


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
        context={"heading": _("Write a row of law"), "button": _("Keep the row")},
        said=_("The row is kept. It counts from its first day."),
    )
