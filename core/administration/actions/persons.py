"""Natural persons: enrolling, linking with holders' ids, and looking at who they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from core import clock, crypto
from core.accounts.enums import Assurance, LinkMethod
from core.accounts.models import Council, IdentityReveal, Organ, Person, SubjectLink, User
from core.accounts.subjects import subject_hash
from core.administration import events, permissions
from core.errors import NotPermitted, Refused
from core.ledger import actions as ledger

IDENTIFIERS = frozenset({"name", "kana", "birth_date", "address", "email", "phone"})


@transaction.atomic
def enrol_person(
    council: Council,
    *,
    by: User | None,
    user: User | None = None,
    identifiers: Mapping[str, str] | None = None,
) -> Person:
    """A person as ``council`` knows them. A user is one person per council: enrolling twice gives the first.

    Raises:
        Refused: an unknown kind of identifier, or a birth date that is not ISO 8601.
    """
    Council.objects.select_for_update().get(pk=council.pk)
    if by is None or user is None or by.pk != user.pk:
        permissions.keep_council(by, council).or_raise()
    known = Person.objects.filter(council=council, user=user).first() if user else None
    if known:
        return known
    person = Person.objects.create(
        council=council, user=user, identifiers=_identifiers(identifiers), birth_year=_birth_year(identifiers)
    )
    ledger.append(events.PERSON_ENROLLED, council=council, subject=f"person:{person.key}", by=by)
    return person


def _identifiers(given: Mapping[str, str] | None) -> dict[str, Any] | None:
    if not given:
        return None
    unknown = sorted(set(given) - IDENTIFIERS)
    if unknown:
        raise Refused("identifier_unknown", kinds=", ".join(unknown))
    return dict(given)


def _birth_year(given: Mapping[str, str] | None) -> int | None:
    text = (given or {}).get("birth_date")
    if not text:
        return None
    try:
        return date.fromisoformat(text).year
    except ValueError as error:
        raise Refused("birth_date_malformed") from error


@transaction.atomic
def add_birth_date(person: Person, born: date, *, by: User | None, assurance: Assurance) -> Person:
    """Keep when ``person`` was born, from an identification; where it is kept already, nothing is changed here.

    Raises:
        Refused: it is kept, or lies in the future.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("council").get(pk=person.pk)
    permissions.keep_council(by, person.council).or_raise()
    kept = dict(person.identifiers or {})
    if kept.get("birth_date"):
        raise Refused("birth_date_kept")
    if born > clock.today():
        raise Refused("birth_date_ahead")
    person.identifiers, person.birth_year = {**kept, "birth_date": born.isoformat()}, born.year
    person.save(update_fields=["identifiers", "birth_year"])
    ledger.append(
        events.BIRTH_DATE_ADDED,
        council=person.council,
        subject=f"person:{person.key}",
        facts={"assurance": str(assurance)},
        by=by,
    )
    return person


@transaction.atomic
def link_subject(
    person: Person,
    *,
    holder: Organ,
    holder_id: str,
    method: LinkMethod,
    assurance: Assurance,
    by: User | None,
) -> SubjectLink:
    """Record that ``holder`` knows ``person`` as ``holder_id``.

    Raises:
        Refused: the person has a link there, or the id belongs to somebody.
        NotPermitted: a person links themselves only by signing in from the holder's app.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("council").get(pk=person.pk)
    permissions.link_subject(by, person, holder).or_raise()
    if by is not None and by.pk == person.user_id and method != LinkMethod.SIGN_IN:
        raise NotPermitted("administration_not_yours")
    try:
        with transaction.atomic():
            link = SubjectLink.objects.create(
                person=person,
                holder=holder,
                identifier=holder_id,
                identifier_hash=subject_hash(person.council_id, holder.pk, holder_id),
                method=method,
                assurance=assurance,
                linked_at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused("already_linked") from error
    ledger.append(
        events.SUBJECT_LINKED,
        council=person.council,
        subject=f"person:{person.key}",
        facts={"holder": holder.pk, "link": link.pk, "method": str(method), "assurance": str(assurance)},
        by=by,
    )
    return link


@transaction.atomic
def unlink_subject(link: SubjectLink, *, by: User | None) -> SubjectLink:
    """End a link; the holder's id no longer leads to the person. Ending twice is the same as once."""
    link = (
        SubjectLink.objects.select_for_update(of=("self",))
        .select_related("person__council", "holder")
        .get(pk=link.pk)
    )
    permissions.link_subject(by, link.person, link.holder).or_raise()
    if link.unlinked_at is None:
        link.unlinked_at = clock.now()
        link.save(update_fields=["unlinked_at"])
        ledger.append(
            events.SUBJECT_UNLINKED,
            council=link.person.council,
            subject=f"person:{link.person.key}",
            facts={"holder": link.holder_id, "link": link.pk},
            by=by,
        )
    return link


@transaction.atomic
def reveal_identity(person: Person, *, reason: str, by: User | None) -> dict[str, Any]:
    """Who ``person`` is, for a stated reason, which is kept; the ledger holds a commitment to it.

    Raises:
        Refused: no reason is given.
    """
    permissions.reveal(by, person).or_raise()
    assert by is not None
    reason = reason.strip()
    if not reason:
        raise Refused("reason_missing")
    digest, salt = crypto.commitment(reason.encode())
    look = IdentityReveal.objects.create(
        person=person, revealed_by=by, revealed_at=clock.now(), reason=reason, reason_salt=salt
    )
    ledger.append(
        events.IDENTITY_REVEALED,
        council=person.council,
        subject=f"person:{person.key}",
        facts={"reveal": look.pk, "reason": digest.hex()},
        by=by,
    )
    return dict(person.identifiers or {})
