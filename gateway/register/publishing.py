"""The lists of the public register as pages, JSON and CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.models import Council
from core.http.dates import gregorian
from core.http.exports import harmless
from core.http.parts import Crumb, Tab
from core.http.templatetags.sekisho import local
from core.http.views import get_only
from gateway.register.lists import LISTS, PublicList

PAGE = 50


@get_only
def show(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One list of a council's register."""
    found, title, content = _list(slug, name)
    tabs = [
        Tab(label, reverse("register:list", args=[found.slug, key]), key == name)
        for key, (label, _f) in LISTS.items()
    ]
    page: Page[Any] = Paginator(content.rows, PAGE).get_page(request.GET.get("page"))
    page.object_list = _cells(content, page.object_list)
    context = {
        "council": found,
        "title": title,
        "columns": content.columns,
        "page_obj": page,
        "tabs": tabs,
        "name": name,
        "crumbs": [
            Crumb(_("Public register"), "/"),
            Crumb(local(found, "name"), reverse("register:council", args=[found.slug])),
            Crumb(title),
        ],
    }
    return render(request, "gateway/register/list.html", context)


def _cells(content: PublicList, rows: Iterable[dict[str, Any]]) -> list[list[tuple[Any, Any]]]:
    """``rows`` as pairs of column label and value, in the order of the columns, days as people here write them."""
    return [[(label, _shown(row[key])) for key, label in content.columns.items()] for row in rows]


def _shown(value: Any) -> Any:
    if isinstance(value, int):
        return f"{value:,}"
    return gregorian(value) if isinstance(value, date) else value


def _list(slug: str, name: str) -> tuple[Council, Any, PublicList]:
    council = get_object_or_404(Council, slug=slug)
    if name not in LISTS:
        raise Http404
    title, build = LISTS[name]
    return council, title, build(council)


@get_only
def as_json(request: HttpRequest, slug: str, name: str) -> JsonResponse:
    """The list as JSON: an array of objects."""
    found, _title, content = _list(slug, name)
    body = {"council": found.slug, "list": name, "rows": list(content.rows)}
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@get_only
def as_csv(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The list as CSV, UTF-8 with a byte order mark so that spreadsheets read Japanese."""
    found, _title, content = _list(slug, name)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}-{name}.csv"'
    writer = csv.writer(response)
    writer.writerow([harmless(str(label)) for label in content.columns.values()])
    for row in content.rows:
        writer.writerow([harmless(row[key]) for key in content.columns])
    return response
