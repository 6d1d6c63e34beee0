"""Where somebody lands who follows the link in a machine's denial: a draft, filled in as far as the machine knew."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.accounts.models import Organ, Organisation
from core.errors import NotPermitted
from core.http.acting import fill_in
from core.http.dates import civil, clock_time, short
from core.http.parts import Crumb, Fact
from core.http.templatetags.sekisho import organ_name
from core.http.views import CouncilRequest, council_view
from governance.assembly import queries as assembly
from governance.sharing.actions.wishes import draft_wish
from governance.sharing.forms.requests import RequestForm
from governance.sharing.models import Dataset
from governance.sharing.permissions import may_draft_request
from governance.sharing.queries.requests import datasets_visible_to
from governance.sharing.queries.wishes import Wish, opened
from governance.sharing.views import naming
from governance.sharing.views.addresses import page_url


@council_view
def asked(request: CouncilRequest) -> HttpResponse:
    """The draft of what a machine asked for; whoever represents the recipient saves it."""
    wish = opened(request.GET.get("asked", ""), request.council, at=clock.now())
    if wish is None:
        messages.warning(
            request, _("The link has ended. Ask the machine's question again, or fill in the request here.")
        )
        return redirect("sharing:new_request", request.council.slug)
    dataset = get_object_or_404(
        datasets_visible_to(request.user, request.council).exclude(state="drafted"), reference=wish.dataset
    )
    recipient = get_object_or_404(Organisation, pk=wish.organisation)
    if not may_draft_request(request.user, recipient):
        raise NotPermitted("sharing.not_representative")
    organs = Organ.objects.filter(organisation=recipient).select_related("organisation").order_by("pk")
    context = {
        "facts": _facts(wish, dataset),
        "crumbs": [
            Crumb(_("Requests"), reverse("sharing:requests", args=[request.council.slug])),
            Crumb(_("New request")),
        ],
    }
    form = RequestForm(
        request.POST or None,
        organs=organs,
        projects=assembly.projects(request.council).filter(state="running"),
        initial={"purpose": wish.purpose, "recipient": wish.organ or organs.first()},
    )

    def save(data: dict[str, Any]) -> str:
        return page_url(
            draft_wish(request.council, by=request.user, dataset=dataset, items=wish.items, **data)
        )

    said = _("The draft is saved. Say what is still missing, then hand it in.")
    return fill_in(
        request, form, save, template="governance/sharing/requests/asked.html", context=context, said=said
    )


def _facts(wish: Wish, dataset: Dataset) -> list[Fact]:
    return [
        Fact(
            _("Dataset"),
            naming.titled(dataset),
            reverse("sharing:dataset", args=[dataset.council.slug, dataset.reference]),
        ),
        Fact(_("Provider"), organ_name(dataset.provider)),
        Fact(_("Items"), naming.items(dataset, wish.items) or "–"),
        Fact(_("Asked at"), f"{short(civil(wish.asked_at))} {clock_time(wish.asked_at)}"),
    ]
