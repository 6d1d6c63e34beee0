"""Editions come to be: written once, with their evidence and what follows from them."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from django.db.models import Max

from core import canonical, clock
from core.accounts.models import User
from core.errors import Refused
from core.ledger import actions as ledger
from core.rulebook.provider import Standing, carrying, decided, in_force
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
    repeals: bool = False,
) -> Edition:
    """Write the edition, its texts, settings and bases, and its ledger entry."""
    last = queries.editions(instrument).aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        instrument=instrument,
        number=last + 1,
        effective_on=on,
        decision_number=decision_number,
        reason_ja=reason_ja,
        reason_en=reason_en,
        digest=canonical.digest(msgspec.to_builtins(document)),
        repeals=repeals,
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
    event = enums.DOCUMENT_REPEALED if repeals else enums.EDITION_ADOPTED
    ledger.append(event, council=instrument.council, subject=subject, facts=facts, by=by)
    return edition


def carried(instrument: Instrument, number: str, *, about: str, since: datetime | None = None) -> Standing:
    """The decision ``number`` that changes ``instrument``: the document that fixes the special majority is changed by
    that (この規約の改正), every other by a vote.

    Raises:
        Refused: no such decision stands, it was not taken as the rules ask, or before ``since``.
    """
    council = instrument.council
    fixed = in_force(council, clock.today()).article("special_majority")
    is_own = fixed is not None and fixed.instrument == instrument.code
    matter = "amendment" if is_own else ""
    return carrying(council, number, about=about, matter=matter, is_voted=True, since=since)


def spent(instrument: Instrument) -> set[tuple[str, datetime]]:
    """The decisions, by number and moment, that carry nothing for ``instrument`` any more: they adopted an edition of
    it that was withdrawn, or withdrew it."""
    found = set()
    taken_back = queries.editions(instrument).filter(withdrawal__isnull=False)
    for edition in taken_back.select_related("instrument__council", "withdrawal__together"):
        gone = edition.withdrawal
        about = {subject_of(one) for one in (edition, gone.together) if one is not None}
        named = ((edition.decision_number, edition.adopted_at), (gone.decision_number, gone.withdrawn_at))
        for number, at in named:
            decision = decided(instrument.council, number, at, about)
            found.add((number, decision.taken_at if decision and decision.taken_at else at))
    return found


def not_spent(instrument: Instrument, number: str, decision: Standing) -> None:
    """The ``decision`` of that ``number`` did not adopt or withdraw an edition of ``instrument`` that was withdrawn.

    Raises:
        Refused: it did.
    """
    if (number, decision.taken_at) in spent(instrument):
        raise Refused("decision_spent_on_edition", number=number)


def subject_of(edition: Edition) -> str:
    """How meetings and decisions call what adopted ``edition``."""
    code = edition.instrument.code
    return f"amendment:{code}-{edition.amendment.pk}" if hasattr(edition, "amendment") else f"document:{code}"


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
