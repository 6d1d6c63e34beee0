"""A council at work: anybody tries any verb at any moment, while consents, assessments and members come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from structlog.testing import capture_logs

from consent import actions as consent
from consent.models import Consent
from core import clock
from core.errors import DomainError
from governance.members import actions as members
from governance.members.models import Membership
from governance.sharing import tasks
from governance.sharing.models import Delivery, Grant, RequestLine, SharingRequest
from governance.sharing.queries.panels import current_review, owes_opinion, seated_users
from governance.sharing.queries.questions import open_questions
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.sittings import sitting_of
from governance.sharing.queries.upholding import superseded
from pia import actions as pia
from pia.models import Assessment
from tests import databases
from tests.cast import load
from tests.factories import sharing
from tests.integration.sharing import verbs_after  # noqa: F401 (names further verbs)
from tests.integration.sharing.folded import Folded
from tests.integration.sharing.justified import assert_justified
from tests.integration.sharing.verbs import VERBS

START = datetime.fromisoformat("2026-09-14T12:00:00+09:00")
PERSONAS = (
    "secretary",
    "secretary_2",
    "chair",
    "rep_university",
    "rep_delivery",
    "officer_mayor",
    "officer_education",
    "reviewer_security",
    "reviewer_law",
    "reviewer_law_alternate",
    "chihiro",
    "stranger",
    "neighbour",
)
SOMEBODY = st.just("") | st.just("") | st.sampled_from(PERSONAS)
"""Whoever may, mostly; or anybody."""
STAGES = (0, 3, 5, 7, 11, 12)
"""Steps that are done when a story begins: none, checked, opinions opened, concluded, list prepared, released."""
EVENTS = (
    "time_passes",
    "time_passes",
    "somebody_withdraws",
    "somebody_withdraws",
    "somebody_is_held",
    "the_assessment_is_outdated",
    "a_member_is_suspended",
    "a_member_is_back",
    "a_member_is_back",
)
OVER = {"withdrawn", "closed", "not_approved", "declined"}


def run_the_clock() -> None:
    """What time does, and nothing of it fails: a case that does is told to the log alone."""
    with capture_logs() as told:
        tasks.run_the_clock()
    assert not [entry for entry in told if entry["log_level"] == "error"], told


class CouncilAtWork(RuleBasedStateMachine):
    """One request on steps, its grant and its deliveries, in a transaction that is rolled back."""

    terms: ClassVar[dict[str, Any]] = {}
    """In what a line differs from one on consent."""
    done: ClassVar[Counter[str]] = Counter()
    """How often each verb succeeded in any example: the property is empty where nothing is ever delivered."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        cast = load()
        self.world = cast.shiomi
        self.neighbour = cast.nagiura.council
        self.users = {
            **cast.shiomi.users,
            "stranger": cast.stranger,
            "neighbour": cast.nagiura.users["secretary"],
        }
        self.now = START
        self.finding = "suitable"
        self.folded = Folded(self.world.council)
        self.request: Any = None
        self.line: Any = None
        self.place = 0
        """Which of its lines people are at."""

    @initialize(stage=st.sampled_from(STAGES))
    def so_far(self, stage: int) -> None:
        """Stories begin where something is at stake."""
        databases.use(databases.place(f"stage_{stage}_{settings.WORKER}"))
        self.begin()

    def begin(self, *, kept_after: int | None = None) -> None:
        """What is there; everything that follows is forgotten at the end, unless it is kept for a later stage."""
        if kept_after is None:
            self.stack.enter_context(transaction.atomic())
        self.folded = Folded(self.world.council)
        self.request = SharingRequest.objects.filter(council=self.world.council).last()
        self.now = START + (timedelta(days=2) if kept_after is None else timedelta(hours=kept_after))
        self.gone = self.released()
        self.reload()

    def teardown(self) -> None:
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        self.stack.close()

    # --- what is there ---

    def reload(self) -> None:
        if self.request is not None:
            self.request = SharingRequest.objects.select_related("council", "applicant").get(
                pk=self.request.pk
            )
            rows = (
                RequestLine.objects.filter(request=self.request).order_by("pk").values_list("pk", flat=True)
            )
            self.line = load_line(rows[self.place % len(rows)]) if rows else None

    @property
    def room(self) -> bool | None:
        """Is there room for a request?"""
        return True if self.line is None or {self.line.state, self.request.state} & OVER else None

    @property
    def grant(self) -> Grant | None:
        return Grant.objects.filter(line=self.line).first()

    @property
    def delivery(self) -> Delivery | None:
        return Delivery.objects.filter(grant__line=self.line).order_by("-pk").first()

    def released(self) -> set[int]:
        """The deliveries that have gone."""
        return set(Delivery.objects.filter(state="released").values_list("pk", flat=True))

    def do(self, deed: Callable[[], Any]) -> Any:
        """What came of it; None where it was refused. Nothing is left of what was refused."""
        with clock.at(self.now):
            self.now += timedelta(minutes=1)
            before = self.request
            try:
                with transaction.atomic():
                    result = deed()
            except DomainError:
                result, self.request = None, before
            self.reload()
            gone, self.gone = self.gone, self.released()
            for delivery in Delivery.objects.filter(pk__in=self.gone - gone):
                assert_justified(delivery)
        return result

    def act(self, name: str, who: str = "") -> Any:
        verb = VERBS[name]
        if getattr(self, verb.needs) is None:
            return None
        result = self.do(lambda: verb.deed(self, self.users[who or verb.rightly]))
        self.done[name] += result is not None
        return result

    # --- what happens ---

    @rule(
        steps=st.sampled_from([1, 1, 2, 4, 14]),
        finding=st.sampled_from(["suitable", "suitable", "conditional", "unsuitable", "continued"]),
    )
    def everybody_does_what_is_due(self, steps: int, finding: str) -> None:
        self.finding = finding
        for _ in range(steps):
            for place in range(self.request.lines.count() if self.request else 1):
                self.place = place
                self.reload()
                for name, who in self.due():
                    self.act(name, who)

    @rule(moves=st.lists(st.tuples(st.sampled_from(sorted(VERBS)), SOMEBODY), min_size=3, max_size=8))
    def people_try(self, moves: list[tuple[str, str]]) -> None:
        """Rightly or not, and whether it is the moment or not."""
        for name, who in moves:
            self.act(name, who)
            self.folded.assert_same()

    @rule(event=st.sampled_from(EVENTS), number=st.integers(0, 15))
    def something_happens(self, event: str, number: int) -> None:
        """To citizens, members, assessments, or with time."""
        getattr(self, event)(number)

    def time_passes(self, number: int) -> None:
        self.now += timedelta(days=[1, 1, 1, 7, 7, 7, 20, 20, 20, 20, 20, 35, 35, 35, 35, 200][number])
        with clock.at(self.now):
            run_the_clock()
            pia.outdate_expired()
            consent.expire_due()
        self.reload()

    def somebody_withdraws(self, number: int) -> None:
        rows = Consent.objects.filter(
            person__council=self.world.council, item__dataset="D-01", person__links__method="entrusted_table"
        )
        given = rows.select_related("person__council", "item__version").order_by("pk")[number : number + 1]
        for row in given:
            self.do(partial(consent.withdraw, row.person, [row.item], by=None, route="feed"))

    def somebody_is_held(self, number: int) -> None:
        rows = Consent.objects.filter(person__council=self.world.council).select_related("person__council")
        for row in rows.order_by("pk")[number : number + 1]:
            words = {"by": self.users["secretary"], "basis": "利用停止請求（受付第1号）"}
            self.do(partial(consent.place_hold, row.person, "use_stop", **words))

    def the_assessment_is_outdated(self, number: int) -> None:
        row = Assessment.objects.filter(council=self.world.council, dataset_reference="D-01").last()
        self.do(partial(pia.outdate, row, by=self.users["secretary"], reason="change"))

    def a_member_is_suspended(self, number: int) -> None:
        organisation = self.world.organisations["university" if number % 2 else "city"]
        row = Membership.objects.get(council=self.world.council, organisation=organisation)

        def suspended() -> Any:
            words: Any = {"reason": "会費の滞納", "until_on": clock.today() + timedelta(days=90)}
            words["decision_number"] = sharing.voted(self.world, "")
            return members.suspend(row, by=self.users["secretary"], **words)

        self.do(suspended)

    def a_member_is_back(self, number: int) -> None:
        rows = Membership.objects.filter(council=self.world.council, state="suspended")
        for row in rows:
            self.do(partial(members.reinstate, row, by=self.users["secretary"], reason="納入"))

    # --- what must hold ---

    @invariant()
    def the_tables_say_what_the_ledger_says(self) -> None:
        self.folded.assert_same()

    # --- who is next ---

    def due(self) -> list[tuple[str, str]]:
        """The verbs that lead on from here, each with who does it."""
        if self.request is None or self.line is None:
            return [("draft", "")]
        if superseded(self.line):
            return [("uphold", "")]
        match self.request.state:
            case "drafted":
                return [("submit", "")]
            case "submitted":
                return [("pass_formal_check", "")]
            case "in_review" if self.line.state in ("under_review", "opined", "provisional"):
                return self.boards_turn()
        match self.line.state:
            case "opined":
                return [("approve", "")]
            case "approved":
                return [("accept", "")]
            case "accepted":
                return [("agree", "")]
            case "agreed":
                return self._flow()
        return []

    def boards_turn(self) -> list[tuple[str, str]]:
        names = {user.pk: name for name, user in self.world.users.items()}
        seats = [(seat, names[seat.user_id]) for seat in seated_users(self.request)]
        undeclared = [("declare", name) for seat, name in seats if seat.declared_at is None]
        if undeclared:
            return undeclared
        review = current_review(self.request)
        assert review is not None
        if review.consolidated_at is None:
            return [*(("opine", name) for _, name in seats), ("consolidate", "")]
        if open_questions(self.request).exists():
            return [("answer", "")]
        if self.line.outcomes.filter(review=review).exists():
            return [("conclude", "")]
        if sitting_of(review) is None:
            return [("circulate", "")]
        late = [("opine", name) for seat, name in seats if owes_opinion(seat, self.line)]
        return [*late, *(("vote", name) for _, name in seats), ("give_opinion", ""), ("vote_anew", "")]

    def everybody_votes(self) -> None:
        """Whoever still has a vote casts it, and gives the opinion before that is missing; nothing is fixed yet."""
        for name, who in self.boards_turn():
            if name in {"opine", "vote"}:
                self.act(name, who)

    def _flow(self) -> list[tuple[str, str]]:
        grant, delivery = self.grant, self.delivery
        assert grant is not None
        if grant.state == "awaiting_conditions":
            return [("show_evidence", ""), ("accept_evidence", "")]
        if grant.state == "disposal_due":
            return [("file", ""), ("verify", "")]
        if delivery is None or delivery.state in ("released", "cancelled"):
            return [("prepare", ""), ("write_list", "")]
        return [("release", "")]


