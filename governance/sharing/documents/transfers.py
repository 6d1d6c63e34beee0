"""The record of a provision (提供記録) and the certificate of return or disposal (返却・廃棄証明), from the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.http.dates import civil, english
from core.http.templatetags.sekisho import local, number
from core.paper import Fact, Facts, Paper
from governance.sharing.documents import naming
from governance.sharing.models import Disposal, ProvisionRecord


def delivery_record(record: ProvisionRecord) -> Paper:
    """提供記録: the items that the law asks the provider to keep, as they were kept at the release."""
    delivery, said = record.delivery, record.content
    provider = naming.organ_name(delivery.grant.line.dataset.provider)
    return Paper(
        title=_("Record of provision"),
        opening=(_("The following was recorded when the data were released."),),
        blocks=(Facts(tuple(_recorded(record))),),
        origin=_(
            "This is a record of the provider (%(name)s), printed from the record of the council. Number of the "
            "record: %(number)s"
        )
        % {"name": provider, "number": said["delivery"]},
        notes=_persons_kept(said),
        author=provider,
    )


def _persons_kept(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Where the persons stand; nothing where what went is not about single persons."""
    if said["persons"] is None:
        return ()
    return (_("The persons concerned are kept with the delivery and are told to each person on request."),)


def _recorded(record: ProvisionRecord) -> Iterator[Fact]:
    said, delivery = record.content, record.delivery
    language = "en" if english() else "ja"
    yield Fact(pgettext("paper", "Form of the record"), (said["form_label"][language],))
    yield Fact(_("Provided on"), (naming.day(date.fromisoformat(said["date"])),))
    yield Fact(pgettext("party", "Provider"), _party(said["provider"]))
    yield Fact(pgettext("party", "Recipient"), _party(said["recipient"]))
    about_persons = said["persons"] is not None
    if about_persons:
        yield Fact(_("Number of persons"), (number(said["persons"]),))
    yield Fact(_("Items"), (naming.items_of(delivery.grant.line, said["data_items"]),))
    ground = said["ground_label"]
    yield Fact(_("Legal ground"), (ground[language] if ground else said["ground"] or "–",))
    if about_persons:
        consent = _("Yes") if said["consent_obtained"] else _("No")
        yield Fact(_("Consent of the persons obtained"), (consent,))
    numbers = (said["delivery"], said["grant"], said["request"], said["dataset"])
    yield Fact(_("Delivery, grant, request line, dataset"), (" / ".join(numbers),))
    if delivery.confirmed_at:
        yield Fact(_("Receipt confirmed"), (naming.day(civil(delivery.confirmed_at)),))
    yield Fact(_("Kept until"), (naming.day(record.keep_until),))


def _party(said: Mapping[str, Any]) -> tuple[str, ...]:
    name = said["name"] if said["organ"] in ("", said["name"]) else f"{said['name']} {said['organ']}"
    told = (said["address"], name, said["representative"])
    return tuple(line for line in told if line)


def disposal_certificate(disposal: Disposal) -> Paper:
    """返却・廃棄証明: the recipient's own certificate, and what the provider found."""
    line = disposal.grant.line
    recipient = naming.organ_name(line.request.recipient_organ)
    of = line.request.recipient_organ.organisation
    return Paper(
        title=_("Certificate of return or disposal"),
        to=(naming.to_organ(line.dataset.provider),),
        sender=tuple(part for part in (of.address, recipient, of.representative) if part),
        opening=(
            _("The data received have been returned or disposed of as follows, which is hereby certified."),
        ),
        blocks=(Facts(tuple(_disposed(disposal))),),
        origin=_(
            "This is a document of the recipient (%(name)s), printed from the record of the council. Number of the "
            "grant: %(number)s"
        )
        % {"name": recipient, "number": disposal.grant.reference},
        is_letter=True,
        author=recipient,
    )


def _disposed(disposal: Disposal) -> Iterator[Fact]:
    line, grant = disposal.grant.line, disposal.grant
    dataset = _("%(name)s (%(of)s)") % {"name": local(line.dataset, "title"), "of": line.dataset.reference}
    yield Fact(pgettext("paper", "Data"), (dataset,), notes=(naming.items_of(line, list(grant.items)),))
    yield Fact(_("Deliveries"), tuple(_deliveries(disposal)) or ("–",))
    yield Fact(pgettext("disposal", "Method"), (str(disposal.get_method_display()),))
    yield Fact(_("Returned or disposed of on"), (naming.day(disposal.disposed_on),))
    yield Fact(_("What, where and how"), (disposal.description,))
    yield Fact(_("Witness"), (disposal.witness,))
    yield Fact(_("Filed on"), (naming.day(civil(disposal.filed_at)),))
    if disposal.checked_at:
        found = _("Verified") if disposal.is_verified else _("Rejected")
        told = f"{found}　{naming.day(civil(disposal.checked_at))}"
        notes = (disposal.check_note,) if disposal.check_note else ()
        yield Fact(_("Verified by the provider"), (told,), notes=notes)


def _deliveries(disposal: Disposal) -> Iterator[str]:
    rows = disposal.grant.deliveries.filter(released_at__isnull=False).order_by("released_at")
    for row in rows:
        if row.released_at is not None:
            yield f"{row.reference}　{naming.day(civil(row.released_at))}"
