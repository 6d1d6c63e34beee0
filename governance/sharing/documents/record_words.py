"""What a record says, item by item as its form asks, in one language: for pages, for print and for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.http.dates import both, civil, english, short
from core.http.templatetags.sekisho import joined
from core.law.enums import Confidence
from governance.sharing.documents import naming
from governance.sharing.enums import AgreementKind, Manner
from governance.sharing.enums.safeguards import SAFEGUARDS
from governance.sharing.models import Delivery
from governance.sharing.queries.records import Kept
from governance.sharing.rules.keeping import Keeping


@dataclass(frozen=True, slots=True)
class Stated:
    """One item of a record: what the form calls it, what stands there, and how sure we are that the law asks for it."""

    label: str
    value: str
    confidence: str


def provision_items(kept: Kept, language: str) -> list[Stated]:
    """The provider's record of one provision."""
    said = kept.delivery.record.content
    return _stated(said, _provision_values(kept, said, language), language)


def further_items(kept: Kept, language: str) -> list[Stated]:
    """What the record keeps besides the items of its form: who provided, and whatever of ground, purpose, persons,
    measures and the provider's own decision the form does not ask for. What there is not is not told."""
    said = kept.delivery.record.content
    asked = {item["code"].rpartition(".")[2] for item in said["items_asked"]}
    values = _provision_values(kept, said, language)
    with override(language):
        labels = {
            "provider": _("Name, address and representative of the provider"),
            "ground": _("Legal ground"),
            "consent": _("Consent of the persons"),
            "purpose": _("Purpose of use"),
            "persons": _("Number of persons"),
            "restriction": _("What is left out or restricted"),
            "measures": _("Conditions of approval"),
            "safeguards": _("Safety measures"),
            "provider_decision": _("Provider's decision"),
            "agreement": _("Agreement"),
        }
        if said["persons"] is None or "person" in asked:
            del labels["persons"]  # nobody to count, or counted where the form asks who it is
        found = [(code, values[code]()) for code in labels if code not in asked]
        return [Stated(labels[code], text, "verified") for code, text in found if text]


def receipt_items(delivery: Delivery, language: str) -> list[Stated]:
    """The recipient's record; empty before it confirmed."""
    row = getattr(delivery, "receipt", None)
    if row is None:
        return []
    said = row.content
    provider = (said["provider_name"], said["provider_representative"], said["provider_address"])
    values: Mapping[str, Callable[[], str]] = {
        "date": lambda: both(civil(row.recorded_at)),
        "provider": lambda: " ".join(part for part in provider if part),
        "acquisition": lambda: said["acquisition"],
        "consent": lambda: said["consent"],
        "confirmation": lambda: said["consent"],
        "person": lambda: _persons(delivery),
        "persons": lambda: _persons(delivery),
        "items": lambda: _names(said, language),
        "ground": lambda: ground_words(delivery.record.content, language),
        "purpose": lambda: _label(delivery.record.content["purpose"], language),
        "published": lambda: _published(delivery),
    }
    asked = [item for item in said["items_asked"] if item["code"].rpartition(".")[2] in values]
    return _stated({**said, "items_asked": asked}, values, language)


def _published(delivery: Delivery) -> str:
    """The provider's filing of its opt-out, and where it is made known."""
    line = delivery.grant.line
    return " ".join(part for part in (line.opt_out_filing, line.opt_out_where) if part)


def _stated(said: Mapping[str, Any], values: Mapping[str, Callable[[], str]], language: str) -> list[Stated]:
    rows = []
    with override(language):
        for item in said["items_asked"]:
            value = values.get(item["code"].rpartition(".")[2])
            text = value() if value else ""
            rows.append(Stated(item[language] or item["ja"], text or "–", item["confidence"]))
    return rows


def _provision_values(kept: Kept, said: Mapping[str, Any], language: str) -> Mapping[str, Callable[[], str]]:
    return {
        "date": lambda: _days(kept),
        "provider": lambda: party_words(said["provider"]),
        "recipient": lambda: party_words(said["recipient"]),
        "consent": lambda: _("The person's consent was obtained.") if said["consent_obtained"] else "",
        "confirmation": lambda: _("Confirmed with the recipient."),
        "person": lambda: _persons(kept.delivery),
        "persons": lambda: _persons(kept.delivery),
        "items": lambda: _names(said, language),
        "ground": lambda: ground_words(said, language),
        "purpose": lambda: _label(said["purpose"], language),
        "measures": lambda: " / ".join(said["measures"]),
        "safeguards": lambda: naming.listed(_safeguards(said)),
        "restriction": lambda: said.get("restriction", ""),
        "provider_decision": lambda: said.get("provider_decision", ""),
        "agreement": lambda: _agreement(said["agreement"]),
    }


def party_words(said: Mapping[str, str]) -> str:
    """A party as the record keeps it: the organ that provides or receives, its head where one is known, its address."""
    name = joined(*((said["name_en"], said["organ_en"]) if english() else (said["name"], said["organ"])))
    return " ".join(part for part in (name, said["representative"], said["address"]) if part)


def _safeguards(said: Mapping[str, Any]) -> list[str]:
    names: Mapping[str, object] = dict(SAFEGUARDS)
    return [str(names.get(code, code)) for code in said.get("safeguards", ())]


def _agreement(said: Mapping[str, str] | None) -> str:
    if said is None:
        return ""
    return _("%(name)s (%(of)s)") % {"name": AgreementKind(said["kind"]).label, "of": said["number"]}


def _days(kept: Kept) -> str:
    """The day, or the first and the last of a record that stands for several."""
    if kept.first_on == kept.last_on:
        return both(kept.first_on)
    return _("%(first)s to %(last)s") % {"first": both(kept.first_on), "last": both(kept.last_on)}


def _persons(delivery: Delivery) -> str:
    if delivery.persons is None:
        return _("No single persons")
    told = _("%(count)s persons, on the list of %(delivery)s in the holder's ids")
    return told % {"count": f"{delivery.persons:,}", "delivery": delivery.reference}


def _names(said: Mapping[str, Any], language: str) -> str:
    codes, names = said["data_items"], said["data_item_names"][language]
    return _(", ").join(names or codes)


def _label(label: Mapping[str, str] | None, language: str) -> str:
    return (label[language] or label["ja"]) if label else ""


def ground_words(said: Mapping[str, Any], language: str) -> str:
    """The legal ground of a provision; what is not personal data needs none."""
    with override(language):
        return (
            _label(said["ground_label"], language) or said["ground"] or _("Not personal data: none is needed")
        )


def keeping_words(kept: Kept) -> str:
    """Until when it is kept, by which row of law, and whether that row was checked."""
    until = short(kept.keeping.until)
    if kept.keeping.moves:
        until = _("%(day)s (from the last provision)") % {"day": until}
    return _checked(until, kept.keeping)


def receipt_keeping_words(kept: Kept) -> str:
    """The same of the recipient's record; empty before there is one."""
    if kept.receipt is None:
        return ""
    until = short(kept.receipt.until)
    if kept.receipt.moves:
        until = _("%(day)s (from the last receipt)") % {"day": until}
    return _checked(until, kept.receipt)


def _checked(until: str, keeping: Keeping) -> str:
    if keeping.is_verified or keeping.clock is None:
        return until
    sure = Confidence(keeping.clock.confidence).label
    return _("%(day)s, not checked against the law (%(sure)s)") % {"day": until, "sure": sure}


def manner_words(kept: Kept) -> str:
    """How it is recorded."""
    return str(Manner(kept.delivery.manner).label)