class CouncilByLaw(CouncilAtWork):
    """The same where a line rests on a ground of the law that needs no consent, from its first delivery on."""

    terms: ClassVar[dict[str, Any]] = {
        "ground": "statistics_69_2_4",
        "ground_reason": "専ら学術研究の目的のために用いる。",
    }
    done: ClassVar[Counter[str]] = Counter()

    @initialize(stage=st.just(0))
    def so_far(self, stage: int) -> None:
        super().so_far(stage)
        self.everybody_does_what_is_due(11, "suitable")
        self.now += timedelta(days=1)  # the grant begins
        self.everybody_does_what_is_due(1, "suitable")


class CouncilAfterAGrant(CouncilAtWork):
    """The same where what is granted and flows was changed, or decided on anew; anybody may prolong it."""

    done: ClassVar[Counter[str]] = Counter()

    @initialize(stage=st.just(12), change=st.sampled_from(["amend", "supersede"]))
    def so_far(self, stage: int, change: str = "amend") -> None:
        super().so_far(stage)
        assert self.act(change), change
        self.everybody_does_what_is_due(1 if change == "supersede" else 9, "suitable")
        self.now += timedelta(days=1)
        self.everybody_does_what_is_due(2, "suitable")


class CouncilOfTwoLines(CouncilAtWork):
    """The same where two lines are asked for together, from the first delivery under one of them on."""

    done: ClassVar[Counter[str]] = Counter()

    @initialize(stage=st.just(0))
    def so_far(self, stage: int) -> None:
        super().so_far(stage)
        assert self.act("draft")
        assert self.act("ask_for_a_second_line")
        self.everybody_does_what_is_due(10, "suitable")
        self.now += timedelta(days=1)  # the grants begin
        self.everybody_does_what_is_due(1, "suitable")
