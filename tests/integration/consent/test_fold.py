"""Whatever people, the provider's app, the secretariat and the clock do, the state is the fold of the events."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent import actions, queries
from consent.models import Consent, ConsentEvent
from consent.rules.states import fold
from core import clock
from core.errors import DomainError
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from core.outbox.work import perform
from tests.factories import consents as make

VERBS = (
    "ask",
    "give",
    "refuse",
    "defer",
    "withdraw",
    "renew",
    "revoke",
    "expire",
    "invalidate",
    "end",
    "version",
)
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.sampled_from(["direct", "feed"])), min_size=1, max_size=10
)


def step(world, verb, route, versions):
    person, secretary, version = world.persons["chihiro"], world.users["secretary"], versions[-1]
    by, items = (person.user if route == "direct" else None), list(version.items.all())
    if verb == "ask":
        actions.ask(version, [person], by=secretary)
    elif verb == "version":
        versions.append(make.next_version(version.notice_id, world))
    elif verb == "expire":
        with clock.at(clock.now() + timedelta(days=3000)):
            actions.expire_due()
    elif verb == "revoke":
        actions.revoke(person, items, by=secretary, decision="汐見協第1号")
    elif verb == "invalidate":
        actions.invalidate(version, by=secretary, decision="汐見協第1号")
    elif verb == "end":
        for job in Job.objects.filter(kind="defective_notice", state="waiting"):
            assert perform(job.pk)
    else:
        getattr(actions, verb)(person, items, by=by, route=route)


def read_at_the_gate(person, items, now):
    """What the decision API reads of the person."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {queries.PERSON_COLUMNS} FROM accounts_person person {queries.PERSON_JOINS} WHERE person.id = %s",
            [person.pk],
        )
        return queries.person_at_gate(cursor.fetchall(), dict.fromkeys(items), now).state or "none"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_state_is_the_fold(cast, steps):
    world = cast.shiomi
    with transaction.atomic():
        versions = [make.notice(world)]
        for verb, route in steps:
            try:
                with transaction.atomic():
                    step(world, verb, route, versions)
            except DomainError:
                continue
        events = list(ConsentEvent.objects.order_by("sequence"))
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        state = Consent.objects.values_list("state", flat=True).first() or "none"
        assert fold([event.kind for event in events]) == state
        written = LedgerEntry.objects.filter(subject__in=[f"consent:{event.pk}" for event in events])
        assert written.count() == len(events)
        every, now = [item.pk for version in versions for item in version.items.all()], clock.now()
        said = Consent.objects.select_related("item__version").first()
        void = said is not None and said.item.version.defective_at is not None
        counts = state == "in_force" and not void
        assert queries.in_force(every, at=now).count() == counts
        stands = queries.state_of(world.persons["chihiro"], every, now).state or "none"
        assert (stands == "in_force") == counts
        assert read_at_the_gate(world.persons["chihiro"], every, now) == stands
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_verbs_of_the_property_are_real():
    assert all(hasattr(actions, verb) for verb in VERBS if verb not in {"expire", "end", "version"})
