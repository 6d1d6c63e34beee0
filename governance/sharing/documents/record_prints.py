"""What the yearly book of provision records and the print for one person say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from openpyxl import Workbook

from consent import queries as consent
from core import clock
from core.accounts.models import Council, Organ, SubjectLink
from core.http.dates import both, civil, era, short
from core.http.exports import cell
from core.http.templatetags.sekisho import organ_name
from governance.sharing.documents.naming import listed
from governance.sharing.documents.record_words import (
    Stated,
    further_items,
    ground_words,
    keeping_words,
    manner_words,
    party_words,
    provision_items,
    receipt_items,
)
from governance.sharing.enums import Manner
from governance.sharing.models import Delivery, DeliveryPerson, RecordLookup
from governance.sharing.queries.records import Kept, provisions_of, shown_by, yardstick

HEADS = (
    gettext_lazy("Number"),
    gettext_lazy("First day"),
    gettext_lazy("Last day"),
    gettext_lazy("Provisions"),
    gettext_lazy("Form of the record"),
    gettext_lazy("How it is recorded"),
    gettext_lazy("Provider"),
    gettext_lazy("Recipient"),
    gettext_lazy("Persons (provisions added up)"),
    gettext_lazy("Items"),
    gettext_lazy("Legal ground"),
    gettext_lazy("Purpose"),
    gettext_lazy("Receipt confirmed"),
    gettext_lazy("Handed over"),
    gettext_lazy("Kept until"),
    gettext_lazy("Each provision"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the book: one provision, or all of a year under one grant where they are recorded together."""

    number: str
    first_on: date
    last_on: date
    count: int
    form: str
    manner: str
    provider: str
    recipient: str
    persons: int | None
    """Of all its provisions together: whoever is on three lists is counted three times."""
    items: Sequence[Stated]
    """What the record says; of several provisions, the last."""
    receipt: Sequence[Stated]
    each: Sequence[str]
    """Of several provisions, each with its day, persons, items and receipt."""
    names: str
    ground: str
    purpose: str
    confirmed: str
    handed_over: str
    kept_until: str

    def cells(self) -> tuple[Any, ...]:
        """A row of the spreadsheet, below :data:`HEADS`."""
        return (
            self.number,
            self.first_on,
            self.last_on,
            self.count,
            self.form,
            self.manner,
            self.provider,
            self.recipient,
            self.persons,
            self.names,
            self.ground,
            self.purpose,
            self.confirmed,
            self.handed_over,
            self.kept_until,
            "\n".join(self.each),
        )


def entries(rows: Iterable[Delivery], council: Council, *, today: date, language: str) -> Iterator[Entry]:
    """The entries of ``rows``, which come grant by grant; read once, so that a large year needs no memory."""
    measure = yardstick(council, today=today)
    for _key, group in groupby(rows, key=_together):
        yield _entry([measure.of(row) for row in group], language)


def _together(row: Delivery) -> tuple[int, int]:
    return (row.grant_id, 0) if row.manner != Manner.EACH else (row.grant_id, row.pk)


def _entry(group: Sequence[Kept], language: str) -> Entry:
    last = group[-1]
    said = last.delivery.record.content
    counted = [row.delivery.persons for row in group if row.delivery.persons is not None]
    with override(language):
        return Entry(
            number=", ".join(row.delivery.reference for row in group),
            first_on=civil(group[0].first_on),
            last_on=last.last_on if len(group) == 1 else civil(last.delivery.released_at or clock.now()),
            count=len(group),
            form=said["form_label"][language],
            manner=manner_words(last),
            provider=party_words(said["provider"]),
            recipient=party_words(said["recipient"]),
            persons=sum(counted) if counted else None,
            items=[*provision_items(last, language), *further_items(last, language)],
            receipt=receipt_items(last.delivery, language),
            each=[_one_of(row, language) for row in group] if len(group) > 1 else (),
            names=_(", ").join(dict.fromkeys(name for row in group for name in _items(row, language))),
            ground=ground_words(said, language),
            purpose=said["purpose"][language] or said["purpose"]["ja"],
            confirmed=_confirmed(group),
            handed_over=_handed_over(group),
            kept_until=keeping_words(last),
        )


def _items(row: Kept, language: str) -> Sequence[str]:
    said = row.delivery.record.content
    found: Sequence[str] = said["data_item_names"][language] or said["data_items"]
    return found


def _received(row: Kept) -> str:
    return short(civil(row.delivery.confirmed_at)) if row.delivery.confirmed_at else "–"


def _confirmed(group: Sequence[Kept]) -> str:
    """The day of the receipt; of several provisions, how many were confirmed."""
    if len(group) == 1:
        return _received(group[0])
    done = sum(row.delivery.confirmed_at is not None for row in group)
    return _("%(done)s of %(count)s") % {"done": done, "count": len(group)}


