"""What the verbs demand and leave behind."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.access.grants import give
from core.access.queries import roles_on
from core.access.roles import Role
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from pia import actions, queries
from pia.models import Acceptance, Assessment, Finding, Flow, Risk
from pia.permissions import reviewers, roles_of
from pia.queries.authors import had_a_hand
from tests.cast import Cast, World
from tests.factories import assessments as make


@pytest.fixture
def world(cast: Cast) -> World:
    return cast.shiomi


def facts_of(row: Assessment, event: str) -> dict[str, object]:
    """The facts of the last entry of ``event`` about ``row``."""
    entry = LedgerEntry.objects.filter(event=event, subject=f"assessment:{row.reference}").latest("at")
    return json.loads(bytes(entry.content))["facts"]


def test_the_rule_judges_and_is_cited(world: World) -> None:
    row = make.opened(world)
    judgement = actions.answer_threshold(row, by=world.users["assessor"], persons=1000, triggers=["children"])
    row.refresh_from_db()
    assert judgement.grounds == ("persons", "children")
    assert row.threshold_required is True
    assert row.threshold_article_ja == "規約（pia_requirement）"
    assert facts_of(row, "pia.threshold_answered")["grounds"] == ["persons", "children"]


def test_what_the_rule_asks_for_cannot_be_found_unnecessary(world: World) -> None:
    row = make.opened(world)
    actions.answer_threshold(row, by=world.users["assessor"], persons=1000)
    with pytest.raises(Refused, match="pia_rule_asks") as refusal:
        actions.find_not_required(row, by=world.users["secretary"], reason="忙しい")
    assert refusal.value.article is not None
    assert refusal.value.article.provision == "pia_requirement"


def test_finding_it_unnecessary_needs_answers_and_a_reason(world: World) -> None:
    row, by = make.opened(world), world.users["secretary"]
    with pytest.raises(Refused, match="pia_threshold_unanswered"):
        actions.find_not_required(row, by=by, reason="x")
    with pytest.raises(Refused, match="pia_threshold_unanswered"):
        actions.begin(row, by=by)
    actions.answer_threshold(row, by=by, persons=10)
    with pytest.raises(Refused, match="pia_reason_missing"):
        actions.find_not_required(row, by=by, reason="  ")
    decided = actions.find_not_required(row, by=by, reason="統計だけを扱う")
    assert (decided.state, decided.decided_by, decided.threshold_reason) == (
        "not_required",
        by,
        "統計だけを扱う",
    )


def test_references_run_per_council(cast: Cast) -> None:
    numbers = [make.opened(world).reference for world in (cast.shiomi, cast.shiomi, cast.nagiura)]
    assert numbers == ["PIA-01", "PIA-02", "PIA-01"]


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"items": ("Steps!",)}, "Steps!"),
        ({"purposes": ("research",)}, "research"),
        ({"places": ("Japan",)}, "Japan"),
        ({"stages": ("burn",)}, "burn"),
        ({"standard": "gdpr"}, "gdpr"),
        ({"title_ja": " "}, "title_ja"),
        ({"recipients": (10**9,)}, str(10**9)),
    ],
)
def test_malformed_descriptions_store_nothing(world: World, changes: dict[str, object], value: str) -> None:
    row = make.assessing(world)
    before = queries.content(row)
    with pytest.raises(Invalid) as refusal:
        actions.describe(
            row, make.description(world, scope_ja="別の話", **changes), by=world.users["assessor"]
        )
    assert refusal.value.params["value"] == value
    row.refresh_from_db()
    assert queries.content(row) == before


def test_the_second_of_two_tabs_is_told(world: World) -> None:
    row, by = make.assessing(world), world.users["assessor"]
    row.refresh_from_db()
    seen = row.version
    actions.describe(row, make.description(world, scope_ja="一つ目"), by=by, seen=seen)
    with pytest.raises(NotNow, match="pia_changed_meanwhile"):
        actions.describe(row, make.description(world, scope_ja="二つ目"), by=by, seen=seen)
    part = actions.add_flow(row, make.flow(), by=by)
    actions.change_flow(row, part.number, make.flow(source="一つ目"), by=by, seen=1)
    with pytest.raises(NotNow, match="pia_changed_meanwhile"):
        actions.change_flow(row, part.number, make.flow(source="二つ目"), by=by, seen=1)
    assert Flow.objects.get(assessment=row).source == "一つ目"


def test_preparation_must_be_described_before_assessing(world: World) -> None:
    row = make.in_state(world, "preparing")
    with pytest.raises(Refused, match="pia_incomplete") as refusal:
        actions.start_assessing(row, by=world.users["assessor"])
    assert "scope_missing" in refusal.value.params["missing"]


def test_numbers_of_parts_are_never_given_twice(world: World) -> None:
    row, by = make.assessing(world), world.users["assessor"]
    first, second = (actions.add_flow(row, make.flow(), by=by) for _ in range(2))
    actions.remove_flow(row, second.number, by=by)
    third = actions.add_flow(row, make.flow(), by=by)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    with pytest.raises(NotNow, match="pia_no_such_part"):
        actions.remove_flow(row, 2, by=by)
    removed = Flow.history.filter(assessment_id=row.pk, number=2).latest("history_date")
    assert (removed.history_type, removed.history_user) == ("-", by)


def test_parts_of_another_assessment_are_not_there(cast: Cast) -> None:
    here, there = make.assessing(cast.shiomi), make.assessing(cast.nagiura)
    actions.add_risk(there, make.risk(), by=cast.nagiura.users["assessor"])
    by = cast.shiomi.users["assessor"]
    with pytest.raises(NotNow, match="pia_no_such_part"):
        actions.treat_risk(here, 1, make.treatment(), by=by)
    with pytest.raises(NotNow, match="pia_no_such_part"):
        actions.change_risk(here, 1, make.risk(), by=by)
    assert Risk.objects.get(assessment=there).treatment == ""


def test_malformed_parts_are_refused(world: World) -> None:
    row, by = make.assessing(world), world.users["assessor"]
    actions.add_risk(row, make.risk(), by=by)
    for wrong in ({"place": "jp"}, {"items": ("A",)}, {"stage": "x"}, {"source": " "}):
        with pytest.raises(Invalid):
            actions.add_flow(row, make.flow(**wrong), by=by)
    for impact, likelihood in ((0, 1), (1, 5)):
        with pytest.raises(Invalid):
            actions.add_risk(row, make.risk(impact=impact, likelihood=likelihood), by=by)
    for change in ({"treatment": "pray"}, {"residual_impact": 9}):
        with pytest.raises(Invalid):
            actions.treat_risk(row, 1, make.treatment(**change), by=by)
    with pytest.raises(Invalid):
        actions.answer_requirements(row, {"luck": ("met", "")}, by=by)
    assert (row.flows.count(), row.requirements.count(), row.risks.get().treatment) == (0, 0, "")


def test_nothing_incomplete_goes_to_review(world: World) -> None:
    row, by = make.complete(make.assessing(world), world), world.users["assessor"]
    actions.remove_flow(row, 4, by=by)
    with pytest.raises(Refused, match="pia_incomplete") as refusal:
        actions.submit_for_review(row, by=by)
    assert refusal.value.params["missing"] == ["stage_without_flow"]


@pytest.mark.parametrize("key", ["secretary", "assessor"])
def test_a_reviewer_is_independent(world: World, key: str) -> None:
    row = make.assessing(world)
    with pytest.raises(Refused, match="pia_not_independent"):
        actions.assign(row, Role.REVIEWER, world.users[key], by=world.users["secretary"])


def test_nobody_is_both_and_nobody_from_outside(cast: Cast) -> None:
    row, by = make.assessing(cast.shiomi), cast.shiomi.users["secretary"]
    with pytest.raises(Refused, match="pia_not_independent"):
        actions.assign(row, Role.ASSESSOR, cast.shiomi.users["pia_reviewer"], by=by)
    for outsider in (cast.nagiura.users["pia_reviewer"], cast.stranger):
        with pytest.raises(Refused, match="pia_not_in_council"):
            actions.assign(row, Role.REVIEWER, outsider, by=by)
    with pytest.raises(Invalid):
        actions.assign(row, Role.SECRETARY, cast.shiomi.users["auditor"], by=by)


def test_whoever_submitted_does_not_approve(world: World) -> None:
    """Also after having lost the assessor's role."""
    row, secretary, other = make.assessing(world), world.users["secretary"], world.users["rep_city"]
    actions.assign(row, Role.ASSESSOR, other, by=secretary)
    actions.submit_for_review(make.complete(row, world), by=other)
    actions.unassign(row, Role.ASSESSOR, other, by=secretary)
    with pytest.raises(Refused, match="pia_not_independent"):
        actions.assign(row, Role.REVIEWER, other, by=secretary)
    with pytest.raises(NotPermitted):
        actions.approve(row, by=other)


