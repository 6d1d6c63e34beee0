"""Facts of lines, rules and law held in this process, under the counters of the ledger and the date.

A holding is never changed into another: when a counter or the date has moved, a new, empty one takes its
place. What is held was loaded after its counters were read, all of it before a question's own reading; so if the
counters read *after* loading are the same, nothing that matters was committed in between, and the facts are
those of now.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property

from django.db.models import Q
from msgspec.structs import replace

from core.accounts.models import Council
from core.clock import TOKYO
from core.law.queries import in_force as law_in_force
from core.law.values import LawTable
from core.rulebook.provider import in_force as rules_in_force
from core.rulebook.values import Rulebook
from gateway.authzen.messages import Question
from gateway.authzen.reading import Reading
from governance.sharing.queries import machine
from governance.sharing.queries.machine import MachineLine
from governance.sharing.queries.wishes import Requestable, requestable
from governance.sharing.rules.facts import Asked
from governance.sharing.rules.gate import LineOfDay, line_of_day
from governance.sharing.rules.verdict import Moment

KEPT = 5_000
"""How many pairs of subject and dataset one holding keeps; how many keys are remembered."""


class Holding:
    """What one council's questions need, as of one value of the counters on one date."""

    def __init__(self, council: int, epochs: tuple[int, int], on: date) -> None:
        self.key = (council, epochs, on)
        self.on = on
        self._lines: dict[tuple[int | str, int | None, str], tuple[MachineLine, ...]] = {}
        self._of_day: dict[tuple[MachineLine, Asked, date], LineOfDay] = {}

    @cached_property
    def council(self) -> Council:
        """The council itself."""
        return Council.objects.get(pk=self.key[0])

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules in force."""
        return rules_in_force(self.council, self.on)

    @cached_property
    def law(self) -> LawTable:
        """The law in force."""
        return law_in_force(self.on)

    @cached_property
    def purposes(self) -> frozenset[str]:
        """Purposes that somebody has configured."""
        return machine.purposes_known(self.council)

    @cached_property
    def _requestable(self) -> Requestable:
        return requestable(self.council)

    @property
    def offers(self) -> Requestable | None:
        """What can be requested, where a question without a line has had it loaded."""
        return self.__dict__.get("_requestable")

    def known(self, question: Question) -> tuple[MachineLine, ...] | None:
        """:meth:`lines`, where nothing has to be loaded for them."""
        return self._lines.get((question.subject, question.organ, question.dataset))

    def lines(self, question: Question, at: datetime) -> tuple[MachineLine, ...]:
        """The lines between the subject and the dataset of ``question``; rules and law are there when they are."""
        pair = (question.subject, question.organ, question.dataset)
        found = self._lines.get(pair)
        if found is None:
            self._load()
            subject: Q = (
                machine.organisation(pk=question.subject)
                if isinstance(question.subject, int)
                else machine.organisation(number=question.subject)
            )
            found = machine.lines_between(
                self.council, question.dataset, subject, at=at, organ=question.organ
            )
            if not found:
                assert self._requestable is not None
            if len(self._lines) < KEPT:
                self._lines[pair] = found
        return found

    def of_day(self, line: MachineLine, asked: Asked, at: datetime) -> LineOfDay:
        """``line`` as it is asked about, made ready for persons on the day of ``at``; rules and law are there when
        lines are."""
        on = at.astimezone(TOKYO).date()
        found = self._of_day.get((line, asked, on))
        if found is None:
            facts = replace(line.facts, asked=asked)
            found = line_of_day(facts, self.rulebook, self.law, Moment.FLOW, on)
            if len(self._of_day) < KEPT:
                self._of_day[line, asked, on] = found
        return found

    def _load(self) -> None:
        """What every question needs, before the counters are read that vouch for it."""
        assert self.rulebook is not None
        assert self.law is not None
        assert self.purposes is not None


class Memory:
    """One holding for each council, and which council a key belongs to."""

    def __init__(self) -> None:
        self._holdings: dict[int, Holding] = {}
        self._councils: dict[bytes, int] = {}

    def of_key(self, key_hash: bytes) -> Holding | None:
        """The holding of the key's council, if this process has one."""
        council = self._councils.get(key_hash)
        return None if council is None else self._holdings.get(council)

    def of_council(self, council: int) -> Holding | None:
        """The holding of a council, if this process has one."""
        return self._holdings.get(council)

    def renew(self, key_hash: bytes, reading: Reading, on: date) -> None:
        """Hold anew under what ``reading`` says, unless that has been done."""
        if len(self._councils) >= KEPT:
            self._councils.clear()
        self._councils[key_hash] = reading.council
        held = self._holdings.get(reading.council)
        if held is None or held.key != (reading.council, reading.epochs, on):
            self._holdings[reading.council] = Holding(reading.council, reading.epochs, on)

    def forget(self) -> None:
        """Drop everything."""
        self._holdings.clear()
        self._councils.clear()


memory = Memory()
