"""The agreement behind a grant, to take home: as ODRL, and signed; and the terms of our own that it uses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core.http.views import CouncilRequest, council_view, get_only
from governance.sharing.documents import odrl_agreements
from governance.sharing.models import Grant
from governance.sharing.permissions import may_take_agreement
from governance.sharing.views.addresses import one_grant

MEANINGS = {
    "meetCondition": _(
        "Action: to meet a condition of approval that the council set, and to show that it is met."
    ),
    "condition": _("Left operand: the number of the condition that is to be met."),
    "returnData": _("Action: to return the data to the provider and to keep no copy."),
    "reIdentify": _("Action: to find out, by whatever means, about which person a record is."),
    "countryOfStorage": _(
        "Left operand: the countries (ISO 3166-1 alpha-2) in which the data may be stored."
    ),
    "formOfTransfer": _(
        "Left operand: the form of transfer under the Act on the Protection of Personal Information: third_party, "
        "entrustment, joint_use, succession or internal_use."
    ),
    "restriction": _(
        "Left operand: what of the data the provider's decision leaves out besides whole items, in its own words (a "
        "school district, a month). Nothing is permitted beyond it; no machine can judge it, so a person must."
    ),
}
"""What each term of our own says."""


def _document(request: CouncilRequest, reference: str) -> tuple[Grant, dict[str, Any]]:
    grant = one_grant(request, reference)
    may_take_agreement(request.user, grant.line).or_raise()
    agreement = grant.line.agreements.order_by("-pk").first()
    if agreement is None:
        raise Http404
    return grant, odrl_agreements.odrl_agreement(grant, agreement)


def _file(content: dict[str, Any], name: str, kind: str) -> HttpResponse:
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2}, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@council_view
@get_only
def odrl(request: CouncilRequest, reference: str) -> HttpResponse:
    """The agreement as the Dataspace Protocol 2025-1 writes it."""
    grant, document = _document(request, reference)
    return _file(document, f"agreement-{grant.reference}.jsonld", "application/ld+json")


@council_view
@get_only
def signed(request: CouncilRequest, reference: str) -> HttpResponse:
    """The same with a detached signature that the offline verifier checks."""
    grant, document = _document(request, reference)
    return _file(
        odrl_agreements.signed(document), f"agreement-{grant.reference}.signed.json", "application/json"
    )


@get_only
def vocabulary(request: HttpRequest) -> HttpResponse:
    """The terms of our own, for whoever reads an agreement."""
    return render(request, "governance/sharing/grants/vocabulary.html", {"terms": MEANINGS})
