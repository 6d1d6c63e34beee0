"""What others learn about assessments: the gate, the register, the chain, worklists."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from pia import actions, queries
from pia.models import Assessment
from tests.cast import Cast
from tests.factories import assessments as make


def test_the_gate_learns_what_is_covered(cast: Cast) -> None:
    world = cast.shiomi
    row = make.published(world)
    (found,) = queries.coverage(world.council, dataset="D-01", on=clock.today())
    assert (found.reference, found.state, found.counts) == (row.reference, "published", True)
    assert found.items == {"daily_steps", "age_band"}
    assert found.purposes == {"ResearchAndDevelopment"}
    assert found.recipients == {world.organisations["university"].pk}
    assert (found.places, found.retention_months) == ({"JP"}, 12)
    assert found.stages == {"acquire", "use", "store", "dispose"}
    assert (found.unaccepted_high, found.outdated_by) == (0, "")
    assert (found.approved_on, found.valid_until) == (clock.today(), row.valid_until)


def test_it_counts_on_its_days_only(cast: Cast) -> None:
    council = cast.shiomi.council
    row = make.approved(cast.shiomi)
    days = [-1, 0, (row.valid_until - clock.today()).days, (row.valid_until - clock.today()).days + 1]
    counts = [
        queries.coverage(council, dataset="D-01", on=clock.today() + timedelta(days=n))[0].counts
        for n in days
    ]
    assert counts == [False, True, True, False]


def test_high_risks_are_counted_until_accepted(cast: Cast) -> None:
    row = make.in_review(cast.shiomi, high=True)

    def count() -> int:
        (found,) = queries.coverage(cast.shiomi.council, dataset="D-01", on=clock.today())
        return found.unaccepted_high

    assert count() == 1
    actions.accept_residual_risk(row, by=cast.shiomi.users["chair"], statement="受容する。")
    assert count() == 0


def test_an_outdated_one_stays_in_sight_until_its_revision_is_approved(cast: Cast) -> None:
    world = cast.shiomi
    old = make.in_state(world, "outdated")

    def seen() -> list[tuple[int, str, bool]]:
        rows = queries.coverage(world.council, dataset="D-01", on=clock.today())
        return [(row.revision, row.state, row.counts) for row in rows]

    assert seen() == [(1, "outdated", False)]
    new = actions.revise(old, by=world.users["assessor"])
    assert seen() == [(2, "assessing", False), (1, "outdated", False)]
    actions.submit_for_review(new, by=world.users["assessor"])
    actions.approve(new, by=world.users["pia_reviewer"])
    assert seen() == [(2, "approved", True)]


def test_what_only_a_new_rule_outdated_goes_before_its_unfinished_revision(cast: Cast) -> None:
    world = cast.shiomi
    old = make.published(world)
    actions.outdate(old, by=world.users["secretary"], reason="rule", note="取扱規程の改定")
    actions.revise(old, by=world.users["assessor"])
    rows = queries.coverage(world.council, dataset="D-01", on=clock.today())
    assert [(row.revision, row.outdated_by) for row in rows] == [(1, "rule"), (2, "")]


def test_other_datasets_and_councils_do_not_count(cast: Cast) -> None:
    make.approved(cast.nagiura)
    make.approved(cast.shiomi, dataset="D-02")
    assert queries.coverage(cast.shiomi.council, dataset="D-01", on=clock.today()) == ()


def test_one_that_counts_comes_first(cast: Cast) -> None:
    make.approved(cast.shiomi)
    make.opened(cast.shiomi)
    rows = queries.coverage(cast.shiomi.council, dataset="D-01", on=clock.today())
    assert [row.counts for row in rows] == [True, False]


def test_coverage_takes_four_queries_however_many(cast: Cast, django_assert_num_queries) -> None:
    for _ in range(3):
        make.assessing(cast.shiomi)
    with django_assert_num_queries(4):
        assert len(queries.coverage(cast.shiomi.council, dataset="D-01", on=clock.today())) == 3


def test_the_register_shows_published_summaries_also_when_outdated(cast: Cast) -> None:
    council, by = cast.shiomi.council, cast.shiomi.users["secretary"]
    make.approved(cast.shiomi)
    make.published(cast.nagiura)
    assert queries.published(council) == ()
    row = make.published(cast.shiomi)
    (found,) = queries.published(council)
    assert (found.reference, found.state, found.summary_en) == (
        row.reference,
        "published",
        "Steps for research.",
    )
    assert (found.standard, found.published_on) == ("JIS X 9251:2021", clock.today())
    actions.outdate(row, by=by, reason="change", note="x")
    (found,) = queries.published(council)
    assert (found.state, found.outdated_on) == ("outdated", clock.today())


def test_an_approved_one_outdated_before_publication_stays_unpublished(cast: Cast) -> None:
    row = make.approved(cast.shiomi)
    actions.outdate(row, by=None, reason="incident")
    assert queries.published(cast.shiomi.council) == ()


def test_the_chain_shows_all_revisions_with_the_article(cast: Cast) -> None:
    old = make.in_state(cast.shiomi, "outdated")
    actions.revise(old, by=cast.shiomi.users["assessor"])
    links = queries.links(cast.shiomi.council, old.reference)
    assert [(link.revision, link.state) for link in links] == [(2, "assessing"), (1, "outdated")]
    assert links[0].article_ja == "規約（pia_requirement）"
    assert queries.links(cast.nagiura.council, old.reference) == ()


@pytest.mark.parametrize(
    ("key", "states"),
    [
        ("secretary", {"threshold", "in_review", "published"}),
        ("chair", {"threshold", "in_review", "published"}),
        ("auditor", {"threshold", "in_review", "published"}),
        ("pia_reviewer", {"in_review", "published"}),
        ("rep_university", {"published"}),
        ("reviewer_law", {"published"}),
        ("chihiro", set()),
    ],
)
def test_who_sees_which(cast: Cast, key: str, states: set[str]) -> None:
    for state in ("threshold", "in_review", "published"):
        make.in_state(cast.shiomi, state)
        make.in_state(cast.nagiura, state)
    visible = queries.visible_to(cast.shiomi.users[key], cast.shiomi.council)
    assert {row.state for row in visible} == states
    assert {row.council_id for row in visible} <= {cast.shiomi.council.pk}
    assert not queries.visible_to(cast.nagiura.users[key], cast.shiomi.council).exists()


def test_find_takes_the_newest_unless_a_revision_is_named(cast: Cast) -> None:
    old = make.in_state(cast.shiomi, "outdated")
    new = actions.revise(old, by=cast.shiomi.users["assessor"])
    assert queries.find(cast.shiomi.council, old.reference) == new
    assert queries.find(cast.shiomi.council, old.reference, 1) == old
    assert queries.find(cast.nagiura.council, old.reference) is None


def test_the_worklist_names_what_waits(cast: Cast) -> None:
    world = cast.shiomi
    make.in_review(world)
    make.in_state(world, "outdated")
    row = make.approved(world)
    returned = make.in_review(world)
    actions.return_with_findings(
        returned, by=world.users["pia_reviewer"], findings=[("flows", "x"), ("risks", "y")]
    )
    soon = row.valid_until - timedelta(days=30)
    kinds = [duty.kind for duty in queries.duties(world.users["secretary"], world.council, soon)]
    assert kinds == ["revise", "review", "answer_findings", "publish", "expires", "measure"]
    assert queries.duties(world.users["chihiro"], world.council, soon) == ()
    assert Assessment.objects.count() == 4
