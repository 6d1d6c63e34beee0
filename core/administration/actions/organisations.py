"""Correcting what an organisation or an organ is in law: its name, its number, the rules that bind it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from core.accounts.enums import Regime
from core.accounts.models import Organ, Organisation, User
from core.administration import events, permissions
from core.errors import Refused
from core.ledger import actions as ledger

IDENTITY = ("name_ja", "name_en", "corporate_number", "regime", "is_academic", "country")


@transaction.atomic
def correct_organisation(
    organisation: Organisation,
    *,
    name_ja: str,
    regime: Regime,
    by: User | None,
    name_en: str = "",
    corporate_number: str = "",
    is_academic: bool = False,
    country: str = "JP",
) -> Organisation:
    """What ``organisation`` is called and which law binds it, from now on; the organ that is the organisation itself
    follows. What was signed keeps what it says.

    Raises:
        Refused: the corporate number is another's, or an organ has the new name.
    """
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    permissions.keep_identity(by, row).or_raise()
    others = Organisation.objects.exclude(pk=row.pk)
    if corporate_number and others.filter(corporate_number=corporate_number).exists():
        raise Refused("organisation_known", number=corporate_number)
    was = {name: getattr(row, name) for name in IDENTITY}
    now: dict[str, Any] = {"name_ja": name_ja, "name_en": name_en, "corporate_number": corporate_number}
    now |= {"regime": str(regime), "is_academic": is_academic, "country": country}
    itself = row.organs.select_for_update().filter(name_ja=row.name_ja).first()
    if itself is not None:
        bound = regime if itself.regime == row.regime else Regime(itself.regime)
        _named(itself, name_ja=name_ja, name_en=name_en, regime=bound)
    for name, value in now.items():
        setattr(row, name, value)
    row.save(update_fields=IDENTITY)
    facts = changed(was, now) | ({"organ": itself.pk} if itself is not None else {})
    subject = f"organisation:{row.pk}"
    ledger.append(events.ORGANISATION_CORRECTED, council=None, subject=subject, facts=facts, by=by)
    return row


@transaction.atomic
def correct_organ(organ: Organ, *, name_ja: str, regime: Regime, by: User | None, name_en: str = "") -> Organ:
    """What ``organ`` is called and which law binds it, from now on. What was signed keeps what it says.

    Raises:
        Refused: the organisation has another organ of that name.
    """
    Organisation.objects.select_for_update().get(pk=organ.organisation_id)
    row = Organ.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=organ.pk)
    permissions.keep_identity(by, row).or_raise()
    was = {"name_ja": row.name_ja, "name_en": row.name_en, "regime": str(row.regime)}
    _named(row, name_ja=name_ja, name_en=name_en, regime=regime)
    facts = changed(was, {"name_ja": name_ja, "name_en": name_en, "regime": str(regime)})
    facts |= {"organisation": row.organisation_id}
    ledger.append(events.ORGAN_CORRECTED, council=None, subject=f"organ:{row.pk}", facts=facts, by=by)
    return row


@transaction.atomic
def end_organ(organ: Organ, *, last_on: date | None, by: User | None) -> Organ:
    """``organ`` is abolished: after ``last_on`` the gate lets nothing flow from it or to it, and nothing new begins in
    its name. None where it goes on after all."""
    row = Organ.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=organ.pk)
    permissions.keep_identity(by, row).or_raise()
    was, row.last_on = row.last_on, last_on
    row.save(update_fields=["last_on"])
    facts = {"organisation": row.organisation_id, "was": was, "is": last_on}
    ledger.append(events.ORGAN_ENDED, council=None, subject=f"organ:{row.pk}", facts=facts, by=by)
    return row


def changed(was: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """For the ledger: what is public and was corrected, before and after."""
    names = [name for name, value in now.items() if value != was[name]]
    return {"was": {name: was[name] for name in names}, "is": {name: now[name] for name in names}}


def _named(organ: Organ, *, name_ja: str, name_en: str, regime: Regime) -> None:
    organ.name_ja, organ.name_en, organ.regime = name_ja, name_en, regime
    try:
        with transaction.atomic():
            organ.save(update_fields=["name_ja", "name_en", "regime"])
    except IntegrityError as error:
        raise Refused("organ_known") from error
