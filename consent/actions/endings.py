"""What ends a consent besides the person: time, and another party."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import takewhile
from time import monotonic

from django.db import transaction
from django.db.models import Q

from consent import notices
from consent.actions.answers import ask
from consent.actions.decided import decided
from consent.actions.record import Entry, Record, lock
from consent.enums import Route
from consent.models import Consent, ConsentEvent, ConsentItem
from consent.permissions import at_counter
from consent.queries.consents import SOUND
from consent.queries.notices import current_version
from consent.queries.parents import agreed_by_parents
from consent.queries.people import born, terms
from consent.queries.uses import ends_with
from consent.rules.validity import age, birthday
from core import clock
from core.accounts.models import Person, User
from core.outbox.rounds import each

ROUND = 500
"""Consents whose period is over that are read at a time."""
AT_WORK = timedelta(minutes=8)
"""So long one call goes on; what is left is due for the next (``config/schedule.py``), and other work comes between."""


def expire_due(*, at_work: timedelta = AT_WORK) -> int:
    """End the consents whose period is over, the longest over first; who came of age is asked in person.

    Returns how many were ended. Safe to run twice: an ended consent is no longer due. One that cannot be ended holds up
    none behind it. Nothing flows on any of them meanwhile. Those under a defective notice are ended for that reason.
    """
    due = Consent.objects.filter(SOUND, state="in_force", until__lte=clock.now()).order_by("until", "pk")
    due = due.select_related("person__council", "item__version__notice")
    end, done, behind = monotonic() + at_work.total_seconds(), 0, Q()
    while monotonic() < end and (found := list(due.filter(behind)[:ROUND])):
        done += each(_expire, takewhile(lambda _one: monotonic() < end, found))
        last = found[-1]
        behind = Q(until__gt=last.until) | Q(until=last.until, pk__gt=last.pk)
    return done


def _expire(due: Consent) -> bool:
    with transaction.atomic():
        person = lock(due.person, joined=True)
        record = Record(person, [due.item])
        consent = record.standing(due.item)
        if consent is None or consent.state != "in_force" or not consent.until or consent.until > clock.now():
            return False
        _over(record, consent)
    return True


def _over(record: Record, consent: Consent) -> None:
    event = record.write(consent.item, "expire", Entry(by=None, route=Route.TIME))
    record.save()
    notices.ended(event, record.person)
    _ask_grown_up(record.person, consent)


def bind_to_age(person: Person) -> None:
    """The date of birth of ``person`` (locked) became known: what a parent agreed to before ends on the day from which
    they answer for themselves. Where that is past, it ends now, and they are asked."""
    birth, today = born(person), clock.today()
    if birth is None:
        return
    own = clock.on(birthday(birth, terms(person.council, today).under), hour=0)
    found = [one for one in agreed_by_parents(person, before=own) if one.until is None or one.until > own]
    record = Record(person, [one.item for one in found])
    if own <= clock.now():
        for one in found:
            _over(record, one)
        return
    for one in found:
        record.write(one.item, "shorten", Entry(by=None, route=Route.TIME, not_beyond=own))
    record.save()


def _ask_grown_up(person: Person, consent: Consent) -> None:
    """A parent's consent ends when the child may answer; then the child is asked, not the parent."""
    birth, today = born(person), clock.today()
    if not consent.represented or birth is None or person.joined_into_id is not None:
        return
    if age(birth, today) < terms(person.council, today).under:
        return
    version = current_version(consent.item.version.notice)
    if version is not None and version.notice.state == "published" and version.defective_at is None:
        ask(version, [person], by=None)


def revoke(person: Person, items: Iterable[ConsentItem], *, by: User, decision: str) -> list[ConsentEvent]:
    """Another party ends a consent (the other parent objects, a guardian), by a decision; consents to the same use
    under other notices end with it.

    Raises:
        Invalid: no decision is named.
        Refused: no such decision stands, or it is about something else.
    """
    chosen = list(items)
    known = {item.choice for item in chosen}
    with transaction.atomic():
        person = lock(person)
        at_counter(by, person).or_raise()
        number = decided(person.council, decision)
        ended = ends_with(person, chosen)
        others = [consent.item for consent in ended if consent.choice not in known]
        return [end(person, item, "revoke", by=by, decision=number) for item in chosen + others]


def end(
    person: Person, item: ConsentItem, verb: str, *, by: User | None, decision: str, together: str = ""
) -> ConsentEvent:
    """End one consent by a decision, with everything that follows: evidence, a word to the person, and the recipients
    pursued; of all that ends ``together`` they are told once."""
    with transaction.atomic():
        locked = lock(person, joined=True)
        record = Record(locked, [item])
        event = record.write(item, verb, Entry(by=by, route=Route.TIME, decision=decision))
        record.save()
        notices.tell_others(event, locked, together=together)
        notices.ended(event, locked)
        return event
