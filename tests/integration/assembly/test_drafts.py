"""Nothing leaves the council before its line of approval has signed it."""

from __future__ import annotations

import pytest

from core.access import grants
from core.access.roles import Role
from core.errors import NotNow, NotPermitted, Refused
from core.outbox.models import Job
from governance.assembly import actions, queries
from tests.factories import people
from tests.integration.assembly.conftest import REPLACED, letter


def prepared(w, **options):
    return actions.prepare_draft(
        w.council,
        by=options.pop("by", w.secretary),
        kind="approval",
        about="request:R-2026-001/1",
        papers=letter("利用承認通知書", "承認する。"),
        **options,
    )


def test_the_line_signs_in_order_and_the_document_is_issued(here):
    draft = prepared(here, addressees=[here.members[0].user])
    assert (draft.state, draft.line, draft.article["provision"]) == (
        "in_approval",
        ["secretariat_head", "chair"],
        "approval_line",
    )
    assert [
        len(queries.to_sign(user, here.council)) for user in (here.approver, here.chair, here.secretary)
    ] == [1, 0, 0]
    with pytest.raises(NotPermitted) as early:
        actions.sign_draft(draft, by=here.chair)
    assert early.value.code == "not_your_signature"
    draft = actions.sign_draft(draft, by=here.approver, digest=draft.digest)
    assert draft.state == "in_approval"
    draft = actions.sign_draft(draft, by=here.chair)
    assert (draft.state, draft.document.number) == ("approved", "he協発第1号")
    assert [s.office for s in draft.signatures.all()] == ["secretariat_head", "chair"]
    assert Job.objects.get(kind="document").payload == {"document": draft.document.pk}
    addressed, other = here.members[0].user, here.members[1].user
    assert list(queries.documents_for(addressed, here.council, "request:R-2026-001/1")) == [draft.document]
    assert list(queries.documents_for(other, here.council)) == []
    with pytest.raises(NotPermitted):
        actions.sign_draft(draft, by=here.chair)


def test_who_drafted_cannot_approve_and_nobody_signs_twice(here):
    grants.give(Role.APPROVER, here.secretary, here.council)
    draft = prepared(here)
    with pytest.raises(NotPermitted):
        actions.sign_draft(draft, by=here.secretary)
    grants.give(Role.CHAIR, here.approver, here.council)
    actions.sign_draft(draft, by=here.approver)
    with pytest.raises(NotPermitted):
        actions.sign_draft(draft, by=here.approver)
    assert draft.signatures.count() == 1
    assert queries.to_sign(here.approver, here.council) == []


def test_a_changed_draft_is_not_signed(here):
    with pytest.raises(NotNow) as changed:
        actions.sign_draft(prepared(here), by=here.approver, digest="0" * 64)
    assert changed.value.code == "draft_changed"


def test_a_returned_draft_is_replaced_by_a_new_one(here):
    draft = prepared(here)
    with pytest.raises(Refused):
        prepared(here, replaces=draft)
    with pytest.raises(Refused):
        actions.return_draft(draft, by=here.approver, reason=" ")
    with pytest.raises(NotPermitted):
        actions.return_draft(draft, by=here.chair, reason="誤字")
    draft = actions.return_draft(draft, by=here.approver, reason="誤字")
    assert (draft.state, draft.returned_by) == ("returned", here.approver)
    again = prepared(here, replaces=draft)
    assert (again.replaces, again.state) == (draft, "in_approval")


def test_without_a_rule_nobody_signs_and_nothing_goes_out(here):
    REPLACED["approval_line"] = None
    with pytest.raises(Refused) as refused:
        prepared(here)
    assert refused.value.code == "no_approval_line"


def test_a_draft_may_wait_before_it_circulates(here):
    draft = prepared(here, circulate=False)
    assert draft.state == "drafted"
    with pytest.raises(NotPermitted):
        actions.circulate_draft(draft, by=here.approver)
    assert actions.circulate_draft(draft, by=here.secretary).state == "in_approval"


def test_who_represents_an_addressed_organisation_reads_the_document(here, there):
    owner = here.members[1]
    draft = prepared(here, organisations=[owner.organisation])
    actions.sign_draft(draft, by=here.approver)
    document = actions.sign_draft(draft, by=here.chair).document
    readers = [here.secretary, here.auditor, here.approver, here.chair, owner.user]
    others = [here.members[0].user, here.reviewers["law"], here.stranger, there.secretary, people.user("new")]
    assert all(list(queries.documents_for(user, here.council)) == [document] for user in readers)
    assert all(list(queries.documents_for(user, here.council)) == [] for user in others)
    assert queries.document_by_number(here.council, document.number) == document


def test_only_those_who_run_the_council_see_drafts(here, there):
    draft = prepared(here)
    assert list(queries.drafts_about(here.council, "request:R-2026-001/1")) == [draft]
    for user in (here.secretary, here.approver, here.chair, here.auditor):
        assert list(queries.drafts_for(user, here.council)) == [draft]
    for user in (here.members[0].user, here.reviewers["law"], there.secretary):
        assert list(queries.drafts_for(user, here.council)) == []
    for user in (here.chair, here.approver, there.secretary, here.members[0].user):
        with pytest.raises(NotPermitted):
            prepared(here, by=user)


def test_no_mail_about_a_draft_goes_to_whoever_is_excluded_from_the_matter(here):
    """Neither to whose signature is next, nor to who prepared it and has been excluded since."""
    other = people.with_role("approver-other", Role.APPROVER, here.council)
    out = {"subjects": ["request:R-2026-001"], "interest": "family"}
    actions.exclude(here.council, by=here.approver, user=here.approver, **out)
    draft = prepared(here)
    told = Job.objects.filter(payload__template="governance/assembly/draft_waits")
    assert set(told.values_list("payload__user", flat=True)) == {other.pk}
    actions.exclude(here.council, by=here.secretary, user=here.secretary, **out)
    actions.return_draft(draft, by=other, reason="直す。")
    assert not Job.objects.filter(payload__template="governance/assembly/draft_returned").exists()
