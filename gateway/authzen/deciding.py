"""From a question to the gate's answer.

Facts that do not depend on a person may be held (:mod:`gateway.authzen.memory`); key, counters, consents and
holds are read each time in one statement (:mod:`gateway.authzen.reading`); the clock is read after them. The
verdict is computed each time by the one gate, and never kept.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import msgspec
from django.db import connection, transaction
from msgspec.structs import replace

from consent import queries as consent
from core import clock
from core.crypto import keyed_hash
from gateway.authzen.memory import Holding, memory
from gateway.authzen.messages import Question
from gateway.authzen.reading import Reading, read
from governance.sharing.queries.machine import MachineLine
from governance.sharing.rules.facts import Asked, GateFacts, PersonFacts
from governance.sharing.rules.gate import evaluate
from governance.sharing.rules.verdict import GateVerdict, Moment

ATTEMPTS = 3
"""How often facts are loaded while the council is being changed, before one snapshot is taken of everything."""


class Busy(Exception):
    """The council changed during every attempt; to be asked again."""


class Decided(msgspec.Struct, frozen=True, gc=False):
    """The answer: ``verdict`` and ``line`` are None where nobody has configured the flow, or it is not for the
    asker. ``person`` is the keyed hash of the holder's id."""

    reading: Reading
    at: datetime
    line: MachineLine | None = None
    verdict: GateVerdict | None = None
    person: bytes | None = None


def decide(key_hash: bytes, question: Question | None) -> Decided | None:
    """The gate's answer to ``question`` from the holder of the key; without a question only who is asking.
    None where nobody has this key.

    Raises:
        Busy: the council's facts would not stand still.
    """
    for _attempt in range(ATTEMPTS):
        decided = _attempt_once(key_hash, question)
        if not isinstance(decided, Reading):
            return decided
    return _in_one_snapshot(key_hash, question)


def _in_one_snapshot(key_hash: bytes, question: Question | None) -> Decided | None:
    """Load and read within one snapshot of the database, where nothing can move."""
    if connection.in_atomic_block:
        raise Busy
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for _attempt in range(2):
            decided = _attempt_once(key_hash, question)
            if not isinstance(decided, Reading):
                return decided
    raise Busy


def _attempt_once(key_hash: bytes, question: Question | None) -> Decided | Reading | None:
    """One try; a Reading where what is held was out of date and has been dropped."""
    holding = memory.of_key(key_hash)
    lines = holding.lines(question, clock.now()) if holding and question else ()
    person = None
    if lines and question and question.holder_id is not None:
        person = keyed_hash(question.holder_id, purpose=f"subject:{lines[0].holder}")
    reading = read(key_hash, lines[0].holder if person else None, person)
    if reading is None:
        return None
    at = clock.now()
    on = at.astimezone(clock.TOKYO).date()
    if holding is None or holding.key != (reading.council, reading.epochs, on):
        memory.renew(key_hash, reading, on)
        return reading
    if question is None:
        return Decided(reading, at)
    return _judge(holding, lines, question, reading, at, person)


def _judge(
    holding: Holding,
    lines: tuple[MachineLine, ...],
    question: Question,
    reading: Reading,
    at: datetime,
    person: bytes | None,
) -> Decided:
    """Ask the gate about the lines that fit best, until one lets the data flow."""
    asked = question.asked
    if asked.purpose and asked.purpose not in holding.purposes:
        asked = replace(asked, purpose_known=False)
    first: Decided | None = None
    for line in best([one for one in lines if reading.organisation in one.parties], asked):
        facts = _facts(line, question, asked, reading, at)
        verdict = evaluate(facts, holding.rulebook, holding.law, Moment.FLOW, at)
        decided = Decided(reading, at, line, verdict, person)
        if verdict.allowed:
            return decided
        first = first or decided
    return first or Decided(reading, at, person=person)


def best(lines: list[MachineLine], asked: Asked) -> list[MachineLine]:
    """Of ``lines`` those that fit what is asked for as well as any does, the liveliest grant first."""
    if len(lines) < 2:
        return lines
    fit = max(line.fits(asked) for line in lines)
    return sorted(
        (line for line in lines if line.fits(asked) == fit), key=lambda line: (-line.rank, -line.pk)
    )


def _facts(line: MachineLine, question: Question, asked: Asked, reading: Reading, at: datetime) -> GateFacts:
    if question.holder_id is None:
        return replace(line.counted(at), asked=asked)
    return replace(line.facts, scope="person", person=_person(line, reading, at), asked=asked)


def _person(line: MachineLine, reading: Reading, at: datetime) -> PersonFacts:
    if not reading.known:
        return PersonFacts(known=False)
    found = consent.person_at_gate(reading.rows, line.notices, at)
    return PersonFacts(
        known=True,
        consent=cast(Any, found.state or None),
        consent_until=found.until,
        notice=line.notices[found.item] if found.item is not None else "",
        held_since=found.held_since,
    )
