"""What is printed: the receipt as JSON-LD, and the context of its page and PDF."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse

from consent.models import ConsentEvent, ConsentItem, NoticeVersion, Receipt
from consent.rules.receipts import Answer, Party, Shown, receipt
from core import pdf
from core.accounts.models import Council, Organ, Organisation, Person
from core.ledger import queries as ledger
from core.ledger.models import LedgerEntry


def address(name: str, *args: Any) -> str:
    """The full public address of a page."""
    return str(settings.BASE_URL).rstrip("/") + reverse(name, args=args)


def receipt_document(
    *,
    number: str,
    issued_at: datetime,
    person: Person,
    version: NoticeVersion,
    events: Sequence[ConsentEvent],
) -> dict[str, Any]:
    """The receipt of one page of answers."""
    notice = version.notice
    shown = Shown(
        url=address("my:notice_version", notice.council.slug, notice.reference, version.number),
        reference=notice.reference,
        version=version.number,
        digest=version.digest,
        languages=("ja", "en"),
        service=notice.service_ja,
        rights_url=address("my:home"),
        withdraw_url=address("my:home"),
    )
    answers = [_answer(event, notice.council) for event in events]
    return receipt(number=number, issued_at=issued_at, person=person.key, shown=shown, answers=answers)


def _answer(event: ConsentEvent, council: Council) -> Answer:
    item: ConsentItem = event.item
    return Answer(
        event=event.pk,
        kind=event.kind,
        at=event.at,
        until=event.until,
        indicated_by="person" if event.proxy is None else _authority(event.proxy.kind),
        route=event.route,
        code=item.code,
        dataset=item.dataset,
        data_items=item.data_items,
        purpose=item.purpose,
        purpose_words=item.purpose_words,
        necessity=item.necessity,
        retention_months=item.retention_months,
        storage_country=item.storage_country,
        provider=_organ(item.provider, council),
        recipient=_organisation(item.recipient, council),
    )


def _authority(kind: str) -> str:
    return kind if kind in ("statutory", "voluntary") else "person"


def _organ(organ: Organ, council: Council) -> Party:
    body = organ.organisation
    name = body.name_ja if organ.name_ja == body.name_ja else f"{body.name_ja} {organ.name_ja}"
    return Party(f"urn:sekisho:organ:{organ.pk}", name, council.contact, body.address)


def _organisation(body: Organisation, council: Council) -> Party:
    return Party(f"urn:sekisho:organisation:{body.pk}", body.name_ja, council.contact, body.address)


def receipt_bundle(receipt: Receipt) -> dict[str, Any]:
    """What the person takes along: the evidence log's entry, promise and proof, and the document it attests.

    ``core/ledger/offline.py`` reads it without us.
    """
    entry = LedgerEntry.objects.get(pk=receipt.promise["entry"])
    attested = ledger.receipt(entry, with_content=True)
    return {**attested, "promise": receipt.promise, "document": receipt.document}


def receipt_address(receipt: Receipt) -> str:
    """What the QR code of a receipt says: its address and its digest."""
    return f"{address('my:receipt', receipt.number)}#{receipt.digest}"


def receipt_code(receipt: Receipt) -> str:
    """The QR code of a receipt, as an SVG image of its own."""
    drawing = BytesIO()
    segno.make(receipt_address(receipt), error="m").save(drawing, kind="svg", scale=4, border=4)
    return drawing.getvalue().decode()


def receipt_pdf(
    receipt: Receipt, events: Sequence[ConsentEvent], *, language: str, whose: str, agent: str
) -> bytes:
    """The receipt on paper; ``whose`` answers they are, and the name of the ``agent`` who gave them, or nothing."""
    drawing = base64.b64encode(receipt_code(receipt).encode()).decode()
    context = {
        "receipt": receipt,
        "events": events,
        "whose": whose,
        "agent": agent,
        "version": receipt.version,
        "council": receipt.version.notice.council,
        "code": f"data:image/svg+xml;base64,{drawing}",
    }
    title = f"{receipt.version.notice.reference} {receipt.number}"
    return pdf.render(
        "consent/pdf/receipt.html", context, language=language, title=title, at=receipt.issued_at
    )
