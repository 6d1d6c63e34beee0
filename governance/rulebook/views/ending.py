"""Taking an edition back before its day, and repealing a rule document."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.http.acting import fill_in
from core.http.parts import Crumb
from core.http.views import CouncilRequest, council_view
from governance.rulebook import actions, queries
from governance.rulebook.documents.settings import missing_names
from governance.rulebook.documents.words import CHECKS, check_label
from governance.rulebook.forms.ending import RepealForm, TogetherForm
from governance.rulebook.models import Instrument
from governance.rulebook.permissions import may_draft
from governance.rulebook.rules import founding
from governance.rulebook.views.places import crumbs, edition_of, instrument_crumb, instrument_of


def _read(instrument: Instrument, number: int) -> str:
    url = reverse("rulebook:read", args=[instrument.council.slug, instrument.code])
    return f"{url}?edition={number}"


@council_view
def withdraw(request: CouncilRequest, code: str, number: int) -> HttpResponse:
    """Take an edition back before its first day, by a decision."""
    instrument = instrument_of(request, code)
    may_draft(request.user, request.council).or_raise()
    edition = edition_of(instrument, str(number))
    back, others = _read(instrument, number), queries.to_come_elsewhere(edition, clock.today())

    def action(data: dict[str, Any]) -> str:
        actions.withdraw_edition(edition, by=request.user, **data)
        return back

    title = _("Withdraw the edition")
    return fill_in(
        request,
        TogetherForm(request.POST or None, others=others),
        action,
        template="governance/rulebook/instruments/withdraw.html",
        context={
            "instrument": instrument,
            "edition": edition,
            "back": back,
            "crumbs": crumbs(request, instrument_crumb(instrument), Crumb(title)),
        },
        said=gettext_lazy("The edition has been withdrawn. The text before it goes on."),
    )


@council_view
def repeal(request: CouncilRequest, code: str) -> HttpResponse:
    """Repeal a whole rule document from a day, by a decision; what the council cannot do without is named."""
    instrument = instrument_of(request, code)
    may_draft(request.user, request.council).or_raise()
    last = queries.last_edition(instrument)
    carries = founding.needed(queries.document_of(last)) if last else ()

    def action(data: dict[str, Any]) -> str:
        return _read(instrument, actions.repeal_document(instrument, by=request.user, **data).number)

    title = _("Repeal the rule document")
    return fill_in(
        request,
        RepealForm(request.POST or None),
        action,
        template="governance/rulebook/instruments/repeal.html",
        context={
            "instrument": instrument,
            "carries": [check_label(one) if one in CHECKS else missing_names([one])[0] for one in carries],
            "back": reverse("rulebook:read", args=[request.council.slug, code]),
            "crumbs": crumbs(request, instrument_crumb(instrument), Crumb(title)),
        },
        said=gettext_lazy("The repeal has been adopted."),
    )