def test_whoever_wrote_a_part_does_not_approve(world: World) -> None:
    """Also where a colleague submitted it, and after having lost the assessor's role."""
    row, secretary, other = make.assessing(world), world.users["secretary"], world.users["rep_city"]
    actions.assign(row, Role.ASSESSOR, other, by=secretary)
    make.complete(row, world)
    written = actions.add_flow(row, make.flow(), by=other)
    actions.remove_flow(row, written.number, by=world.users["assessor"])
    actions.submit_for_review(row, by=world.users["assessor"])
    actions.unassign(row, Role.ASSESSOR, other, by=secretary)
    with pytest.raises(Refused, match="pia_not_independent"):
        actions.assign(row, Role.REVIEWER, other, by=secretary)
    give(Role.REVIEWER, other, row)
    assert "reviewer" not in roles_of(other, row)
    assert other not in reviewers(row)
    with pytest.raises(NotPermitted):
        actions.approve(row, by=other)


def test_findings_come_back_answered_and_rounds_are_kept(world: World) -> None:
    row, by, reviewer = make.in_review(world), world.users["assessor"], world.users["pia_reviewer"]
    with pytest.raises(Refused, match="pia_no_finding"):
        actions.return_with_findings(row, by=reviewer, findings=[("risks", " ")])
    with pytest.raises(Invalid):
        actions.return_with_findings(row, by=reviewer, findings=[("nowhere", "x")])
    (finding,) = actions.return_with_findings(row, by=reviewer, findings=[("risks", "照合の危険が低すぎる")])
    assert Assessment.objects.get(pk=row.pk).state == "assessing"
    with pytest.raises(Refused, match="pia_incomplete"):
        actions.submit_for_review(row, by=by)
    with pytest.raises(Refused, match="pia_reason_missing"):
        actions.answer_finding(row, finding.pk, by=by, answer="")
    actions.answer_finding(row, finding.pk, by=by, answer="見直した")
    again = actions.submit_for_review(row, by=by)
    assert (again.state, again.round) == ("in_review", 2)
    assert Finding.objects.get(pk=finding.pk).round == 1


