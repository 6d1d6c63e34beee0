"""Whoever sits on the panel declares first: until then the pages of the case show nothing but that."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from core.errors import NotNow
from core.http.views import CouncilRequest
from governance.sharing.models import SharingRequest
from governance.sharing.permissions import must_declare
from governance.sharing.views.addresses import crumbs


def declares_first(request: CouncilRequest, row: SharingRequest) -> HttpResponse | None:
    """The page that asks the reader for their declaration on ``row``; None for whoever owes none."""
    if not must_declare(request.user, row):
        return None
    context = {"row": row, "crumbs": crumbs(row)}
    return render(request, "governance/sharing/requests/declare_first.html", context)


def declared(request: CouncilRequest, row: SharingRequest) -> None:
    """The same for a file, which is refused.

    Raises:
        NotNow: the reader owes a declaration on ``row``.
    """
    if must_declare(request.user, row):
        raise NotNow("sharing.declare_first")
