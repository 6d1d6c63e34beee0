"""Paper forms and words at the counter: who typed, who witnessed, what was scanned, a copy and a way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from consent import notices
from consent.actions import evidence
from consent.actions.answers import answer, withdraw
from consent.actions.record import Entry, Record, lock
from consent.enums import SCAN_KINDS, Route
from consent.models import ConsentItem, NoticeVersion, PaperEntry, Proxy
from consent.permissions import at_counter, permit
from core import clock
from core.accounts.enums import Assurance
from core.accounts.models import Person, User
from core.errors import Invalid, NotNow, Refused
from core.files.actions import take_in
from core.files.models import StoredFile
from core.ledger.events import Event

UNDO_DAYS = 14
"""Days in which the person undoes a paper entry by a word, from the day the copy is sent."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What the form carries besides the answers."""

    signed_on: date
    witness: str
    scan: bytes = b""
    scan_name: str = ""
    layer: str = "ja"
    decision: str = ""
    """What it rests on that a child's parents may agree although one objected or fewer signed than the rule says: the
    number of the decision, or the reference of the withdrawn objection."""


def record_paper(
    person: Person,
    version: NoticeVersion,
    answers: Mapping[str, str],
    *,
    by: User,
    paper: Paper,
    proxy: Proxy | None = None,
    also: Iterable[Proxy] = (),
) -> PaperEntry:
    """Type a form that the person signed, or ``proxy`` did for them, and ``also`` with them. The person gets a copy,
    and has :data:`UNDO_DAYS` days to undo it."""
    with transaction.atomic():
        person = lock(person)
        at_counter(by, person).or_raise()
        entry = _entry(paper, by, [one for one in (proxy, *also) if one])
        _check(person, version, paper)
        receipt = answer(person, version, answers, entry=entry)
        kept = PaperEntry(person=person, version=version, receipt=receipt, answers=dict(answers))
        return _keep(kept, entry, by, paper)


def withdraw_at_word(
    person: Person, item: ConsentItem, *, by: User, paper: Paper, proxy: Proxy | None = None
) -> PaperEntry:
    """Withdraw what the person, or ``proxy`` for them, says at the counter: of whatever version, asked today or not.
    Kept like a form: on which day, before whom. There is nothing in it to undo."""
    with transaction.atomic():
        person = lock(person)
        at_counter(by, person).or_raise()
        entry = _entry(paper, by, [proxy] if proxy else [])
        _check(person, item.version, paper)
        receipt = withdraw(person, [item], by=by, route=Route.COUNTER, proxy=proxy)
        said = {item.code: "refuse"}
        kept = PaperEntry(person=person, version=item.version, receipt=receipt, answers=said, spoken=True)
        return _keep(kept, entry, by, paper)


def _keep(kept: PaperEntry, entry: Entry, by: User, paper: Paper) -> PaperEntry:
    now, scan = clock.now(), _scan(kept.person, paper, by)
    kept.signed_on, kept.witness, kept.layer = paper.signed_on, paper.witness.strip(), paper.layer
    kept.typed_at, kept.typed_by, kept.undo_until = now, by, now + timedelta(days=UNDO_DAYS)
    kept.scan, kept.scan_digest = (str(scan.key), scan.digest) if scan else ("", "")
    kept.signed_as = entry.proxy.kind if entry.proxy else ""
    kept.save()
    kept.also_signed.set(entry.also)
    signers = [f"proxy:{one.pk}" for one in entry.signers]
    _evidence(evidence.PAPER_ENTERED, kept, kept.person, by, signers=signers)
    notices.paper_copy(kept, kept.person)
    return kept


def _entry(paper: Paper, by: User, signers: Iterable[Proxy]) -> Entry:
    known = list(dict.fromkeys(signers))
    return Entry(
        by=by,
        route=Route.COUNTER,
        proxy=known[0] if known else None,
        also=tuple(known[1:]),
        assurance=Assurance.HIGH,
        signed_on=paper.signed_on,
        decision=paper.decision.strip(),
    )


def _scan(person: Person, paper: Paper, by: User) -> StoredFile | None:
    if not paper.scan:
        return None
    return take_in(
        paper.scan,
        name=paper.scan_name,
        about=f"paper:{person.key}",
        council=person.council.slug,
        by=by.pk,
        kinds=SCAN_KINDS,
    )


def _check(person: Person, version: NoticeVersion, paper: Paper) -> None:
    if not paper.witness.strip():
        raise Invalid("witness_missing")
    if not version.published_at.astimezone(clock.TOKYO).date() <= paper.signed_on <= clock.today():
        raise Refused("signed_before_notice")
    if version.notice.council_id != person.council_id:
        raise Refused("another_council")


def _evidence(event: Event, entry: PaperEntry, person: Person, by: User, **more: Any) -> None:
    evidence.write(
        event,
        council=person.council,
        subject=f"paper:{entry.pk}",
        by=by,
        person=str(person.key),
        scan=entry.scan_digest,
        receipt=entry.receipt.digest if entry.receipt else "",
        **more,
    )


def send_copy(entry: PaperEntry, *, by: User) -> PaperEntry:
    """Note that the printed copy went to the person; the period of undoing starts again from here."""
    with transaction.atomic():
        entry = (
            PaperEntry.objects.select_for_update(of=("self",))
            .select_related("person__council")
            .get(pk=entry.pk)
        )
        at_counter(by, entry.person).or_raise()
        if entry.copy_sent_at is not None:
            raise NotNow("copy_sent_already")
        entry.copy_sent_at = clock.now()
        entry.undo_until = entry.copy_sent_at + timedelta(days=UNDO_DAYS)
        entry.save(update_fields=["copy_sent_at", "undo_until"])
        return entry


def undo_paper(entry: PaperEntry, *, by: User) -> PaperEntry:
    """Take back what a paper entry gave, where it gave something: by the person, somebody acting for them, or the
    counter at their word. Of whoever turned out to be another it is taken back there."""
    with transaction.atomic():
        signed = Person.objects.select_related("joined_into").get(pk=entry.person_id)
        person = lock(signed.joined_into or signed)
        entry = PaperEntry.objects.select_for_update(of=("self",)).select_related("version").get(pk=entry.pk)
        route = Route.DIRECT if permit(by, person, "in_force", "withdraw") else Route.COUNTER
        if route == Route.COUNTER:
            at_counter(by, person).or_raise()
        if not entry.gives:
            raise NotNow("nothing_to_undo")
        if entry.undone_at is not None or clock.now() > entry.undo_until:
            raise NotNow("undo_over")
        given = [item for item in entry.version.items.all() if entry.answers.get(item.code) == "give"]
        stands = Record(person, given)
        alive = [item for item in given if stands.state(item) == "in_force"]
        if alive:
            withdraw(person, alive, by=by, route=route)
        entry.undone_at, entry.undone_by = clock.now(), by
        entry.save(update_fields=["undone_at", "undone_by"])
        _evidence(evidence.PAPER_UNDONE, entry, person, by)
        return entry