def test_what_stays_high_must_be_accepted_first(world: World) -> None:
    row, reviewer, chair = make.in_review(world, high=True), world.users["pia_reviewer"], world.users["chair"]
    with pytest.raises(Refused, match="pia_high_unaccepted") as refusal:
        actions.approve(row, by=reviewer)
    assert refusal.value.params["numbers"] == "2"
    with pytest.raises(Refused, match="pia_reason_missing"):
        actions.accept_residual_risk(row, by=chair, statement="")
    made = actions.accept_residual_risk(row, by=chair, statement="会長として受容し、年度末に見直す。")
    assert (made.risks, made.level, made.capacity, made.accepted_by) == ([2], "high", "chair", chair)
    with pytest.raises(NotNow, match="pia_already_accepted"):
        actions.accept_residual_risk(row, by=world.users["approver"], statement="x")
    assert actions.approve(row, by=reviewer).content_digest == made.content_digest


def test_an_acceptance_speaks_for_its_round_only(world: World) -> None:
    row, by, reviewer = make.in_review(world, high=True), world.users["assessor"], world.users["pia_reviewer"]
    actions.accept_residual_risk(row, by=world.users["approver"], statement="受容する。")
    (finding,) = actions.return_with_findings(row, by=reviewer, findings=[("risks", "x")])
    actions.answer_finding(row, finding.pk, by=by, answer="x")
    actions.submit_for_review(row, by=by)
    with pytest.raises(Refused, match="pia_high_unaccepted"):
        actions.approve(row, by=reviewer)


def test_where_nothing_stays_high_nothing_is_accepted(world: World) -> None:
    row = make.in_review(world)
    with pytest.raises(Refused, match="pia_nothing_to_accept"):
        actions.accept_residual_risk(row, by=world.users["chair"], statement="x")


def test_an_acceptance_is_never_changed(world: World) -> None:
    made = Acceptance.objects.get(assessment=make.approved(world, high=True))
    for change in (lambda: Acceptance.objects.update(statement="x"), made.delete):
        with pytest.raises(Exception, match=r"only grows|immutable"), transaction.atomic():
            change()
    assert Acceptance.objects.get(pk=made.pk).statement == "会長として受容する。"


def test_approval_fixes_the_content_and_the_period(world: World) -> None:
    with clock.at(datetime(2026, 8, 31, 3, tzinfo=clock.TOKYO)):
        row = make.approved(world)
    assert row.valid_until == date(2028, 8, 31)
    assert queries.unaltered(row) is True
    facts = facts_of(row, "pia.assessment_approved")
    assert (facts["content"], facts["valid_until"]) == (row.content_digest, "2028-08-31")
    Risk.objects.filter(assessment=row, number=1).update(impact=1)
    assert queries.unaltered(row) is False
    assert queries.unaltered(make.opened(world)) is None


def test_a_summary_needs_both_languages(world: World) -> None:
    row, by = make.approved(world), world.users["secretary"]
    actions.write_summary(row, by=by, summary_ja="やさしい要約", summary_en="")
    with pytest.raises(Refused, match="pia_summary_missing"):
        actions.publish_summary(row, by=by)
    actions.write_summary(row, by=by, summary_ja="要約", summary_en="Summary")
    assert actions.publish_summary(row, by=by).state == "published"
    assert queries.unaltered(row) is True


