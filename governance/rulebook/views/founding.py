"""A new council puts its first rule documents in force."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view
from governance.rulebook import actions, queries
from governance.rulebook.forms import FoundForm
from governance.rulebook.permissions import may_draft
from governance.rulebook.rules.shipped import model_documents


@council_view
def found(request: CouncilRequest) -> HttpResponse:
    """Put the model documents in force, with the council's own names filled in."""
    may_draft(request.user, request.council).or_raise()
    council, index_url = request.council, reverse("rulebook:index", args=[request.council.slug])
    if queries.instruments(council).exists():
        return redirect(index_url)
    names = {"secretariat_ja": council.office_ja, "secretariat_en": council.office_en}
    form = FoundForm(request.POST or None, initial={"on": clock.today(), **names})

    def action(data: dict[str, Any]) -> str:
        on = data.pop("on")
        actions.adopt_model_documents(council, by=request.user, on=on, placeholders=data)
        return index_url

    return fill_in(
        request,
        form,
        action,
        template="governance/rulebook/instruments/found.html",
        context={
            "models": model_documents(),
            "cancel_url": index_url,
            "crumbs": [Crumb(_("Rules"), index_url), Crumb(_("First rule documents"))],
        },
        said=_("The rule documents are in force. Read them, and amend what is different in your council."),
    )
