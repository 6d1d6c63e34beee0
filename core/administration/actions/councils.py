"""Founding councils; registering organisations and their organs."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from core.access.roles import Role
from core.accounts.enums import Regime
from core.accounts.models import Council, Organ, Organisation, User
from core.administration import events, permissions
from core.administration.actions.organisations import changed
from core.administration.actions.roles import grant_role
from core.administration.actions.users import Invited
from core.errors import Refused
from core.ledger import actions as ledger


@transaction.atomic
def found_council(
    *,
    slug: str,
    name_ja: str,
    name_en: str,
    short_name_ja: str,
    by: User | None,
    office_ja: str = "",
    office_en: str = "",
    address_ja: str = "",
    address_en: str = "",
    contact: str = "",
    secretary: User | Invited | None = None,
) -> Council:
    """A new tenant, empty but for its first ``secretary``: rule documents and members follow.

    Raises:
        Refused: the slug is taken.
    """
    permissions.operate(by).or_raise()
    if Council.objects.filter(slug=slug).exists():
        raise Refused("council_slug_taken", slug=slug)
    council = Council.objects.create(
        slug=slug,
        name_ja=name_ja,
        name_en=name_en,
        short_name_ja=short_name_ja,
        office_ja=office_ja,
        office_en=office_en,
        address_ja=address_ja,
        address_en=address_en,
        contact=contact,
    )
    ledger.append(events.COUNCIL_FOUNDED, council=council, subject=f"council:{slug}", by=by)
    ledger.bump(ledger.GLOBAL)
    if secretary is not None:
        grant_role(Role.SECRETARY, secretary, council, by=by)
    return council


PARTICULARS = (
    "name_ja",
    "name_en",
    "short_name_ja",
    "office_ja",
    "office_en",
    "address_ja",
    "address_en",
    "contact",
)


@transaction.atomic
def change_council(council: Council, *, by: User | None, **particulars: str) -> Council:
    """What ``council`` is called, where its secretariat is and whom to ask, from now on (:data:`PARTICULARS`). Papers
    that were made keep what they say, and numbers that were given the short name they were given with."""
    row = Council.objects.select_for_update().get(pk=council.pk)
    permissions.keep_council(by, row).or_raise()
    was = {name: getattr(row, name) for name in PARTICULARS}
    now = {name: particulars.get(name, was[name]).strip() for name in PARTICULARS}
    for name, value in now.items():
        setattr(row, name, value)
    row.save(update_fields=PARTICULARS)
    ledger.append(
        events.COUNCIL_CHANGED,
        council=row,
        subject=f"council:{row.slug}",
        facts=changed(was, now),
        by=by,
    )
    return row


@transaction.atomic
def register_organisation(
    *,
    name_ja: str,
    regime: Regime,
    by: User | None,
    name_en: str = "",
    corporate_number: str = "",
    is_academic: bool = False,
    country: str = "JP",
    address: str = "",
    representative: str = "",
) -> Organisation:
    """An organisation and, as its first organ, itself (a company acts as one; a public body adds more).

    Raises:
        Refused: its corporate number is registered already.
    """
    permissions.keep_any_council(by).or_raise()
    if corporate_number and Organisation.objects.filter(corporate_number=corporate_number).exists():
        raise Refused("organisation_known", number=corporate_number)
    organisation = Organisation.objects.create(
        name_ja=name_ja,
        name_en=name_en,
        corporate_number=corporate_number,
        regime=regime,
        is_academic=is_academic,
        country=country,
        address=address,
        representative=representative,
    )
    ledger.append(
        events.ORGANISATION_REGISTERED,
        council=None,
        subject=f"organisation:{organisation.pk}",
        facts={"regime": str(regime), "country": country, "academic": is_academic},
        by=by,
    )
    if regime not in (Regime.PUBLIC_BODY, Regime.ASSEMBLY):
        add_organ(organisation, name_ja=name_ja, name_en=name_en, regime=regime, by=by)
    return organisation


@transaction.atomic
def add_organ(
    organisation: Organisation,
    *,
    name_ja: str,
    by: User | None,
    name_en: str = "",
    regime: Regime | None = None,
) -> Organ:
    """An organ through which ``organisation`` provides, receives and answers.

    Raises:
        NotPermitted: the organisation is another council's, or shared with one.
        Refused: it has an organ of that name.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    permissions.keep_particulars(by, organisation).or_raise()
    try:
        with transaction.atomic():
            organ = Organ.objects.create(
                organisation=organisation,
                name_ja=name_ja,
                name_en=name_en,
                regime=regime or organisation.regime,
            )
    except IntegrityError as error:
        raise Refused("organ_known") from error
    ledger.append(
        events.ORGAN_ADDED,
        council=None,
        subject=f"organ:{organ.pk}",
        facts={"organisation": organisation.pk, "regime": str(organ.regime)},
        by=by,
    )
    return organ


@transaction.atomic
def change_organisation(
    organisation: Organisation, *, address: str, representative: str, by: User | None
) -> Organisation:
    """Where ``organisation`` has its seat and who stands for it, from now on. What was signed keeps what it says."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    permissions.keep_particulars(by, row).or_raise()
    row.address, row.representative = address.strip(), representative.strip()
    row.save(update_fields=["address", "representative"])
    ledger.append(
        events.ORGANISATION_CHANGED,
        council=None,
        subject=f"organisation:{row.pk}",
        by=by,
    )
    return row


@transaction.atomic
def name_representative(organ: Organ, *, representative: str, by: User | None) -> Organ:
    """Who stands for ``organ``, by title and name (教育長); empty where it is who stands for the organisation."""
    row = Organ.objects.select_for_update().get(pk=organ.pk)
    permissions.keep_particulars(by, row).or_raise()
    row.representative = representative.strip()
    row.save(update_fields=["representative"])
    ledger.append(
        events.REPRESENTATIVE_NAMED,
        council=None,
        subject=f"organ:{row.pk}",
        facts={"organisation": row.organisation_id},
        by=by,
    )
    return row
