"""Revising a registered dataset: with history, evidence and what follows, and without breaking what rests on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from core.access.queries import roles_on
from core.errors import NotNow, NotPermitted, Refused
from core.http.changes import Change
from core.ledger.guards import Immutable
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.sharing.actions import datasets
from governance.sharing.actions import datasets_revising as revising
from governance.sharing.models import Dataset, DatasetVersion, Grant, RequestLine
from governance.sharing.queries.datasets import ITEM_FIELDS, declaration, resting_lines
from governance.sharing.queries.datasets_revising import effects
from governance.sharing.queries.requests import datasets_visible_to
from pia.models import Assessment
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")
BASE = "/c/shiomi/datasets/"


def of(cast: Cast, reference: str = "D-01") -> Dataset:
    return Dataset.objects.select_related("council").get(council=cast.shiomi.council, reference=reference)


def officer(cast: Cast) -> Any:
    return cast.shiomi.users["officer_mayor"]


def items(dataset: Dataset) -> list[dict[str, Any]]:
    return [{name: getattr(item, name) for name in ITEM_FIELDS} for item in dataset.items.order_by("pk")]


def test_a_revision_is_drafted_beside_the_dataset_and_then_takes_its_place(cast: Cast) -> None:
    by, row = officer(cast), of(cast)
    before = declaration(row)
    draft = revising.begin(row, by=by)
    assert declaration(draft) == before
    datasets.edit(draft, by=by, title_en="Steps and participation")
    assert declaration(of(cast)) == before
    assert draft.reference == "D-01-v2"
    adopted = revising.adopt(draft, by=by, reason="英語名を短くした。")
    assert adopted.pk == row.pk
    assert (adopted.version, adopted.state, adopted.title_en) == (2, "registered", "Steps and participation")
    kept = DatasetVersion.objects.get(dataset=row)
    assert (kept.number, kept.content, kept.reason, kept.replaced_by) == (1, before, "英語名を短くした。", by)
    assert not Dataset.objects.filter(revises=row).exists()
    assert LedgerEntry.objects.filter(event="sharing.dataset_revised", subject="dataset:D-01").exists()
    with pytest.raises(Immutable):
        kept.save()
    assert Assessment.objects.filter(dataset_reference="D-01", state="published").exists()


def test_new_facts_outdate_the_assessment_and_suspend_what_rests_on_it(cast: Cast) -> None:
    by, row = officer(cast), of(cast)
    active = Grant.objects.filter(line__dataset=row, state="active").count()
    draft = revising.begin(row, by=by)
    gps = {"code": "gps", "label_ja": "位置", "label_en": "", "data_class": "personal", "sensitivity": 3}
    datasets.set_items(draft, [*items(row), gps], by=by)
    revising.adopt(draft, by=by, reason="位置を加えた。")
    left = Assessment.objects.filter(
        council=row.council, dataset_reference="D-01", state__in=["approved", "published"]
    )
    assert not left.exists()
    outdated = Assessment.objects.filter(
        council=row.council, dataset_reference="D-01", outdated_reason="change"
    )
    assert outdated.exists()
    assert not Grant.objects.filter(line__dataset=row, state="active").exists() or not active
    assert not Assessment.objects.filter(council=cast.worlds[1].council, outdated_reason="change").exists()


def test_an_item_that_somebody_rests_on_stays(cast: Cast) -> None:
    by, row = officer(cast), of(cast)
    lines = resting_lines(row)
    assert lines
    draft = revising.begin(row, by=by)
    datasets.set_items(draft, [item for item in items(row) if item["code"] != "daily_steps"], by=by)
    with pytest.raises(Refused) as refused:
        revising.adopt(draft, by=by, reason="除く。")
    assert refused.value.code == "sharing.items_in_use"
    assert refused.value.params["items"] == "daily_steps"
    assert lines[0].reference in refused.value.params["lines"]
    assert of(cast).version == 1


def test_what_follows_is_shown_before_it_happens(cast: Cast, client: Client) -> None:
    by, row = officer(cast), of(cast)
    draft = revising.begin(row, by=by)
    store = draft.stages.get(stage="store").content
    datasets.declare_stage(draft, "store", by=by, **store, retention_months=1)
    draft.refresh_from_db()
    worse = {effect.line.reference: {check.code for check in effect.worse} for effect in effects(draft)}
    assert worse
    assert any("retention" in codes for codes in worse.values())
    enter(client, by)
    page = client.get(f"{BASE}{draft.reference}/").content.decode()
    for reference in worse:
        assert reference in page
    assert "変更前" in page
    assert client.post(f"{BASE}{draft.reference}/adopt/", {"reason": ""}).status_code == 422
    answer = client.post(f"{BASE}{draft.reference}/adopt/", {"reason": "保存を短くする。"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{BASE}D-01/"
    page = client.get(f"{BASE}D-01/versions/").content.decode()
    assert "保存を短くする。" in page
    assert "60" in page
    told = Job.objects.filter(kind="mail", payload__template="governance/sharing/dataset_revised")
    assert told.count() >= 1


def test_only_one_revision_at_a_time_and_only_by_the_provider(cast: Cast) -> None:
    by, row = officer(cast), of(cast)
    for persona in ("secretary", "officer_education", "rep_university"):
        with pytest.raises(NotPermitted):
            revising.begin(row, by=cast.shiomi.users[persona])
    draft = revising.begin(row, by=by)
    with pytest.raises(NotNow):
        revising.begin(row, by=by)
    with pytest.raises(Refused) as refused:
        datasets.register(draft, by=by)
    assert refused.value.code == "sharing.revision_is_adopted"
    with pytest.raises(Refused) as refused:
        revising.adopt(draft, by=by, reason="同じ。")
    assert refused.value.code == "sharing.revision_changes_nothing"
    with pytest.raises(Refused):
        revising.adopt(draft, by=by, reason="  ")
    with pytest.raises(NotPermitted):
        revising.adopt(draft, by=cast.shiomi.users["officer_education"], reason="x")
    revising.discard(draft, by=by)
    assert not Dataset.objects.filter(revises=row).exists()
    assert revising.begin(of(cast), by=by).version == 2


def test_an_unfinished_revision_is_not_adopted(cast: Cast) -> None:
    by, row = officer(cast), of(cast)
    draft = revising.begin(row, by=by)
    datasets.declare_stage(draft, "dispose", by=by, methods=["erase"])
    with pytest.raises(Refused) as refused:
        revising.adopt(draft, by=by, reason="途中。")
    assert refused.value.code == "sharing.stages_undeclared"


def test_a_revision_is_no_dataset_of_the_catalogue(cast: Cast, client: Client) -> None:
    draft = revising.begin(of(cast), by=officer(cast))
    for persona in ("officer_mayor", "secretary", "rep_bus"):
        user = cast.shiomi.users[persona]
        assert roles_on(user, cast.shiomi.council)
        assert not datasets_visible_to(user, cast.shiomi.council).filter(pk=draft.pk).exists()
    enter(client, cast.shiomi.users["rep_bus"])
    assert client.get(f"{BASE}{draft.reference}/").status_code == 404
    assert client.get(f"{BASE}D-01/versions/").status_code == 200
    enter(client, cast.worlds[1].users["officer_mayor"])
    for path in ("", "versions/", "adopt/"):
        assert client.get(f"{BASE}D-01/{path}").status_code == 404


def test_a_draft_that_is_not_to_be_is_thrown_away(cast: Cast, client: Client) -> None:
    world = cast.shiomi
    draft = datasets.draft(
        world.council, by=officer(cast), provider=world.organs["mayor"], title_ja="要らない"
    )
    with pytest.raises(NotNow):
        revising.adopt(draft, by=officer(cast), reason="x")
    enter(client, officer(cast))
    answer = client.post(f"{BASE}{draft.reference}/discard/")
    assert answer["Location"] == BASE
    assert not Dataset.objects.filter(pk=draft.pk).exists()
    assert LedgerEntry.objects.filter(event="sharing.dataset_draft_discarded").exists()
    with pytest.raises(NotNow):
        revising.discard(of(cast), by=officer(cast))


def test_the_page_leads_to_the_revision(cast: Cast, client: Client) -> None:
    enter(client, officer(cast))
    page = client.get(f"{BASE}D-01/").content.decode()
    assert "申告を改定する" in page
    answer = client.post(f"{BASE}D-01/revise/")
    assert answer["Location"] == f"{BASE}D-01-v2/"
    page = client.get(f"{BASE}D-01-v2/").content.decode()
    assert "改定を反映する" in page
    assert "改定の続き" in client.get(f"{BASE}D-01/").content.decode()
    assert RequestLine.objects.filter(dataset__reference="D-01").exists()


def told_to(cast: Cast, persona: str) -> list[Change]:
    """The changes of fields that somebody reads on the page of D-01."""
    page = enter(Client(), cast.shiomi.users[persona]).get(f"{BASE}D-01/?page=1")
    return list(page.context["field_changes"].page.paginator.object_list)


def test_the_page_tells_who_changed_what_and_members_nothing_of_the_draft(cast: Cast) -> None:
    by, row = officer(cast), of(cast)
    assert told_to(cast, "rep_bus") == []
    assert any(one.kind == "added" for one in told_to(cast, "officer_mayor"))
    assert any(one.kind == "added" for one in told_to(cast, "secretary"))
    draft = revising.begin(row, by=by)
    datasets.edit(draft, by=by, title_en="Steps, put otherwise")
    note = {
        "code": "note",
        "label_ja": "備考",
        "label_en": "",
        "data_class": "non_personal",
        "sensitivity": 1,
    }
    datasets.set_items(draft, [*items(row), note], by=by)
    assert told_to(cast, "rep_bus") == []
    revising.adopt(draft, by=by, reason="備考を加えた。")
    told = told_to(cast, "rep_bus")
    assert {one.who for one in told} == {str(by)}
    assert ("Steps, put otherwise", row.title_en) in {(one.after, one.before) for one in told}
    assert ("備考", "–") in {(one.after, one.before) for one in told}
    assert len(told) == 2
