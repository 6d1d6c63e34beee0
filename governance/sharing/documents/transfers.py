"""The record of a provision (提供記録) and the certificate of return or disposal (返却・廃棄証明), from the record."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.http.dates import civil, english
from core.http.templatetags.sekisho import local, organ_name
from core.law.enums import Confidence
from core.paper import Fact, Facts, Paper
from governance.sharing.documents import naming
from governance.sharing.documents.record_words import (
    further_items,
    keeping_words,
    manner_words,
    provision_items,
    receipt_items,
)
from governance.sharing.enums import Certified
from governance.sharing.models import Disposal
from governance.sharing.queries.records import Kept

VERIFIED = Confidence.VERIFIED.value


def delivery_record(kept: Kept) -> Paper:
    """提供記録: the items that the law asks the provider to keep, as they were kept at the release, under the name of
    the organ that provided."""
    said = kept.delivery.record.content
    provider = organ_name(kept.delivery.grant.line.dataset.provider)
    language = "en" if english() else "ja"
    return Paper(
        title=_("Record of provision"),
        opening=(_("The following was recorded when the data were released."),),
        sender=(provider,),
        blocks=(
            Facts(tuple(_asked(kept, language)), caption=_("What the form asks for")),
            Facts(tuple(_further(kept, language)), caption=_("Further particulars")),
            *_received(kept, language),
        ),
        origin=_(
            "This is a record of the provider (%(name)s), printed from the record of the council. Number of the "
            "record: %(number)s"
        )
        % {"name": provider, "number": said["delivery"]},
        notes=tuple(_notes(kept)),
        author=provider,
    )


def _notes(kept: Kept) -> Iterator[str]:
    """What the mark means, where there is one; and where the persons stand, where what went is about single ones."""
    said = kept.delivery.record.content
    if any(item["confidence"] != VERIFIED for item in said["items_asked"]):
        yield _("※ That the record has to say this was not checked against the text of the law.")
    if said["persons"] is not None:
        yield _("The persons concerned are kept with the delivery and are told to each person on request.")


def _asked(kept: Kept, language: str) -> Iterator[Fact]:
    """What the form asks for, as the law named it on that day, with a mark where it was not read in the law itself."""
    yield Fact(
        pgettext("paper", "Form of the record"), (kept.delivery.record.content["form_label"][language],)
    )
    for one in provision_items(kept, language):
        yield Fact(one.label if one.confidence == VERIFIED else f"{one.label} ※", (one.value,))


def _further(kept: Kept, language: str) -> Iterator[Fact]:
    """What else is on record, and how long it is kept."""
    said = kept.delivery.record.content
    for one in further_items(kept, language):
        yield Fact(one.label, (one.value,))
    numbers = (said["delivery"], said["grant"], said["request"], said["dataset"])
    yield Fact(_("Delivery, grant, request line, dataset"), (" / ".join(numbers),))
    yield Fact(_("How it is recorded"), (manner_words(kept),))
    yield Fact(_("Kept until"), (keeping_words(kept),))


def _received(kept: Kept, language: str) -> Iterator[Facts]:
    """The recipient's record, once it confirmed."""
    delivery = kept.delivery
    if delivery.confirmed_at:
        day = Fact(_("Receipt confirmed"), (naming.day(civil(delivery.confirmed_at)),))
        told = (Fact(one.label, (one.value,)) for one in receipt_items(delivery, language))
        yield Facts((day, *told), caption=_("Record of receipt"))


def number_of_certificate(disposal: Disposal) -> str:
    """Its grant, and which certificate of it this is: a rejected one and its successor are two documents."""
    return f"{disposal.grant.reference}-{disposal.grant.disposals.filter(pk__lte=disposal.pk).count()}"


def disposal_certificate(disposal: Disposal) -> Paper:
    """返却・廃棄証明: the recipient's own certificate, and what the provider found."""
    line = disposal.grant.line
    recipient = organ_name(line.request.recipient_organ)
    of = line.request.recipient_organ.organisation
    return Paper(
        title=_("Certificate of return or disposal"),
        to=(naming.to_organ(line.dataset.provider),),
        sender=tuple(part for part in (of.address, recipient, line.request.recipient_organ.head) if part),
        opening=(
            _("No data were received under this grant, which is hereby certified.")
            if disposal.method == Certified.NOTHING
            else _(
                "The data received have been returned or disposed of as follows, which is hereby certified."
            ),
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
    if disposal.method != Certified.NOTHING:
        yield Fact(_("Returned or disposed of on"), (naming.day(disposal.disposed_on),))
        yield Fact(_("Witness"), (disposal.witness,))
    if disposal.description:
        yield Fact(_("What, where and how"), (disposal.description,))
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
