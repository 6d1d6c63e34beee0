"""The provision record (提供記録): its form chosen by provider, recipient and ground from the dated law tables.

Business operators: 個人情報保護法 29条, 規則 20条. Where the law asks no record, the council's own rule still
does; the same items are kept.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from core.law.queries import in_force
from core.law.values import AnyRow
from governance.sharing.models import Delivery, RequestLine

COUNCIL_RULE = "council_rule"
COUNCIL_RULE_LABEL = {"ja": "協議会の定めによる提供の記録", "en": "Record under the council's own rule"}


def provision_record(delivery: Delivery, line: RequestLine, *, on: date) -> tuple[str, dict[str, Any]]:
    """Form and content of the record of ``delivery``. Persons are not copied in: they are the delivery's list,
    looked up per person (33条5項)."""
    law = in_force(on)
    provider, recipient = line.dataset.provider, line.request.recipient_organ
    rule = law.record_for("provider", provider.regime, recipient.regime, line.ground)
    form = COUNCIL_RULE if rule is None or rule.exempt else rule.record
    ground = law.grounds.get(line.ground)
    content = {
        "form": form,
        "form_label": {"ja": rule.label_ja, "en": rule.label_en} if rule else COUNCIL_RULE_LABEL,
        "exempt_by_law": rule is not None and rule.exempt,
        "items_asked": [item.code for item in law.record_items.get(form, ())],
        "date": on.isoformat(),
        "provider": _party(provider),
        "recipient": _party(recipient),
        "persons": delivery.persons,
        "data_items": list(delivery.items),
        "ground": line.ground,
        "ground_label": {"ja": ground.label_ja, "en": ground.label_en} if ground else None,
        "sources": {"form": _source(rule), "ground": _source(ground)},
        "consent_obtained": bool(ground and ground.needs_consent),
        "dataset": line.dataset.reference,
        "request": line.reference,
        "grant": delivery.grant.reference,
        "delivery": delivery.reference,
    }
    return form, content


def _source(row: AnyRow | None) -> dict[str, str] | None:
    """Where the row of law behind the record comes from, and how sure of it we were that day."""
    return {"source": row.source, "confidence": row.confidence} if row else None


def _party(organ: Any) -> dict[str, str]:
    organisation = organ.organisation
    return {
        "organ": organ.name_ja,
        "name": organisation.name_ja,
        "address": organisation.address,
        "representative": organisation.representative,
        "country": organisation.country,
    }
