"""What provider and recipient agreed, for their machines: an ODRL agreement, and the same under the council's
signature."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, cast

from django.conf import settings
from django.urls import reverse

from core import canonical
from core.clock import TOKYO
from core.ledger import signing
from governance.sharing.enums import ConditionOwner
from governance.sharing.models import Agreement, Grant
from governance.sharing.queries.conditions import waived
from governance.sharing.queries.periods import disposal_by, last_day
from governance.sharing.queries.restrictions import provided
from governance.sharing.rules import odrl

VERSION = 16
"""Digits of the digest that tells one version of the terms from another."""
SIGNED = "sekisho-agreement"
"""The type by which the offline verifier knows the signed file."""


def odrl_agreement(grant: Grant, agreement: Agreement) -> dict[str, Any]:
    """``agreement`` in the shape of the Dataspace Protocol 2025-1. The same terms are the same bytes each time; terms
    that have changed since (a condition waived or extended, an earlier end, another day of disposal) have another
    ``@id``."""
    line, base = grant.line, f"{settings.BASE_URL.rstrip('/')}/"
    request, slug = line.request, grant.council.slug
    approval = line.approvals.select_related("decision").order_by("-pk").first()
    made = provided(line)
    acts = (approval.decision.number if approval else "", made.file_number if made else "")
    recipient = ConditionOwner.RECIPIENT
    terms = odrl.Terms(
        base=base,
        agreement=base + reverse("sharing:agreement_odrl", args=[slug, grant.reference]).lstrip("/"),
        target=base + reverse("sharing:dataset", args=[slug, line.dataset.reference]).lstrip("/"),
        assigner=f"urn:sekisho:organ:{line.dataset.provider_id}",
        assignee=f"urn:sekisho:organ:{request.recipient_organ_id}",
        concluded=datetime.combine(agreement.signed_on, time(), TOKYO).isoformat(),
        identifier=agreement.reference,
        title_ja=request.title_ja,
        title_en=request.title_en,
        references=tuple(number for number in (line.reference, grant.reference, *acts) if number),
        items=tuple(sorted(grant.items)),
        left_out=tuple(sorted(made.left_out)) if made else (),
        restriction=made.restriction if made else "",
        purpose=request.purpose,
        form=line.form,
        data_class=line.data_class,
        starts_on=max(grant.starts_on, agreement.valid_from),
        ends_on=last_day(grant),
        storage=frozenset(line.storage),
        conditions=tuple(
            odrl.Condition(row.reference, row.text, row.is_precedent, row.due_on)
            for row in line.conditions.filter(owed_by=recipient).exclude(waived()).order_by("reference")
        ),
        disposal=cast(Any, line.disposal_method),
        disposal_by=grant.disposal_due_on or disposal_by(grant, ended=last_day(grant)),
    )
    document = odrl.agreement(terms)
    return document | {"@id": f"{terms.agreement}#{canonical.digest(document)[:VERSION]}"}


def signed(document: dict[str, Any]) -> dict[str, Any]:
    """``document`` with a detached JSON Web Signature of the installation, and the keys to check it by."""
    return {
        "type": SIGNED,
        "agreement": document,
        "jws": signing.detached_jws(document),
        "keys": signing.public_keys(),
    }
