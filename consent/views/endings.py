"""What ends a consent or a link besides the person: decisions of the council, kept with their number."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import actions, queries
from consent.forms import DecisionForm
from consent.models import Notice
from consent.permissions import is_secretary
from consent.views.counter import about
from consent.views.rates import crumbs
from core.administration.actions import unlink_subject
from core.http.acting import act, fill_in
from core.http.views import CouncilRequest, council_view, get_only, post_only

FORM = "consent/endings/decided.html"


@council_view
def revoke(request: CouncilRequest, key: uuid.UUID, pk: int) -> HttpResponse:
    """Another party ends a consent, by a decision."""
    person = about(request, key)
    consent = get_object_or_404(queries.of_person(person), pk=pk)
    here = reverse("consent:person", args=[request.council.slug, key])

    def end(typed: dict[str, Any]) -> str:
        actions.revoke(person, [consent.item], by=request.user, decision=typed["decision"])
        return here

    title = _("End the consent by a decision")
    context = {
        "title": title,
        "lead": _(
            "The other parent or a guardian objects, and the council has decided. Consents to the same use under other "
            "notices end with it. The person is told. Where the council's rule holds an objection, no parent agrees "
            "for a child again until a form is recorded with the decision or paper that settles it."
        ),
        "label": _("End the consent"),
        "cancel_url": here,
        "crumbs": crumbs(request, (str(person), here), (title, "")),
    }
    said = _("The consent has ended. Recipients are asked to stop at once.")
    form = DecisionForm(request.POST or None)
    return fill_in(request, form, end, template=FORM, context=context, said=said)


@council_view
def invalidate(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """A version of a notice was defective: nothing flows on it any more, and every consent under it ends."""
    is_secretary(request.user, request.council).or_raise()
    notice = get_object_or_404(queries.notices_of(request.council), reference=reference)
    version = get_object_or_404(queries.versions_of(notice), number=number)
    here = reverse("consent:notice", args=[request.council.slug, reference])

    def end(typed: dict[str, Any]) -> str:
        actions.invalidate(version, by=request.user, decision=typed["decision"])
        return here

    title = _("Declare version %(number)s defective") % {"number": number}
    context = {
        "title": title,
        "lead": _(
            "Nothing is handed over any more on consents given under this version, at once, and nobody can agree to "
            "it. The consents are then ended one after the other, and everybody concerned is told. It cannot be "
            "undone: publish a corrected version, then ask these people again on the page of the notice."
        ),
        "label": _("Declare this version defective"),
        "cancel_url": here,
        "crumbs": crumbs(request, (reference, here), (title, "")),
    }
    said = _(
        "The version is declared defective. Nothing flows on it from now on; the consents are being ended."
    )
    form = DecisionForm(request.POST or None)
    return fill_in(request, form, end, template=FORM, context=context, said=said)


@council_view
@get_only
def defects(request: CouncilRequest, reference: str) -> HttpResponse:
    """How far the consents under defective versions have been ended, as a fragment; at the end the page is loaded
    anew."""
    notice = get_object_or_404(queries.notices_of(request.council), reference=reference)
    told = defects_told(request, notice)
    if not told["ending"]:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "consent/notices/defects.html", {"notice": notice, **told})


def defects_told(request: CouncilRequest, notice: Notice) -> dict[str, Any]:
    """What a page tells of the defective versions of ``notice`` and of whom to ask again; ``ending``: the worker is at
    one of them."""
    found, again = queries.defects_of(notice), queries.again_of(notice)
    return {
        "defects": found,
        "again": again,
        "ending": any(one.working for one in found) or any(one.working for one in again),
        "may_end": is_secretary(request.user, request.council),
    }


@council_view
@post_only
def end_rest(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """The worker goes on with what is left under a defective version."""
    notice = get_object_or_404(queries.notices_of(request.council), reference=reference)
    version = get_object_or_404(queries.versions_of(notice), number=number)
    return act(
        request,
        lambda: actions.end_rest(version, by=request.user),
        done=reverse("consent:notice", args=[request.council.slug, reference]),
        said=_("The rest is being ended."),
    )


@council_view
@post_only
def ask_again(request: CouncilRequest, reference: str, number: int) -> HttpResponse:
    """Put the question of today to those whose consent under an ended version is over."""
    notice = get_object_or_404(queries.notices_of(request.council), reference=reference)
    version = get_object_or_404(queries.versions_of(notice), number=number)
    return act(
        request,
        lambda: actions.ask_again(version, by=request.user),
        done=reverse("consent:notice", args=[request.council.slug, reference]),
        said=_("The question is being put to them."),
    )


@council_view
@post_only
def unlink(request: CouncilRequest, key: uuid.UUID, pk: int) -> HttpResponse:
    """A holder's id no longer leads to the person."""
    person = about(request, key)
    link = get_object_or_404(queries.links_of(person), pk=pk)
    return act(
        request,
        lambda: unlink_subject(link, by=request.user),
        done=reverse("consent:person", args=[request.council.slug, key]),
        said=_("The link has ended."),
    )
