"""Decisions are numbered, rest on something, and are only superseded."""

from __future__ import annotations

from datetime import datetime

import pytest

from core import clock
from core.access.roles import Role
from core.errors import NotNow, NotPermitted, Refused
from core.ledger.models import LedgerEntry
from governance.assembly import actions, queries
from governance.assembly.queries.decisions import reads_in_full
from tests.factories import people
from tests.integration.assembly.conftest import convened, opened
from tests.integration.assembly.test_pages import page, text


def carried(w, **options):
    meeting = opened(w, w.assembly)
    motion = actions.table_motion(meeting, by=w.secretary, title_ja="議案", **options)
    actions.no_objection(motion, by=w.chair)
    return motion


def decided(w, **options):
    return actions.record_decision(w.council, by=w.secretary, title_ja="決定", reasons_ja="理由", **options)


def test_a_decision_rests_on_a_carried_item_and_gets_the_next_number(here):
    motion = carried(here, about="request:R-2026-001/1")
    decision = decided(here, motion=motion, links=["assessment:PIA-1"])
    assert (decision.number, decision.subject, decision.body) == (
        "he協第1号",
        "request:R-2026-001/1",
        here.assembly,
    )
    assert decision.article["provision"] == "ordinary_majority"
    assert queries.decisions(here.council).get(number="he協第1号") == decision
    assert list(queries.decisions_about(here.council, "request:R-2026-001/1")) == [decision]
    assert LedgerEntry.objects.filter(event="assembly.decision_recorded").count() == 1
    with pytest.raises(NotNow):
        decided(here, motion=motion)


def test_numbers_begin_anew_each_fiscal_year(here):
    with clock.at(datetime(2027, 3, 31, 14, tzinfo=clock.TOKYO)):
        last = actions.record_decision(
            here.council, by=here.chair, title_ja="決定", reasons_ja="理由", risk="minor"
        )
    with clock.at(datetime(2027, 4, 1, 0, tzinfo=clock.TOKYO)):
        first = actions.record_decision(
            here.council, by=here.chair, title_ja="決定", reasons_ja="理由", risk="minor"
        )
    assert (last.number, first.number) == ("he協第1号", "he協第1号")
    assert (last.fiscal_year, first.fiscal_year) == (2026, 2027)
    assert list(queries.decisions(here.council).filter(number="he協第1号")) == [first, last]


def test_no_decision_without_a_carried_item_or_reasons(here, there):
    meeting = opened(here, here.assembly)
    motion = actions.table_motion(meeting, by=here.secretary, title_ja="議案")
    for state in ("tabled", "voting", "lost"):
        if state != "tabled":
            {"voting": actions.put_to_vote, "lost": actions.close_vote}[state](motion, by=here.secretary)
        with pytest.raises(Refused) as refused:
            decided(here, motion=motion)
        assert refused.value.code == "motion_not_carried"
    with pytest.raises(Refused):
        actions.record_decision(
            here.council, by=here.secretary, title_ja="決定", reasons_ja=" ", motion=motion
        )
    with pytest.raises(Refused) as elsewhere:
        decided(here, motion=carried(there))
    assert elsewhere.value.code == "not_found"
    with pytest.raises(NotPermitted):
        actions.record_decision(
            here.council, by=here.chair, title_ja="決定", reasons_ja="理由", motion=carried(here)
        )


def test_the_chair_decides_alone_where_the_rule_says_so(here):
    minor = actions.record_decision(
        here.council, by=here.chair, title_ja="軽微", reasons_ja="統計", risk="minor"
    )
    assert (minor.authority, minor.article["provision"]) == ("chair", "approval_bodies")
    urgent = actions.record_decision(here.council, by=here.chair, title_ja="大雨", reasons_ja="避難")
    assert (urgent.authority, urgent.article["provision"]) == ("emergency", "emergency_approval")
    with pytest.raises(Refused) as refused:
        actions.record_decision(
            here.council, by=here.chair, title_ja="通常", reasons_ja="理由", risk="ordinary"
        )
    assert refused.value.code == "chair_may_not_decide_alone"
    with pytest.raises(NotPermitted):
        decided(here, risk="minor")


def test_a_decision_is_superseded_once_and_stays(here):
    first = decided(here, motion=carried(here, about="request:R-2026-001/1"))
    second = actions.supersede_decision(
        first, by=here.secretary, title_ja="変更", reasons_ja="事情の変更", motion=carried(here)
    )
    first.refresh_from_db()
    assert (first.superseded_by, second.subject, second.serial) == (second, first.subject, 2)
    with pytest.raises(NotNow):
        actions.supersede_decision(
            first, by=here.secretary, title_ja="再", reasons_ja="再", motion=carried(here)
        )


def test_a_decision_is_about_what_was_voted_on(here):
    """Whoever is recused from the second matter voted on the first."""
    motion = carried(here, about="line:R-2026-001-1")
    with pytest.raises(Refused) as refused:
        decided(here, motion=motion, about="line:R-2026-002-1")
    assert (refused.value.code, refused.value.params["voted"]) == ("decided_about_another", "R-2026-001-1")
    old = decided(here, motion=carried(here, about="line:R-2026-002-1"))
    with pytest.raises(Refused, match="decided_about_another"):
        actions.supersede_decision(old, by=here.secretary, title_ja="変更", reasons_ja="事情", motion=motion)
    assert decided(here, motion=motion, about="line:R-2026-001-1").subject == motion.subject


