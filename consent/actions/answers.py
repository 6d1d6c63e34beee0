"""A person's own verbs: give, refuse, decide later, withdraw, renew; and asking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db import transaction

from consent import notices
from consent.actions import receipts
from consent.actions.record import Entry, Record, lock
from consent.enums import Route
from consent.models import ConsentEvent, ConsentItem, NoticeVersion, Proxy, Receipt
from consent.queries.notices import items_shown
from consent.queries.uses import ends_with, said_no
from consent.rules.states import answers as verbs_for
from core.accounts.models import Person, User
from core.errors import Invalid, NotNow, Refused

NEVER_REVIVE = frozenset({Route.FEED, Route.MIGRATED})
"""Routes of synchronisation: they never bring a consent back that somebody ended."""
ENDED = frozenset({"refused", "withdrawn", "revoked", "expired", "invalidated"})
VERBS = frozenset({"give", "refuse", "defer"})


def ask(version: NoticeVersion, persons: Iterable[Person], *, by: User | None) -> int:
    """Put the question of ``version`` to ``persons``, once per version; those asked before are left alone.

    Returns how many persons were asked. ``by=None`` is the clock (somebody came of age).
    """
    items, obstacle = items_shown(version)
    if obstacle:
        raise NotNow(obstacle)
    asked = 0
    for one in persons:
        with transaction.atomic():
            person = lock(one)
            asked += _ask_one(Record(person, items), version, items, Entry(by=by, route=Route.TIME))
    return asked


def _ask_one(record: Record, version: NoticeVersion, items: Iterable[ConsentItem], entry: Entry) -> bool:
    events = [
        record.write(item, "ask", entry)
        for item in items
        if record.state(item) != "in_force" and version.number not in record.asked(item)
    ]
    record.save()
    if events:
        notices.asked(record.person, version.notice.reference, version.number)
    return bool(events)


def answer(
    person: Person, version: NoticeVersion, answers: Mapping[str, str], *, entry: Entry
) -> Receipt | None:
    """The answers of one page, in one transaction, with one receipt.

    ``answers`` maps the code of a choice to give, refuse or defer; a choice that is left out is not touched.
    The same idempotency key again changes nothing. Returns None where everything was put off.

    Raises:
        Invalid: no answer, an unknown choice or an unknown word.
        NotNow: the version is no longer shown, was found defective, or the state does not allow it.
    """
    with transaction.atomic():
        person = lock(person)
        if entry.idempotency_key and (earlier := _answered_before(person, entry.idempotency_key)):
            return earlier
        items, obstacle = items_shown(version)
        if obstacle and not _counts_afterwards(answers, entry):
            raise NotNow(obstacle)
        items = _chosen(items, answers)
        record = Record(person, items)
        if entry.route == Route.FEED and "give" not in answers.values():
            items = _standing_now(record, items, shown=not obstacle)
        _revive_nobody(person, [item for item in items if answers[item.code] == "give"], entry)
        events = [event for item in items for event in _answer_one(record, item, answers[item.code], entry)]
        receipt = finish(record, events, entry)
        _end_elsewhere(person, events, entry)
        return receipt


def _counts_afterwards(answers: Mapping[str, str], entry: Entry) -> bool:
    """Does an answer to a version count that is no longer shown? One that was signed on paper, and of those that a
    holder's app reports whatever ends a consent: a withdrawal on either side wins."""
    return entry.route == Route.COUNTER or (entry.route == Route.FEED and "give" not in answers.values())


def _standing_now(record: Record, items: list[ConsentItem], *, shown: bool) -> list[ConsentItem]:
    """The choices in the versions in which the person agreed to them, whichever the app had shown; of a version that is
    no longer shown nothing else is recorded."""
    found = []
    for item in items:
        consent = record.standing(item)
        if consent is not None and consent.state == "in_force":
            found.append(consent.item)
        elif shown:
            found.append(item)
    return found


def _chosen(items: list[ConsentItem], answers: Mapping[str, str]) -> list[ConsentItem]:
    unknown = set(answers) - {item.code for item in items}
    if unknown or not answers or not set(answers.values()) <= VERBS:
        raise Invalid("answer_unknown")
    return [item for item in items if item.code in answers]


def _revive_nobody(person: Person, given: Iterable[ConsentItem], entry: Entry) -> None:
    """A synchronisation brings nothing back under another notice or name either."""
    if entry.route in NEVER_REVIVE and said_no(given, [person.pk]).exists():
        raise Refused("no_revival")


