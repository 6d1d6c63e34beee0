"""From questions to the gate's answers.

Facts that do not depend on a person may be held (:mod:`gateway.authzen.memory`); keys, counters, consents and
holds are read each time in one statement (:mod:`gateway.authzen.reading`); the clock is read after them. The
verdict is given each time by the one gate, and never kept; held with the facts is only what those checks found that
look neither at a person nor at the hour. Questions that are decided together are read
together, and those about persons of one line are judged together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

import msgspec
from django.db import connection, transaction
from msgspec.structs import replace

from consent import queries as consent
from core import clock
from core.accounts.subjects import subject_hash
from gateway.authzen.memory import Holding, memory
from gateway.authzen.messages import Question
from gateway.authzen.reading import Reading, Wanted, read
from governance.sharing.queries.machine import MachineLine
from governance.sharing.rules.facts import Asked, PersonFacts
from governance.sharing.rules.gate import evaluate, evaluate_each
from governance.sharing.rules.verdict import GateVerdict, Moment

ATTEMPTS = 3
"""How often facts are loaded while the council is being changed, before one snapshot is taken of everything."""


class Busy(Exception):
    """The council changed during every attempt; to be asked again."""


class Ask(NamedTuple):
    """A question and the key it comes with; without a question only who is asking."""

    key_hash: bytes
    question: Question | None


class Decided(msgspec.Struct, gc=False):
    """The answer: ``verdict`` and ``line`` are None where nobody has configured the flow, or it is not for the
    asker. ``person`` is the keyed hash of the holder's id. ``is_whole``: the asker has the data, in which it is to
    identify nobody, and a request for them would change nothing."""

    reading: Reading
    at: datetime
    line: MachineLine | None = None
    verdict: GateVerdict | None = None
    person: bytes | None = None
    is_whole: bool = False


class Prepared(NamedTuple):
    """A question before the reading: what is held about it."""

    place: int
    question: Question | None
    holding: Holding | None
    lines: tuple[MachineLine, ...]
    wanted: Wanted


def decide(asks: Sequence[Ask]) -> list[Decided | None]:
    """The gate's answer to each of ``asks``; None where nobody has the key.

    Raises:
        Busy: the council's facts would not stand still.
    """
    found: list[Decided | None] = [None] * len(asks)
    open_ = list(range(len(asks)))
    for _attempt in range(ATTEMPTS):
        open_ = _attempt_once(asks, open_, found)
        if not open_:
            return found
    _in_one_snapshot(asks, open_, found)
    return found


def _in_one_snapshot(asks: Sequence[Ask], open_: list[int], found: list[Decided | None]) -> None:
    """Load and read within one snapshot of the database, where nothing can move."""
    if connection.in_atomic_block:
        raise Busy
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for _attempt in range(2):
            open_ = _attempt_once(asks, open_, found)
            if not open_:
                return
    raise Busy


def _attempt_once(asks: Sequence[Ask], open_: Iterable[int], found: list[Decided | None]) -> list[int]:
    """One try; the places whose facts were out of date, and have been dropped."""
    now = clock.now()
    prepared = [_prepared(place, asks[place], now) for place in open_]
    return settle(prepared, read([one.wanted for one in prepared]), found)


def settle(
    prepared: Sequence[Prepared], readings: Sequence[Reading | None], found: list[Decided | None]
) -> list[int]:
    """Decide what was prepared and then read, each at its place in ``found``; the places whose facts were out of
    date, and have been dropped."""
    at = clock.now()
    on = at.astimezone(clock.TOKYO).date()
    again: list[int] = []
    judged: list[tuple[Prepared, Decided]] = []
    for one, reading in zip(prepared, readings, strict=True):
        if reading is None:
            continue
        if one.holding is None or one.holding.key != (reading.council, reading.epochs, on):
            memory.renew(one.wanted.key_hash, reading, on)
            again.append(one.place)
            continue
        decided = found[one.place] = Decided(reading, at)
        if one.question is not None:
            judged.append((one, decided))
    _judge(judged, at)
    return again


def held(asks: Sequence[Ask], first: int) -> list[Prepared] | None:
    """``asks``, prepared for the places from ``first`` on from what is held already; None where something has to
    be loaded first, or persons have to be counted."""
    prepared = []
    for place, (key_hash, question) in enumerate(asks, start=first):
        holding = memory.of_key(key_hash)
        if holding is None:
            return None
        lines: tuple[MachineLine, ...] | None = () if question is None else holding.known(question)
        if lines is None or _counts(question, lines):
            return None
        prepared.append(Prepared(place, question, holding, lines, _wanted(key_hash, question, lines)))
    return prepared


def _counts(question: Question | None, lines: tuple[MachineLine, ...]) -> bool:
    """A question about a line as a whole rests on how many persons agree now."""
    return question is not None and question.holder_id is None and any(line.counts for line in lines)


def _prepared(place: int, ask: Ask, now: datetime) -> Prepared:
    """What is held about a question. All of it is loaded before the counters are read."""
    holding, question = memory.of_key(ask.key_hash), ask.question
    lines = () if holding is None or question is None else holding.lines(question, now)
    return Prepared(place, question, holding, lines, _wanted(ask.key_hash, question, lines))


def _wanted(key_hash: bytes, question: Question | None, lines: tuple[MachineLine, ...]) -> Wanted:
    if question is None or not lines or question.holder_id is None:
        return Wanted(key_hash)
    council, holder = lines[0].council, lines[0].holder
    return Wanted(key_hash, holder, subject_hash(council, holder, question.holder_id))


def _judge(asked: Iterable[tuple[Prepared, Decided]], at: datetime) -> None:
    """Ask the gate about the line that fits each question best; about the others until one lets data flow."""
    together: dict[tuple[int, Asked], list[tuple[Prepared, Decided, list[MachineLine]]]] = {}
    for one, decided in asked:
        question, holding = one.question, one.holding
        assert question is not None
        assert holding is not None
        decided.person = one.wanted.identifier_hash
        terms = question.asked
        if terms.purpose and terms.purpose not in holding.purposes:
            terms = replace(terms, purpose_known=False)
        asker, of_person = decided.reading.organisation, question.holder_id is not None
        fitting = best([line for line in one.lines if line.tells(asker, of_person=of_person)], terms)
        if fitting:
            together.setdefault((id(fitting[0]), terms), []).append((one, decided, fitting))
        elif of_person:
            decided.is_whole = any(line.granted_to(asker, terms) for line in one.lines)
    for (_line, terms), questions in together.items():
        _about_one_line(questions, terms, at)


def _about_one_line(
    questions: list[tuple[Prepared, Decided, list[MachineLine]]], terms: Asked, at: datetime
) -> None:
    """Questions in the same terms, whose best line is the same."""
    line, holding = questions[0][2][0], cast(Holding, questions[0][0].holding)
    persons = [decided for one, decided, _lines in questions if one.wanted.identifier_hash is not None]
    facts = [_person(line, decided.reading, at) for decided in persons]
    verdicts = evaluate_each(holding.of_day(line, terms, at), facts, at)
    for decided, verdict in zip(persons, verdicts, strict=True):
        decided.line, decided.verdict = line, verdict
    for one, decided, lines in questions:
        if one.wanted.identifier_hash is None:
            _first_open(decided, lines, holding, terms, at)
        elif decided.verdict is not None and not decided.verdict.allowed:
            _first_open(decided, lines[1:], holding, terms, at)


def _first_open(
    decided: Decided, lines: list[MachineLine], holding: Holding, terms: Asked, at: datetime
) -> None:
    """The first of ``lines`` that lets data flow, else what was or is found first."""
    for line in lines:
        if decided.person is None:
            facts = replace(line.counted(at), asked=terms)
        else:
            person = _person(line, decided.reading, at)
            facts = replace(line.facts, scope="person", person=person, asked=terms)
        verdict = evaluate(facts, holding.rulebook, holding.law, Moment.FLOW, at)
        if verdict.allowed or decided.verdict is None:
            decided.line, decided.verdict = line, verdict
        if verdict.allowed:
            return


def best(lines: list[MachineLine], asked: Asked) -> list[MachineLine]:
    """Of ``lines`` those that fit what is asked for as well as any does, the liveliest grant first."""
    if len(lines) < 2:
        return lines
    fit = max(line.fits(asked) for line in lines)
    return sorted(
        (line for line in lines if line.fits(asked) == fit), key=lambda line: (-line.rank, -line.pk)
    )


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
