"""The receipt of ISO/IEC TS 27560 as JSON-LD, in the profile of the Data Privacy Vocabulary.

A receipt wraps one record per choice that was answered. The context is inline, so that a reader needs no
network; keys are ASCII and numbers whole, so that the document has one canonical form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consent.rules.dpv import DPV, INDICATED_BY, LOC, RECEIPT_PROFILE, RECORD_PROFILE, STATUS

CONTEXT: Mapping[str, Any] = {
    "dpv": DPV,
    "loc": LOC,
    "dct": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation or organ, by its public name."""

    id: str
    name: str
    contact: str
    address: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One choice as it was answered."""

    event: UUID
    kind: str
    at: datetime
    until: datetime | None
    indicated_by: str
    """person, statutory or voluntary."""
    route: str
    code: str
    dataset: str
    data_items: Sequence[Mapping[str, str]]
    purpose: str
    purpose_words: Mapping[str, str]
    necessity: str
    retention_months: int
    storage_country: str
    provider: Party
    recipient: Party


@dataclass(frozen=True, slots=True)
class Shown:
    """The notice version that the person was shown."""

    url: str
    reference: str
    version: int
    digest: str
    languages: Sequence[str]
    service: str
    rights_url: str
    withdraw_url: str


def receipt(
    *, number: str, issued_at: datetime, person: UUID, shown: Shown, answers: Sequence[Answer]
) -> dict[str, Any]:
    """The document handed to the person."""
    return {
        "@context": dict(CONTEXT),
        "@id": f"urn:sekisho:receipt:{number}",
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": {"@id": RECEIPT_PROFILE},
        "dpv:hasIdentifier": number,
        "dct:created": _moment(issued_at),
        "dpv:hasRecordOfActivity": [_record(person, shown, answer) for answer in answers],
    }


def _record(person: UUID, shown: Shown, answer: Answer) -> dict[str, Any]:
    record: dict[str, Any] = {
        "@id": f"urn:uuid:{answer.event}",
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": {"@id": RECORD_PROFILE},
        "dct:identifier": str(answer.event),
        "dpv:hasDataSubject": {"@id": f"urn:uuid:{person}", "@type": "dpv:DataSubject"},
        "dpv:hasNotice": {
            "@id": shown.url,
            "@type": "dpv:ConsentNotice",
            "dct:identifier": f"{shown.reference} v{shown.version}",
            "dct:language": list(shown.languages),
            "schema:sha256": shown.digest,
        },
        "dpv:hasProcess": _process(shown, answer),
        "dpv:hasLegalBasis": {"@id": "dpv:ExplicitlyExpressedConsent"},
        "dpv:hasConsentStatus": {"@id": f"dpv:{STATUS[answer.kind]}"},
        "dpv:isIndicatedAtTime": _moment(answer.at),
        "dpv:isIndicatedBy": {"@type": f"dpv:{INDICATED_BY[answer.indicated_by]}"},
        "dpv:hasIndicationMethod": answer.route,
    }
    if answer.until:
        record["dpv:hasDuration"] = {"@type": "dpv:UntilTimeDuration", "dct:valid": _moment(answer.until)}
    return record


def _process(shown: Shown, answer: Answer) -> dict[str, Any]:
    necessity = "Required" if answer.necessity == "required" else "Optional"
    return {
        "@type": "dpv:Process",
        "dct:identifier": answer.code,
        "dpv:hasService": {"@type": "dpv:Service", "dct:title": shown.service},
        "dpv:hasPurpose": {
            "@type": f"dpv:{answer.purpose}",
            "dct:description": _languages(answer.purpose_words),
        },
        "dpv:hasPersonalData": [
            {
                "@type": "dpv:PersonalData",
                "dct:identifier": f"{answer.dataset}/{kind['code']}",
                "skos:prefLabel": _languages(kind),
                "dpv:hasNecessity": {"@id": f"dpv:{necessity}"},
            }
            for kind in answer.data_items
        ],
        "dpv:hasProcessing": {"@id": "dpv:Share"},
        "dpv:hasDataController": _party(answer.provider, "DataController"),
        "dpv:hasRecipient": _party(answer.recipient, "ThirdParty"),
        "dpv:hasStorageCondition": [
            {"@type": "dpv:StorageLocation", "dpv:hasLocation": {"@id": f"loc:{answer.storage_country}"}},
            {
                "@type": "dpv:StorageDuration",
                "dpv:hasDuration": {"@type": "xsd:duration", "@value": f"P{answer.retention_months}M"},
            },
        ],
        "dpv:hasJurisdiction": {"@id": "loc:JP"},
        "dpv:hasConsentControl": {
            "@type": "dpv:WithdrawConsent",
            "dpv:isExercisedAt": {"@id": shown.withdraw_url},
        },
        "dpv:hasRight": {"@type": "dpv:DataSubjectRight", "dpv:isExercisedAt": {"@id": shown.rights_url}},
    }


def _party(party: Party, role: str) -> dict[str, Any]:
    return {
        "@id": party.id,
        "@type": f"dpv:{role}",
        "dpv:hasIdentifier": party.id,
        "dpv:hasName": party.name,
        "schema:contactPoint": party.contact,
        "schema:address": party.address,
    }


def _languages(words: Mapping[str, str]) -> list[dict[str, str]]:
    tags = (("ja", "ja"), ("easy", "ja-x-easy"), ("en", "en"))
    return [{"@language": tag, "@value": words[layer]} for layer, tag in tags if words.get(layer)]


def _moment(moment: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": moment.isoformat()}
