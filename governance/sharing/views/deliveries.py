"""Deliveries: the list, its release, its record, and the withdrawals pursued after it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.errors import NotNow, NotPermitted
from core.http.acting import act
from core.http.dates import english, short
from core.http.parts import Fact
from core.http.templatetags.sekisho import local, moment
from core.http.views import CouncilRequest, council_view, get_only, post_only
from core.law.words import rests_on
from governance.sharing.actions import deliveries as verbs
from governance.sharing.actions import withdrawals
from governance.sharing.enums import DeliveryState
from governance.sharing.forms.steps import PursuitForm
from governance.sharing.models import Delivery, Pursuit
from governance.sharing.permissions import permit, roles_of
from governance.sharing.queries.deliveries import holder_ids, release_list
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from governance.sharing.views import checklist, naming, sheets
from governance.sharing.views.addresses import delivery_url, grant_crumbs, grant_url, one_delivery
from governance.sharing.views.step import Step, take

VERBS = ("release", "cancel", "confirm_receipt")


@council_view
@get_only
def detail(request: CouncilRequest, reference: str) -> HttpResponse:
    """One delivery; persons appear as a number, and one by one only where a withdrawal is pursued, without a name."""
    delivery = one_delivery(request, reference)
    line = delivery.grant.line
    verdict = judge(line, Moment.FLOW).verdict if delivery.state == DeliveryState.PREPARED else None
    words = roles_of(request.user, delivery)
    context = {
        "delivery": delivery,
        "facts": _facts(delivery),
        "verdict": verdict,
        "checks": checklist.rows(verdict, request.council) if verdict else [],
        "verdicts": {verb: permit(request.user, delivery, verb) for verb in VERBS},
        "record": _record(delivery),
        "sheets": [sheets.of_delivery(request, delivery)],
        "pursuits": _pursuits(delivery, words),
        "may_answer": "recipient" in words,
        "may_download": "provider" in words and delivery.state == DeliveryState.RELEASED,
        "crumbs": grant_crumbs(delivery.grant),
    }
    return render(request, "governance/sharing/deliveries/detail.html", context)


def _record(delivery: Delivery) -> list[Fact]:
    """What the provision record says; nothing before the release."""
    record = getattr(delivery, "record", None)
    if record is None:
        return []
    said, language = record.content, "en" if english() else "ja"
    recipient = said["recipient"]
    who = (recipient["name"], recipient["representative"], recipient["address"])
    confirmed = delivery.confirmed_at
    return [
        Fact(_("Form"), said["form_label"][language]),
        Fact(_("Released"), moment(delivery.released_at)),
        Fact(_("Legal ground"), said["ground_label"][language] if said["ground_label"] else said["ground"]),
        Fact(_("Where the law was read"), _sources(said.get("sources") or {})),
        Fact(_("Recipient"), " ".join(part for part in who if part)),
        Fact(_("Kept until"), short(record.keep_until)),
        Fact(_("Receipt confirmed"), moment(confirmed) if confirmed else "–"),
    ]


def _sources(sources: dict[str, dict[str, str] | None]) -> str:
    """The sources of the rows of law behind the record, and how sure of them we were."""
    told = [rests_on(**source) for source in sources.values() if source]
    return pgettext("list", ", ").join(dict.fromkeys(told)) or "–"


def _pursuits(delivery: Delivery, words: frozenset[str]) -> list[tuple[Pursuit, str]]:
    """Each with the person as the reader may know them: the parties by the holder's id, so that the record can be
    found; all others by a number that means nothing elsewhere."""
    rows = list(delivery.pursuits.select_related("person").order_by("pk"))
    if not words & {"provider", "recipient"}:
        return [(row, str(row.person)) for row in rows]
    known = holder_ids(delivery, [row.person_id for row in rows])
    return [(row, known.get(row.person_id, str(row.person))) for row in rows]


def _facts(delivery: Delivery) -> list[Fact]:
    line = delivery.grant.line
    return [
        Fact(_("Grant"), delivery.grant.reference, grant_url(delivery.grant)),
        Fact(_("Provider"), naming.party(line.dataset.provider)),
        Fact(_("Recipient"), local(line.request.applicant, "name")),
        Fact(_("Items"), naming.items(line.dataset, delivery.items)),
        Fact(_("Persons on the list"), "–" if delivery.persons is None else f"{delivery.persons:,}"),
    ]


@council_view
@post_only
def release(request: CouncilRequest, reference: str) -> HttpResponse:
    """Let the list go."""
    delivery = one_delivery(request, reference)
    said = _("Released. The provision is recorded; download the list of whose records go.")
    return act(
        request, lambda: verbs.release(delivery, by=request.user), done=delivery_url(delivery), said=said
    )


@council_view
@post_only
def cancel(request: CouncilRequest, reference: str) -> HttpResponse:
    """Drop a prepared delivery."""
    delivery = one_delivery(request, reference)
    said = _("The delivery is cancelled and its list erased.")
    return act(
        request, lambda: verbs.cancel(delivery, by=request.user), done=grant_url(delivery.grant), said=said
    )


@council_view
@post_only
def confirm_receipt(request: CouncilRequest, reference: str) -> HttpResponse:
    """The recipient confirms."""
    delivery = one_delivery(request, reference)
    said = _("The receipt is confirmed.")
    return act(
        request,
        lambda: verbs.confirm_receipt(delivery, by=request.user),
        done=delivery_url(delivery),
        said=said,
    )


class _Echo:
    def write(self, value: str) -> str:
        """Hand the line on instead of keeping it."""
        return value


def list_lines(delivery: Delivery) -> Iterator[str]:
    """The released list as CSV, line by line."""
    writer: Any = csv.writer(_Echo())
    yield writer.writerow(["id"])
    for holder_id in release_list(delivery):
        yield writer.writerow([holder_id])


@council_view
@get_only
def download(request: CouncilRequest, reference: str) -> HttpResponseBase:
    """The released list in the holder's own ids, streamed as CSV; for the holder alone."""
    delivery = one_delivery(request, reference)
    if "provider" not in roles_of(request.user, delivery):
        raise NotPermitted("sharing.not_data_officer")
    if delivery.state != DeliveryState.RELEASED:
        raise NotNow("sharing.not_released")
    response = StreamingHttpResponse(list_lines(delivery), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{delivery.reference}.csv"'
    response["Cache-Control"] = "no-store"
    return response


@council_view
def answer(request: CouncilRequest, reference: str, pk: int) -> HttpResponse:
    """What became of a person's data after a withdrawal."""
    delivery = one_delivery(request, reference)
    if "recipient" not in roles_of(request.user, delivery):
        raise NotPermitted("sharing.not_recipient")
    pursuit = get_object_or_404(Pursuit.objects.select_related("person"), pk=pk, delivery=delivery)
    who = holder_ids(delivery, [pursuit.person_id]).get(pursuit.person_id, str(pursuit.person))
    step = Step(
        title=_("Answer a withdrawal"),
        action=_("Answer"),
        back=delivery_url(delivery),
        said=_("Your answer is recorded. The person sees it."),
        lead=_("The person with the holder's id %(id)s withdrew. Due by %(due)s.")
        % {"id": who, "due": short(pursuit.due_on)},
        crumbs=grant_crumbs(delivery.grant),
    )
    form = PursuitForm(request.POST or None)
    return take(request, step, form, lambda data: withdrawals.answer(pursuit, by=request.user, **data))
