"""Editions come to be: written once, with their evidence and what follows from them."""

from __future__ import annotations

from datetime import date

import msgspec

from core import canonical, clock
from core.accounts.models import User
from core.ledger import actions as ledger
from governance.rulebook import enums, queries
from governance.rulebook.models import (
    Edition,
    Instrument,
    Provision,
    ProvisionBasis,
    ProvisionSetting,
    ProvisionText,
)
from governance.rulebook.rules import amending, numbering
from governance.rulebook.rules.outline import Document, outline


def publish(
    instrument: Instrument,
    document: Document,
    *,
    by: User,
    on: date,
    decision_number: str = "",
    reason_ja: str = "",
    reason_en: str = "",
) -> Edition:
    """Write the edition, its texts, settings and bases, and its ledger entry."""
    last = queries.last_edition(instrument)
    edition = Edition.objects.create(
        instrument=instrument,
        number=last.number + 1 if last else 1,
        effective_on=on,
        decision_number=decision_number,
        reason_ja=reason_ja,
        reason_en=reason_en,
        digest=canonical.digest(msgspec.to_builtins(document)),
        adopted_at=clock.now(),
        adopted_by=by,
    )
    _write_texts(edition, document)
    facts = {
        "instrument": instrument.code,
        "edition": edition.number,
        "effective_on": on,
        "decision": decision_number,
        "digest": edition.digest,
    }
    subject = f"edition:{instrument.code}-{edition.number}"
    ledger.append(enums.EDITION_ADOPTED, council=instrument.council, subject=subject, facts=facts, by=by)
    return edition


def _write_texts(edition: Edition, document: Document) -> None:
    instrument = edition.instrument
    known = dict(Provision.objects.filter(instrument=instrument).values_list("key", "pk"))
    new = [Provision(instrument=instrument, key=unit.key) for unit in document.units if unit.key not in known]
    known |= {provision.key: provision.pk for provision in Provision.objects.bulk_create(new)}
    texts = ProvisionText.objects.bulk_create(
        ProvisionText(
            edition=edition,
            provision_id=known[entry.unit.key],
            position=position,
            level=entry.unit.level,
            branch=entry.unit.branch,
            number=numbering.code(entry.number),
            label_ja=entry.label_ja,
            label_en=entry.label_en,
            **{name: getattr(entry.unit, name) for name in amending.WORDS},
        )
        for position, entry in enumerate(outline(document), start=1)
    )
    pairs = list(zip(texts, document.units, strict=True))
    ProvisionSetting.objects.bulk_create(
        ProvisionSetting(edition=edition, text=text, code=code, value=value)
        for text, unit in pairs
        for code, value in unit.settings.items()
    )
    ProvisionBasis.objects.bulk_create(
        ProvisionBasis(edition=edition, text=text, check_code=code)
        for text, unit in pairs
        for code in unit.basis
    )
