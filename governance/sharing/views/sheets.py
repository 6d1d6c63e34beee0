"""The documents of a case as a list: what was issued, and what is printed from the record, each with its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.http.dates import civil, short
from core.http.templatetags.sekisho import local, organ_name
from core.http.views import CouncilRequest
from core.paper import FORMS, LANGUAGES
from governance.assembly import queries as assembly
from governance.sharing.documents.opinions import number_of_opinion
from governance.sharing.documents.transfers import number_of_certificate
from governance.sharing.enums import LineState
from governance.sharing.models import Delivery, Grant, IndividualOpinion, RequestLine, SharingRequest
from governance.sharing.permissions import may_take_agreement, must_declare, opinions_in_copy
from governance.sharing.queries.panels import membership, opened_opinions, opinions_of
from governance.sharing.queries.papers import subjects

AGREED = (LineState.ACCEPTED, LineState.AGREED, LineState.CLOSED)


@dataclass(frozen=True, slots=True)
class File:
    """One file to take: its form, its language, its address."""

    form: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document: what it is, whose, its number and day."""

    title: str
    whose: str
    number: str
    day: str
    url: str
    files: tuple[File, ...]


def issued(request: CouncilRequest, about: Iterable[str]) -> Iterator[Sheet]:
    """Documents of the council that the reader may read, about any of the subjects; the newest last."""
    found = [
        paper for subject in about for paper in assembly.documents_for(request.user, request.council, subject)
    ]
    for paper in sorted(found, key=lambda one: (one.issued_at, one.pk)):
        place = [request.council.slug, paper.pk]
        yield Sheet(
            title=local(paper.draft, "title"),
            whose=local(request.council, "name"),
            number=paper.number,
            day=short(civil(paper.issued_at)),
            url=reverse("assembly:document", args=place),
            files=tuple(
                File(
                    one.form,
                    one.language,
                    reverse("assembly:document_file", args=[*place, one.language, one.form]),
                )
                for one in assembly.files_of(paper)
            ),
        )


def _printed(title: str, whose: str, number: str, day: Any, name: str, *place: Any) -> Sheet:
    """A document printed from the record, in every language and form."""
    files = tuple(
        File(form, language, f"{reverse(f'sharing:{name}', args=[*place, form])}?text={language}")
        for language in LANGUAGES
        for form in FORMS
    )
    return Sheet(title, whose, number, short(civil(day)) if day else "", "", files)


def of_request(request: CouncilRequest, row: SharingRequest, lines: list[RequestLine]) -> list[Sheet]:
    """Everything about a request that the reader may read."""
    found = list(issued(request, subjects(row, lines)))
    for line in lines:
        found += _of_line(request, line)
    found += [_opinion(request, row, one) for one in opinions_for(request, row)]
    return found


def _of_line(request: CouncilRequest, line: RequestLine) -> Iterator[Sheet]:
    if must_declare(request.user, line.request):
        return
    place = (request.council.slug, line.request.reference, line.number)
    provider = organ_name(line.dataset.provider)
    for one in line.provider_decisions.order_by("pk"):
        title = _("Notice of the decision to provide") if one.is_accepted else _("Notice not to provide")
        named = (f"{title} ({line.reference})", provider, one.file_number, one.decided_on)
        yield _printed(*named, "print_decision", *place, one.pk)
    made = line.agreements.order_by("-pk").first()
    if line.state in AGREED and may_take_agreement(request.user, line):
        number = made.reference if made else _("draft")
        whose = _("the parties")
        yield _printed(
            f"{_('Agreement')} ({line.reference})",
            whose,
            number,
            made and made.signed_on,
            "print_agreement",
            *place,
        )


def opinions_for(request: CouncilRequest, row: SharingRequest) -> list[Any]:
    """The members' own sheets that the reader may read: one's own; the others' once they are open, for the panel
    and those who keep the case. Nothing before one has declared, nor of a round from which one is recused."""
    user, member = request.user, membership(request.user, row)
    shown = opened_opinions(row, user) if opinions_in_copy(user, row) else IndividualOpinion.objects.none()
    if member is None or member.is_recused or member.declared_at is None:
        return list(shown)
    return list(shown | opinions_of(row, user).filter(member__user=user))


def _opinion(request: CouncilRequest, row: SharingRequest, one: Any) -> Sheet:
    title = f"{_('Individual opinion')} ({one.line.reference})"
    place = (request.council.slug, row.reference, one.pk)
    whose, number = one.member.user.name, number_of_opinion(one, one.seat_number)
    return _printed(title, whose, number, one.given_at, "print_opinion", *place)


def of_grant(request: CouncilRequest, grant: Grant) -> list[Sheet]:
    """Everything about a grant: its line's documents, the records of its deliveries, its certificates. Who has left
    the council goes on to the last two only."""
    line = grant.line
    found: list[Sheet] = []
    if request.roles:
        found += issued(request, [f"line:{line.reference}", f"grant:{grant.reference}"])
        found += _of_line(request, line)
    for delivery in grant.deliveries.filter(record__isnull=False).order_by("released_at"):
        found.append(of_delivery(request, delivery))
    recipient = local(line.request.applicant, "name")
    for one in grant.disposals.order_by("pk"):
        title, place = _("Certificate of return or disposal"), (request.council.slug, grant.reference, one.pk)
        number = number_of_certificate(one)
        found.append(_printed(title, recipient, number, one.filed_at, "print_certificate", *place))
    return found


def of_delivery(request: CouncilRequest, delivery: Delivery) -> Sheet:
    """The record of one provision."""
    provider = organ_name(delivery.grant.line.dataset.provider)
    title, place = _("Record of provision"), (request.council.slug, delivery.reference)
    return _printed(title, provider, delivery.reference, delivery.released_at, "print_record", *place)
