"""After a version of a notice was declared defective no decision lets anything flow on it, whoever asks and however."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from consent import actions as consent
from consent.models import Consent, NoticeVersion
from core.accounts.models import SubjectLink
from core.clients.enums import Scope
from core.errors import Refused
from core.outbox.models import Job
from core.outbox.work import perform
from governance.sharing.actions import deliveries
from governance.sharing.models import Delivery
from governance.sharing.queries.deliveries import may_flow
from governance.sharing.queries.requests import line as load_line
from tests.integration.authzen.conftest import NOON, Flow, machine
from tests.integration.authzen.test_search import pages, persons

ACTIONS = ("share", "use", "retain")
ALL = {"scopes": [Scope.DECIDE, Scope.SEARCH], "per_minute": 1_000_000}


@pytest.fixture
def versions(shiomi: Flow) -> list[NoticeVersion]:
    """Every version under which somebody is in force."""
    rows = Consent.objects.filter(person__council=shiomi.world.council, state="in_force")
    keys = rows.values_list("item__version", flat=True).distinct()
    return list(NoticeVersion.objects.filter(pk__in=keys).select_related("notice").order_by("pk"))


@pytest.fixture
def ids(shiomi: Flow) -> list[str]:
    """The holder's ids of everybody."""
    links = SubjectLink.objects.filter(holder=shiomi.world.organs["mayor"], unlinked_at=None)
    return [str(link.identifier) for link in links.filter(person__council=shiomi.world.council)]


def declare(flow: Flow, versions: list[NoticeVersion]) -> None:
    for version in versions:
        consent.invalidate(version, by=flow.world.users["secretary"], decision="汐見協第20号")


def ended(flow: Flow) -> Iterator[str]:
    """Before the worker, and after it."""
    yield "before"
    for job in Job.objects.filter(kind="defective_notice"):
        assert perform(job.pk)
    rows = Consent.objects.filter(person__council=flow.world.council, state="in_force")
    assert not rows.filter(item__version__defective_at__isnull=False).exists()
    yield "after"


def test_no_decision_and_no_search_permits_anybody(
    shiomi: Flow, versions: list[NoticeVersion], ids: list[str]
) -> None:
    asking, line = machine(shiomi.world, **ALL), load_line(shiomi.grant.line_id)
    shiomi = Flow(shiomi.world, shiomi.grant, asking, shiomi.holder_id)
    assert any(shiomi.decision(holder_id=one)["decision"] for one in ids)
    assert pages(asking, "/access/v1/search/resource", persons(shiomi))
    assert may_flow(line, at=NOON).exists()
    declare(shiomi, versions)
    for when in ended(shiomi):
        for action in ACTIONS:
            told = [shiomi.decision(holder_id=one, action={"name": action})["decision"] for one in ids]
            assert not any(told), (when, action)
        named = persons(shiomi)
        named["resource"]["properties"] = named["resource"]["properties"] | {"ids": ids}
        for body in (persons(shiomi), named):
            assert pages(asking, "/access/v1/search/resource", body) == [], when
        dataset = {"type": "dataset", "id": "D-01"}
        assert shiomi.decision(resource=dataset)["decision"] is False, when
        assert not may_flow(line, at=NOON).exists()


def test_no_list_that_was_prepared_before_goes(shiomi: Flow, versions: list[NoticeVersion]) -> None:
    officer = shiomi.world.users["officer_mayor"]
    delivery = deliveries.write_list(deliveries.prepare(shiomi.grant, by=officer))
    assert delivery.manifest.count()
    declare(shiomi, versions)
    for _when in ended(shiomi):
        with pytest.raises(Refused) as refused:
            deliveries.release(delivery, by=officer)
        assert refused.value.code == "sharing.nobody_may_flow"
    assert not Delivery.objects.filter(state="released", released_at__gte=NOON).exists()


def test_what_went_before_is_asked_back(shiomi: Flow, versions: list[NoticeVersion]) -> None:
    officer = shiomi.world.users["officer_mayor"]
    delivery = deliveries.write_list(deliveries.prepare(shiomi.grant, by=officer))
    deliveries.release(delivery, by=officer)
    declare(shiomi, versions)
    assert not delivery.pursuits.exists()
    list(ended(shiomi))
    asked, went = delivery.pursuits.values("person"), delivery.manifest.values("person")
    assert set(asked.values_list("person", flat=True)) == set(went.values_list("person", flat=True))


def test_one_defective_version_leaves_the_others_alone(
    shiomi: Flow, versions: list[NoticeVersion], ids: list[str]
) -> None:
    """Whoever agreed to another version that covers the line goes on."""

    def allowed() -> set[str]:
        return {one for one in ids if shiomi.decision(holder_id=one)["decision"]}

    shiomi = Flow(shiomi.world, shiomi.grant, machine(shiomi.world, **ALL), shiomi.holder_id)
    before, line = allowed(), load_line(shiomi.grant.line_id)
    for version in versions:
        given = Consent.objects.filter(item__version=version, state="in_force").values("person")
        links = SubjectLink.objects.filter(holder=shiomi.world.organs["mayor"], person__in=given)
        under = {str(link.identifier) for link in links}
        declare(shiomi, [version])
        before -= under
        assert allowed() == before
        assert may_flow(line, at=NOON).count() == len(before)