def test_people_say_what_happened_the_clock_only_when_it_is_time(world: World) -> None:
    row, by = make.approved(world), world.users["secretary"]
    with pytest.raises(Refused, match="pia_reason_missing"):
        actions.outdate(row, by=by, reason="change")
    with pytest.raises(Invalid):
        actions.outdate(row, by=by, reason="boredom", note="x")
    with pytest.raises(Refused, match="pia_not_yet_expired"):
        actions.outdate(row, by=None, reason="time")
    gone = actions.outdate(row, by=None, reason="incident", note="誤送信")
    assert (gone.state, gone.outdated_reason, gone.outdated_on) == ("outdated", "incident", clock.today())


def test_time_outdates_the_day_after_the_last(cast: Cast) -> None:
    rows = [make.approved(cast.shiomi), make.published(cast.nagiura)]
    last = rows[0].valid_until
    with clock.at(clock.on(last, hour=23)):
        assert actions.outdate_expired() == 0
    with clock.at(clock.on(last + timedelta(days=1), hour=0)):
        assert actions.outdate_expired() == 2
        assert actions.outdate_expired() == 0
    assert {row.state for row in Assessment.objects.all()} == {"outdated"}
    assert {row.outdated_reason for row in Assessment.objects.all()} == {"time"}


def test_a_revision_copies_everything_and_leaves_the_old_as_it_was(world: World) -> None:
    old, by = make.in_state(world, "outdated"), world.users["assessor"]
    before = queries.content(old)
    secretary = world.users["secretary"]
    new = actions.revise(old, by=secretary)
    assert had_a_hand(by, new), "what is copied was written by the assessor"
    assert not had_a_hand(secretary, new), "who presses the button writes nothing"
    assert (new.reference, new.revision, new.previous, new.state) == (old.reference, 2, old, "assessing")
    assert {**queries.content(new), "revision": 1} == before == queries.content(old)
    assert roles_on(world.users["pia_reviewer"], new) == {Role.REVIEWER}
    assert (new.approved_at, new.content_digest, new.round) == (None, "", 0)
    with pytest.raises(NotNow, match="pia_already_revised"):
        actions.revise(old, by=by)
    added = actions.add_flow(new, make.flow(), by=by)
    assert added.number == 5
    assert queries.content(old) == before


def test_a_revision_goes_all_the_way(world: World) -> None:
    new = actions.revise(make.in_state(world, "outdated"), by=world.users["assessor"])
    actions.submit_for_review(new, by=world.users["assessor"])
    assert actions.approve(new, by=world.users["pia_reviewer"]).state == "approved"


def test_every_step_leaves_evidence_and_no_words_of_people(world: World) -> None:
    row = make.in_state(world, "outdated")
    entries = LedgerEntry.objects.filter(subject=f"assessment:{row.reference}")
    events = set(entries.values_list("event", flat=True))
    assert {"pia.assessment_opened", "pia.assessment_approved", "pia.assessment_outdated"} <= events
    for entry in entries:
        content = bytes(entry.content).decode()
        assert content.isascii(), "codes, digests and references only"


def test_the_state_is_the_fold_of_the_evidence(world: World) -> None:
    for state in ("not_required", "in_review", "outdated"):
        row = make.in_state(world, state)
        last = LedgerEntry.objects.filter(subject=f"assessment:{row.reference}").latest("at")
        assert json.loads(bytes(last.content))["facts"]["state"] == state


def test_those_concerned_are_told_once(world: World) -> None:
    row = make.in_review(world)
    jobs = Job.objects.filter(kind="mail", key__startswith=f"pia:{row.pk}:")
    assert [job.payload["user"] for job in jobs] == [world.users["pia_reviewer"].pk]
    actions.return_with_findings(row, by=world.users["pia_reviewer"], findings=[("flows", "x")])
    told = {job.payload["user"] for job in jobs.filter(key__contains="returned")}
    assert told == {world.users["assessor"].pk}


def test_the_database_refuses_what_no_verb_does(world: World) -> None:
    row = make.approved(world)
    for change in (
        {"state": "outdated"},
        {"approved_by": None},
        {"content_digest": ""},
        {"state": "lost"},
        {"revision": 2},
        {"outdated_reason": "time"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=row.pk).update(**change)


def test_opening_is_for_secretariat_and_assessors(cast: Cast) -> None:
    council = cast.shiomi.council
    for by in (cast.shiomi.users["chair"], cast.nagiura.users["assessor"], cast.stranger):
        with pytest.raises(NotPermitted):
            actions.open_assessment(council, by=by, title_ja="x")
    for title, standard in (("", "jis_x_9251_2021"), ("x", "iso_9001")):
        with pytest.raises(Invalid):
            actions.open_assessment(
                council, by=cast.shiomi.users["secretary"], title_ja=title, standard=standard
            )
    assert not Assessment.objects.exists()
