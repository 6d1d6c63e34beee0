"""The provision record (提供記録) and the recipient's (受領の記録): forms chosen by provider, recipient and ground from
the dated law tables.

Business operators: 個人情報保護法 29条・30条, 規則 19条-25条. Where the law asks no record, the council's own rule
still does; its form is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from core.law.queries import in_force
from core.law.values import AnyRow, LawTable, RecordRule
from governance.sharing.enums import AgreementKind, Manner
from governance.sharing.models import Delivery, RequestLine
from governance.sharing.queries.restrictions import provided

COUNCIL_FORM = "council_form"
COUNCIL_RULE = "council_rule"
COUNCIL_RULE_LABEL = {"ja": "協議会の定めによる提供の記録", "en": "Record under the council's own rule"}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the recipient says that it confirmed (規則22条): who the provider is, how it acquired the data, what the
    persons agreed to."""

    provider_name: str = ""
    provider_address: str = ""
    provider_representative: str = ""
    acquisition: str = ""
    consent: str = ""


def rule_for(law: LawTable, side: str, line: RequestLine) -> RecordRule | None:
    """The row of the law tables on the record that ``side`` makes of what goes under ``line``."""
    provider, recipient = line.dataset.provider, line.request.recipient_organ
    return law.record_for(side, provider.regime, recipient.regime, line.ground)


def manners(line: RequestLine, *, on: date) -> tuple[str, ...]:
    """How a provision under ``line`` may be recorded (規則19条): by a contract only where one was concluded."""
    rule = rule_for(in_force(on), "provider", line)
    allowed = rule.manners if rule else frozenset({Manner.EACH.value, Manner.BATCH.value})
    if not line.agreements.filter(kind=AgreementKind.CONTRACT).exists():
        allowed = allowed - {Manner.CONTRACT.value}
    return tuple(value for value in Manner.values if value in allowed)


def provision_record(delivery: Delivery, line: RequestLine, *, on: date) -> tuple[str, dict[str, Any]]:
    """Form and content of the record of ``delivery``. Persons are not copied in: they are the delivery's list,
    looked up per person (33条5項)."""
    law = in_force(on)
    rule = rule_for(law, "provider", line)
    form, head = _head(law, rule, COUNCIL_RULE_LABEL)
    ground, made = law.grounds.get(line.ground), provided(line)
    content = {
        **head,
        "manner": delivery.manner,
        "date": on.isoformat(),
        "provider": _party(line.dataset.provider),
        "recipient": _party(line.request.recipient_organ),
        "persons": delivery.persons,
        "data_items": list(delivery.items),
        "data_item_names": _item_names(delivery, line),
        "ground": line.ground,
        "ground_label": {"ja": ground.label_ja, "en": ground.label_en} if ground else None,
        "sources": {"form": _source(rule), "ground": _source(ground)},
        "consent_obtained": bool(ground and ground.needs_consent),
        "purpose": {"ja": line.request.purpose_ja, "en": line.request.purpose_en},
        "measures": [condition.text for condition in line.conditions.order_by("reference")],
        "safeguards": list(line.safeguards),
        "agreement": _agreement(line),
        "provider_decision": made.file_number if made else "",
        "restriction": made.restriction if made else "",
        "dataset": line.dataset.reference,
        "request": line.reference,
        "grant": delivery.grant.reference,
        "delivery": delivery.reference,
    }
    return form, content


def _source(row: AnyRow | None) -> dict[str, str] | None:
    """Where the row of law behind the record comes from, and how sure of it we were that day."""
    return {"source": row.source, "confidence": row.confidence} if row else None


def receipt_record(
    delivery: Delivery, line: RequestLine, said: Confirmed, *, on: date
) -> tuple[str, dict[str, Any]]:
    """Form and content of what the recipient records of ``delivery``."""
    law = in_force(on)
    form, head = _head(law, rule_for(law, "recipient", line), COUNCIL_RULE_LABEL)
    return form, {
        **head,
        "date": on.isoformat(),
        "persons": delivery.persons,
        "data_items": list(delivery.items),
        "data_item_names": _item_names(delivery, line),
        **asdict(said),
    }


def unconfirmed(line: RequestLine, said: Confirmed, *, on: date) -> frozenset[str]:
    """What the law asks the recipient to confirm and ``said`` does not tell; empty where the law asks nothing."""
    law = in_force(on)
    rule = rule_for(law, "recipient", line)
    if rule is None or rule.exempt:
        return frozenset()
    told: Mapping[str, bool] = {
        "provider": bool(said.provider_name and said.provider_address and said.provider_representative),
        "acquisition": bool(said.acquisition),
        "consent": bool(said.consent),
        "confirmation": bool(said.consent),
    }
    asked = {item.code.rpartition(".")[2] for item in law.record_items.get(rule.record, ()) if item.required}
    return frozenset(item for item in asked if not told.get(item, True))


def _head(law: LawTable, rule: RecordRule | None, otherwise: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """The form, and what the record says of it: the items it asks for, as the law named them on that day."""
    form = COUNCIL_RULE if rule is None or rule.exempt else rule.record
    asked = law.record_items.get(COUNCIL_FORM if form == COUNCIL_RULE else form, ())
    return form, {
        "form": form,
        "form_label": {"ja": rule.label_ja, "en": rule.label_en} if rule else dict(otherwise),
        "exempt_by_law": rule is not None and rule.exempt,
        "confidence": rule.confidence if rule else "unverified",
        "items_asked": [
            {"code": item.code, "ja": item.label_ja, "en": item.label_en, "confidence": item.confidence}
            for item in asked
        ],
    }


def _item_names(delivery: Delivery, line: RequestLine) -> dict[str, list[str]]:
    known = {item.code: item for item in line.dataset.items.all()}
    found = [known[code] for code in delivery.items if code in known]
    return {
        "ja": [item.label_ja for item in found],
        "en": [item.label_en or item.label_ja for item in found],
    }


def _agreement(line: RequestLine) -> dict[str, str] | None:
    row = line.agreements.order_by("-pk").first()
    return {"kind": row.kind, "number": row.reference} if row else None


def _party(organ: Any) -> dict[str, str]:
    organisation = organ.organisation
    return {
        "organ": organ.name_ja,
        "organ_en": organ.name_en or organ.name_ja,
        "name": organisation.name_ja,
        "name_en": organisation.name_en or organisation.name_ja,
        "address": organisation.address,
        "representative": organ.head,
        "country": organisation.country,
    }