def _one_of(row: Kept, language: str) -> str:
    """One provision of a record that stands for several."""
    persons = row.delivery.persons
    told = _("%(delivery)s on %(day)s: %(persons)s; %(items)s; receipt confirmed: %(confirmed)s")
    return told % {
        "delivery": row.delivery.reference,
        "day": short(civil(row.delivery.released_at or clock.now())),
        "persons": _("No single persons")
        if persons is None
        else _("%(count)s persons") % {"count": f"{persons:,}"},
        "items": _(", ").join(_items(row, language)),
        "confirmed": _received(row),
    }


def _handed_over(group: Sequence[Kept]) -> str:
    reports = [report for row in group for report in row.delivery.hand_overs.all()]
    if not reports:
        return "–"
    told = _("%(count)s sent, %(refused)s not sent")
    sent, refused = sum(one.count for one in reports), sum(one.refused_count for one in reports)
    return told % {"count": f"{sent:,}", "refused": f"{refused:,}"}


def volume(
    part: Sequence[Entry], council: Council, organ: Organ, year: int, *, number: int, volumes: int
) -> dict[str, Any]:
    """What one volume of the printed book says; the book is in Japanese."""
    title = f"{era(date(year, 4, 1))}度　提供記録簿"
    whole = organ.organisation.name_ja
    party = organ.name_ja if organ.name_ja.startswith(whole) else f"{whole}　{organ.name_ja}"
    return {
        "title": f"{title}（第{number}分冊）" if volumes > 1 else title,
        "council_name": council.name_ja,
        "office": council.office_ja,
        "provider": party,
        "period": f"{both(date(year, 4, 1))}から{both(date(year + 1, 3, 31))}まで",
        "entries": part,
        "is_unsure": any(one.confidence != "verified" for entry in part for one in entry.items),
        "made_on": both(clock.today()),
    }


def spreadsheet(found: Iterable[Entry], language: str) -> bytes:
    """All entries as one sheet, written row by row."""
    book = Workbook(write_only=True)
    with override(language):
        sheet = book.create_sheet(str(_("Provision records"))[:31])
        sheet.append([cell(sheet, str(head)) for head in HEADS])
        for entry in found:
            sheet.append([cell(sheet, value) for value in entry.cells()])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def person_print(row: RecordLookup, language: str) -> dict[str, Any]:
    """Everything on record about one person, for that person."""
    with override(language):
        return {
            "title": str(_("Records of where your information went")),
            "council": row.council,
            "holder": row.holder,
            "identifier": row.link.identifier if row.link else "–",
            **person_rows(row, language),
            "made_on": both(clock.today()),
        }


def person_rows(row: RecordLookup, language: str) -> dict[str, Any]:
    """The provisions that ``row`` shows, by whom they are and to whom: empty where they are everybody's."""
    shown = shown_by(row)
    return {
        "rows": [person_row(one, language) for one in provisions_of(row.person, shown, row.link)],
        "providers": listed(organ_name(organ) for organ in shown.providers or ()),
        "recipients": listed(organ_name(organ) for organ in shown.recipients or ()),
        "until": None if shown.as_recipient else _until(row.link),
    }


def _until(link: SubjectLink | None) -> date | None:
    """The last day on which the id of ``link`` was its person's; None while it is. A recipient is not told: what counts
    for it is the id on its lists."""
    if link is None or link.unlinked_at is None:
        return None
    again = SubjectLink.objects.filter(
        person=link.person_id, holder=link.holder_id, identifier_hash=link.identifier_hash, unlinked_at=None
    )
    return None if again.exists() else civil(link.unlinked_at)


def not_released(row: RecordLookup, language: str) -> dict[str, Any]:
    """What of the person is released no longer, and since when. Why there is a hold is not told here: it may protect
    the person. A recipient is told neither here: it reads what it is asked to do."""
    shown = shown_by(row)
    if shown.as_recipient:
        return {"held_since": None, "ended": []}
    held = consent.hold_of(row.person, clock.now())
    return {
        "held_since": civil(held) if held else None,
        "ended": [
            {
                "event": event,
                "on": civil(event.at),
                "purpose": event.item.purpose_words.get(language) or event.item.purpose_words.get("ja", ""),
            }
            for event in consent.ended_of(row.person, shown.providers)
        ],
    }


def person_row(row: DeliveryPerson, language: str) -> dict[str, Any]:
    """One provision as the person is told of it."""
    delivery = row.delivery
    said = delivery.record.content
    return {
        "number": delivery.reference,
        "on": both(civil(delivery.released_at or clock.now())),
        "form": said["form_label"][language],
        "provider": party_words(said["provider"]),
        "recipient": party_words(said["recipient"]),
        "names": _(", ").join(said["data_item_names"][language] or said["data_items"]),
        "restriction": said.get("restriction", ""),
        "ground": ground_words(said, language),
        "purpose": said["purpose"][language] or said["purpose"]["ja"],
        "receipt": receipt_items(delivery, language),
        "confirmed": both(civil(delivery.confirmed_at)) if delivery.confirmed_at else "",
        "pursuits": getattr(delivery, "of_person", ()),
    }