def test_the_chair_decides_nothing_alone_from_which_they_are_excluded(here):
    subject = "line:R-2026-001-1"
    actions.exclude(here.council, by=here.secretary, user=here.chair, subjects=[subject], interest="family")
    with pytest.raises(NotPermitted):
        actions.record_decision(
            here.council, by=here.chair, title_ja="大雨", reasons_ja="避難", about=subject
        )


def test_who_reads_what_of_a_decision(here, there):
    public, partial, closed = (
        decided(here, motion=carried(here), visibility=level) for level in ("public", "partial", "closed")
    )
    member, reviewer = here.members[0].user, here.reviewers["law"]
    assert set(queries.decisions_for(member, here.council)) == {public, partial}
    assert set(queries.decisions_for(here.auditor, here.council)) == {public, partial, closed}
    assert set(queries.public_decisions(here.council)) == {public, partial}
    assert [reads_in_full(reviewer, d) for d in (public, partial)] == [True, False]
    assert reads_in_full(here.secretary, partial)
    assert not queries.decisions(there.council)


def test_the_title_of_a_report_is_whole_in_english_too(here):
    meeting = convened(here, here.assembly)

    def titles(**given):
        made = actions.record_decision(
            here.council, by=here.chair, reasons_ja="軽微なため。", risk="minor", **given
        )
        item = actions.report_decision(made, by=here.secretary, meeting=meeting)
        return item.title_en, made.number

    short, number = titles(title_ja="会場の変更")
    assert short == f"Report: the chair's decision {number} 会場の変更", "not ended amid its sentence"
    long, _number = titles(title_ja="会場", title_en="word " * 59)
    assert len(long) <= 300
    assert long.endswith("…"), "what is cut says so"


def excluded(w, subject):
    """A secretary and the chair who take no part in ``subject``, and another secretary who does."""
    actions.exclude(w.council, by=w.secretary, user=w.secretary, subjects=[subject], interest="family")
    actions.exclude(w.council, by=w.chair, user=w.chair, subjects=[subject], interest="family")
    return people.with_role("secretary-other", Role.SECRETARY, w.council)


@pytest.mark.parametrize("subject", ["line:R-2026-001-1", "request:R-2026-001/2"])
def test_who_is_excluded_from_the_matter_records_nothing_about_it(here, subject):
    """Neither a decision of a body nor what takes its place, nor a report; a part of the matter goes with it."""
    whole = subject.partition("/")[0]
    motion, free = carried(here, about=subject), carried(here)
    other = excluded(here, whole)
    assert list(queries.undecided_motions(here.secretary, here.council)) == [free]
    assert list(queries.undecided_motions(other, here.council)) == [free, motion]
    refused = {"title_ja": "決定", "reasons_ja": "理由"}
    with pytest.raises(NotPermitted):
        decided(here, motion=motion)
    with pytest.raises(NotPermitted):
        decided(here, motion=free, about=subject)
    made = actions.record_decision(here.council, by=other, motion=motion, **refused)
    with pytest.raises(NotPermitted):
        actions.supersede_decision(made, by=here.secretary, motion=motion, **refused)
    with pytest.raises(NotPermitted):
        actions.supersede_decision(made, by=here.chair, risk="minor", about="", **refused)
    assert actions.supersede_decision(made, by=other, motion=motion, **refused).supersedes == made


def test_who_is_excluded_from_the_matter_finds_it_on_no_form(here):
    subject = "line:R-2026-001-1"
    motion = carried(here, about=subject)
    other = excluded(here, subject)
    base = f"/c/{here.council.slug}/decisions/"
    assert f"motion:{motion.pk}" not in text(page(here.secretary, f"{base}new/"))
    assert f"motion:{motion.pk}" in text(page(other, f"{base}new/"))
    made = actions.record_decision(here.council, by=other, title_ja="決定", reasons_ja="理由", motion=motion)
    address = f"{base}{made.pk}/supersede/"
    assert address not in text(page(here.secretary, f"{base}{made.pk}/"))
    assert page(here.secretary, address).status_code == 403
    assert address in text(page(other, f"{base}{made.pk}/"))


def test_the_chairs_decision_is_reported_by_somebody_who_takes_part(here):
    subject = "line:R-2026-001-1"
    made = actions.record_decision(
        here.council, by=here.chair, title_ja="決定", reasons_ja="理由", risk="minor", about=subject
    )
    other = excluded(here, subject)
    meeting = convened(here, here.assembly)
    assert queries.unreported(here.council, here.secretary) == []
    assert queries.unreported(here.council, other) == [made]
    with pytest.raises(NotPermitted):
        actions.report_decision(made, by=here.secretary, meeting=meeting)
    assert actions.report_decision(made, by=other, meeting=meeting).kind == "report"