def _end_elsewhere(person: Person, events: Iterable[ConsentEvent], entry: Entry) -> None:
    """What the person has just said no to does not flow under another notice, or under the name that the choice had
    before: consents there to the same use end with it, each version with a receipt of its own."""
    no = [event.item for event in events if event.kind in ("refused", "withdrawn")]
    if not no:
        return
    by_version: dict[int, list[ConsentItem]] = {}
    for consent in ends_with(person, no):
        by_version.setdefault(consent.item.version_id, []).append(consent.item)
    for items in by_version.values():
        record = Record(person, items)
        step = replace(_plain(entry), record_number=entry.record_number)
        finish(record, [record.write(item, "withdraw", step) for item in items], step)


def _answer_one(record: Record, item: ConsentItem, word: str, entry: Entry) -> list[ConsentEvent]:
    state = record.state(item)
    if entry.route in NEVER_REVIVE and state in ENDED and word == "give":
        raise Refused("no_revival")
    verbs = verbs_for(state, word)
    steps = [_plain(entry)] * (len(verbs) - 1) + [_keyed(entry, item)]
    return [record.write(item, verb, step) for verb, step in zip(verbs, steps, strict=False)][-1:]


def _plain(entry: Entry) -> Entry:
    return replace(entry, record_number="", idempotency_key=None, decision="")


def _keyed(entry: Entry, item: ConsentItem) -> Entry:
    key = f"{entry.idempotency_key}:{item.code}" if entry.idempotency_key else None
    return replace(entry, idempotency_key=key)


def _answered_before(person: Person, key: str) -> Receipt | None:
    event = ConsentEvent.objects.filter(idempotency_key__startswith=f"{key}:").first()
    if event is None:
        return None
    if event.person_id != person.pk:
        raise NotNow("idempotency_key_used")
    rows = Receipt.objects.filter(person=person, version=event.item.version, issued_at__gte=event.at)
    return rows.order_by("issued_at").first()


def finish(record: Record, events: list[ConsentEvent], entry: Entry) -> Receipt | None:
    """Save ``events`` of ``record`` with their receipt, and tell whoever has to act on them."""
    told = [event for event in events if event.kind not in ("requested", "deferred")]
    receipt = receipts.issue(record, told, by=entry.by, client=entry.client) if told else None
    record.save()
    for event in events:
        notices.tell_others(event, record.person)
    for event in record.narrowed:
        notices.tell_narrowed(event, record.person)
    return receipt


def _one_page(
    person: Person, items: Iterable[ConsentItem], word: str, by: User | None, route: str
) -> Receipt | None:
    chosen = list(items)
    versions = {item.version_id: item.version for item in chosen}
    if len(versions) != 1:
        raise Invalid("answer_unknown")
    (version,) = versions.values()
    return answer(person, version, {item.code: word for item in chosen}, entry=Entry(by=by, route=route))


def give(
    person: Person, items: Iterable[ConsentItem], *, by: User | None, route: str = Route.DIRECT
) -> Receipt | None:
    """Agree to ``items`` of one notice version."""
    return _one_page(person, items, "give", by, route)


def refuse(
    person: Person, items: Iterable[ConsentItem], *, by: User | None, route: str = Route.DIRECT
) -> Receipt | None:
    """Not agree to ``items``; a consent in force is withdrawn."""
    return _one_page(person, items, "refuse", by, route)


def defer(
    person: Person, items: Iterable[ConsentItem], *, by: User | None, route: str = Route.DIRECT
) -> None:
    """Decide later: a recorded state, after which nobody is prompted again for this version."""
    _one_page(person, items, "defer", by, route)


def renew(
    person: Person, items: Iterable[ConsentItem], *, by: User | None, route: str = Route.DIRECT
) -> Receipt | None:
    """Agree again before the end; the period starts anew."""
    return _one_page(person, items, "give", by, route)


def withdraw(
    person: Person,
    items: Iterable[ConsentItem],
    *,
    by: User | None,
    route: str = Route.DIRECT,
    proxy: Proxy | None = None,
) -> Receipt:
    """Withdraw, at once and without a reason. Recipients are pursued in the same transaction.

    ``items`` may be the choices of any version; what counts is the choice itself. Consents to the same use under other
    notices, or under a name that the choice no longer has, end with it. ``proxy``: who said it for the person at the
    counter.
    """
    chosen = list(items)
    if not chosen:
        raise Invalid("answer_unknown")
    with transaction.atomic():
        person = lock(person)
        entry, record = Entry(by=by, route=route, proxy=proxy), Record(person, chosen)
        events = []
        for item in chosen:
            consent = record.standing(item)
            events.append(record.write(consent.item if consent else item, "withdraw", entry))
        receipt = receipts.issue(record, events, by=by)
        for event in events:
            notices.tell_others(event, person)
        _end_elsewhere(person, events, entry)
        return receipt
