"""The hot path says what the gate says: no second implementation, no shortcut."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent import queries as consent
from core import clock
from core.accounts.models import SubjectLink
from core.accounts.subjects import subject_hash
from gateway.authzen.deciding import Ask, decide
from gateway.authzen.messages import Question
from governance.sharing.queries.deliveries import held_on_for, may_flow
from governance.sharing.queries.facts import Flow as Asking
from governance.sharing.queries.facts import consent_items
from governance.sharing.queries.requests import line as load_line
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.facts import Asked, PersonFacts
from governance.sharing.rules.verdict import GateVerdict, Moment
from tests.integration.authzen import test_freshness as changes
from tests.integration.authzen.conftest import Flow

"""What it reaches is measured where it is tested; measuring doubles its time."""

IDS = ("KP-000001", "KP-000002", "KP-000003", "KP-000004", "KP-000005", "KP-999999", None)


def told(flow: Flow, holder_id: str | None, asked: Asked) -> GateVerdict:
    """By the decision API's path."""
    organisation = flow.world.organisations["university"].pk
    question = Question(organisation, None, "D-01", holder_id, asked)
    [decided] = decide([Ask(bytes(flow.machine.client.key_hash), question)])
    assert decided is not None
    assert decided.verdict is not None
    return decided.verdict


def person(flow: Flow, holder_id: str) -> PersonFacts:
    """A person's facts by the queries that the pages use."""
    links = [one for one in SubjectLink.objects.filter(unlinked_at=None) if one.identifier == holder_id]
    if not links:
        return PersonFacts(known=False)
    line, now = load_line(flow.grant.line_id), clock.now()
    standing = consent.state_of(links[0].person, consent_items(line), now)
    return PersonFacts(
        known=True,
        consent=standing.state or None,
        consent_until=standing.until,
        notice=standing.notice.replace(" ", ""),
        held_since=consent.hold_of(links[0].person, now),
    )


def expected(flow: Flow, holder_id: str | None, asked: Asked) -> GateVerdict:
    """By the path of deliveries and pages."""
    who = None if holder_id is None else person(flow, holder_id)
    line = load_line(flow.grant.line_id)
    return judge(line, Moment.FLOW, at=clock.now(), flow=Asking(person=who, asked=asked)).verdict


def same(flow: Flow, holder_id: str | None, asked: Asked) -> None:
    assert told(flow, holder_id, asked) == expected(flow, holder_id, asked)


CHANGES: list[Callable[[Flow], object] | None] = [None, *changes.CHANGES]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__ if change else "as it is")
def test_every_check_is_answered_alike_after_every_change(
    shiomi: Flow, change: Callable[[Flow], object] | None
) -> None:
    asked = Asked(items=frozenset({"daily_steps"}), purpose="AcademicResearch")
    same(shiomi, IDS[0], asked)
    if change:
        change(shiomi)
    for holder_id, action in product(IDS, ("share", "retain")):
        same(shiomi, holder_id, Asked(action=action, items=asked.items, purpose=asked.purpose))


def test_where_the_data_are_kept_decides_alike_about_one_and_about_many(shiomi: Flow) -> None:
    """Whoever was told of the country may flow, by every path, and nobody else."""
    asked = Asked(items=frozenset({"daily_steps"}), purpose="AcademicResearch")
    told_person = shiomi.world.persons["chihiro"]
    line = load_line(shiomi.grant.line_id)
    assert len(may_flow(line, at=clock.now())) > 20
    changes.store_where_one_was_told(shiomi)
    line = load_line(shiomi.grant.line_id)
    assert set(may_flow(line, at=clock.now())) == {told_person.pk}
    assert set(held_on_for(line, "daily_steps", at=clock.now())) == {told_person.pk}
    for holder_id in IDS[:5]:
        link = SubjectLink.objects.get(
            person__council=shiomi.world.council, identifier_hash=hash_of(shiomi, holder_id), unlinked_at=None
        )
        found = told(shiomi, holder_id, asked).check("consent").state
        assert (found == "pass") is (link.person_id == told_person.pk), holder_id


def hash_of(flow: Flow, holder_id: str) -> bytes:
    return subject_hash(flow.world.council.pk, flow.world.organs["mayor"].pk, holder_id)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    holder_id=st.sampled_from(IDS) | st.text(max_size=8).map(str.strip),
    items=st.frozensets(st.sampled_from(["daily_steps", "age_band", "school_district", "gps"])),
    purpose=st.sampled_from(["", "AcademicResearch", "ImproveHealthcare", "Marketing"]),
    action=st.sampled_from(["share", "use", "retain"]),
)
def test_any_question_is_answered_alike(
    shiomi: Flow, holder_id: str | None, items: frozenset[str], purpose: str, action: str
) -> None:
    known = purpose != "Marketing"
    answer = told(shiomi, holder_id, Asked(action=action, items=items, purpose=purpose))  # type: ignore[arg-type]
    asked = Asked(action=action, items=items, purpose=purpose, purpose_known=known)  # type: ignore[arg-type]
    assert answer == expected(shiomi, holder_id, asked)
