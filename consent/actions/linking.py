"""How a holder's id comes to a person: from the holder's app (遷移) or at the counter; and codes for that."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta

from django.db import transaction

from consent.actions import evidence
from consent.actions.joining import join, refusal
from consent.actions.people import person_for
from consent.actions.receipts import ALPHABET
from consent.actions.record import Entry, lock, lock_all
from consent.enums import Route
from consent.models import CounterCode, Handover, Notice, PersonHold
from consent.permissions import at_counter, is_secretary
from consent.queries.codes import counter_code as code_read_out
from consent.queries.codes import person_by_number
from consent.queries.counter import person_by_holder
from consent.queries.people import deciding
from consent.rules.codes import SHORT, digest
from core import clock
from core.accounts.enums import Assurance, LinkMethod
from core.accounts.models import Council, Organ, Person, SubjectLink, User
from core.administration.actions import link_subject
from core.clients.models import ApiClient
from core.errors import NotFound, NotNow, Refused

ARRIVES_WITHIN = timedelta(hours=1)
"""So long a hand-over waits: time enough to sign up on the way."""
READ_OUT_WITHIN = timedelta(minutes=30)


def open_handover(
    client: ApiClient,
    holder: Organ,
    holder_id: str,
    *,
    assurance: Assurance = Assurance.LOW,
    reference: str = "",
) -> tuple[Handover, str]:
    """The machine of ``holder`` hands over whoever signed in there as ``holder_id``. Returns the code for one use.

    Raises:
        NotFound: the organ is not one of the machine's organisation, or no such notice is asked.
    """
    if holder.organisation_id != client.organisation_id:
        raise NotFound("not_found")
    notice = None
    if reference:
        rows = Notice.objects.filter(council=client.council, reference=reference, state="published")
        notice = rows.first()
        if notice is None:
            raise NotFound("notice_unknown")
    now, code = clock.now(), secrets.token_urlsafe(32)
    Handover.objects.filter(expires_at__lte=now).delete()
    opened = Handover.objects.create(
        council=client.council,
        holder=holder,
        identifier=holder_id.strip(),
        assurance=assurance,
        notice=notice,
        client=client,
        code_hash=digest(code),
        expires_at=now + ARRIVES_WITHIN,
    )
    return opened, code


def redeem_handover(handover: Handover, *, by: User) -> Person:
    """``by`` is whom the holder's app handed over: its id leads to them from now on, and what the holder reported under
    it is theirs to see and to withdraw. The code is used up.

    Raises:
        NotNow: it was used, or is over.
        Refused: see :func:`_connect`.
    """
    with transaction.atomic():
        found = Handover.objects.select_for_update(of=("self",)).filter(pk=handover.pk).first()
        if found is None or found.expires_at <= clock.now():
            raise NotNow("handover_over")
        own = person_for(by, found.council)
        entry = Entry(by=by, route=Route.HANDOVER, assurance=found.assurance)
        person = _connect(own, found.holder, found.identifier, LinkMethod.SIGN_IN, entry)
        evidence.write(
            evidence.HANDED_OVER,
            council=found.council,
            subject=f"person:{person.key}",
            by=by,
            holder=found.holder_id,
            machine=found.client.prefix,
        )
        found.delete()
        return person


def link_at_counter(
    person: Person,
    holder: Organ,
    holder_id: str,
    *,
    by: User,
    assurance: Assurance,
    same_as: uuid.UUID | None = None,
) -> Person:
    """The secretariat, with the identification before it, records under which id ``holder`` knows ``person``. Returns
    the person who has the link: another one where the holder reported about them before, and the counter was shown that
    and says that ``person`` is the ``same_as`` the one with that key.

    Raises:
        NotNow: somebody else is known under the id.
        Refused: see :func:`_connect`; or it concerns the secretary.
    """
    with transaction.atomic():
        at_counter(by, person).or_raise()
        entry = Entry(by=by, route=Route.COUNTER, assurance=assurance)
        known = person_by_holder(person.council, holder, holder_id)
        if known is not None:
            at_counter(by, known).or_raise()
        return _connect(person, holder, holder_id.strip(), LinkMethod.COUNTER, entry, same_as)


def _connect(
    own: Person,
    holder: Organ,
    holder_id: str,
    method: LinkMethod,
    entry: Entry,
    same_as: uuid.UUID | None = None,
) -> Person:
    """Let ``holder_id`` lead to ``own``; where it leads to somebody already who has no sign-in, the two are one.

    Raises:
        Refused: the id leads to somebody else who signs in; the holder knows ``own`` by another id; or somebody decides
            for whom the id belongs to, or is kept from them.
    """
    known = person_by_holder(own.council, holder, holder_id)
    lock_all([own.pk, *([known.pk] if known else [])])
    own = lock(own)
    if known is None:
        if SubjectLink.objects.filter(person=own, holder=holder, unlinked_at__isnull=True).exists():
            raise Refused(refusal("known_by_another_id", entry))
        link_subject(
            own,
            holder=holder,
            holder_id=holder_id,
            method=method,
            assurance=Assurance(entry.assurance),
            by=entry.by,
        )
        return own
    if known.pk == own.pk:
        return own
    known = lock(known)
    _check_known(known, entry)
    if method == LinkMethod.COUNTER and known.key != same_as:
        raise NotNow("somebody_known")
    join(own, known, entry=entry)
    return known


def _check_known(known: Person, entry: Entry) -> None:
    if known.user_id is not None:
        raise Refused(refusal("id_of_another", entry))
    hidden = PersonHold.objects.filter(person=known, hidden_from__isnull=False, lifted_at__isnull=True)
    if deciding(known) or hidden.exists():
        raise Refused(refusal("id_of_represented", entry))


def counter_code(person: Person, *, by: User) -> str:
    """A code that ``by`` reads out at the counter, so that their page is found there. A new one replaces the last.

    Raises:
        NotFound: it is not their own page.
    """
    if person.user_id != by.pk:
        raise NotFound("not_found")
    code = "".join(secrets.choice(ALPHABET) for _ in range(SHORT))
    CounterCode.objects.update_or_create(
        person=person,
        defaults={"code_hash": digest(code), "expires_at": clock.now() + READ_OUT_WITHIN},
    )
    return f"{code[:4]}-{code[4:]}"


def find_by_number(council: Council, text: str, *, by: User) -> Person:
    """Whom ``text`` leads to at the counter: the code that somebody reads out from their page (it is used up), the
    number of a receipt, or the mark of a person.

    Raises:
        Refused: nobody.
    """
    is_secretary(by, council).or_raise()
    code = code_read_out(council, text)
    person = code.person if code else person_by_number(council, text)
    if person is None:
        raise Refused("number_unknown")
    if code:
        code.delete()
    return person
