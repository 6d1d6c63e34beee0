"""The research request of the demo, from draft to disposal, and what each link leaves behind."""

from __future__ import annotations

import pytest
from django.utils import timezone

from config.demo import moments
from consent import queries as consent
from core import canonical, clock
from core.errors import NotNow, NotPermitted, Refused
from core.law.queries import in_force as law_in_force
from core.ledger.models import LedgerEntry
from core.rulebook.provider import in_force as rules_in_force
from governance.sharing.actions import deliveries, grants, requests, reviews
from governance.sharing.models import Delivery, Pursuit, RequestLine, SharingRequest, StoredVerdict
from governance.sharing.queries.deliveries import disclosures_of
from governance.sharing.queries.release_lists import release_list
from governance.sharing.queries.requests import visible_to
from governance.sharing.queries.turns import changes
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.facts import decode
from governance.sharing.rules.gate import evaluate
from governance.sharing.rules.verdict import Moment
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")


def _line(cast: Cast) -> RequestLine:
    return RequestLine.objects.get(request__reference="R-2026-018", request__council=cast.shiomi.council)


def test_every_act_left_its_number(cast: Cast) -> None:
    line = _line(cast)
    assert line.state == "closed"
    assert line.outcomes.get().judgement == "suitable"
    assert line.approvals.get().decision.number == "汐見協第24号"
    assert line.provider_decisions.get().is_accepted
    assert line.agreements.count() == 1
    assert line.grant.state == "closed"
    assert [d.state for d in line.grant.deliveries.order_by("pk")] == ["released", "released"]
    assert line.grant.disposals.get().is_verified


def test_a_withdrawal_between_two_deliveries_is_pursued_and_left_out(cast: Cast) -> None:
    hina = cast.shiomi.persons["hina"]
    first, second = Delivery.objects.filter(grant=_line(cast).grant).order_by("pk")
    assert first.manifest.filter(person=hina).exists()
    assert not second.manifest.filter(person=hina).exists()
    pursuit = Pursuit.objects.get(person=hina)
    assert (pursuit.delivery, pursuit.outcome) == (first, "deleted")
    assert [row.pursuits for row in disclosures_of([hina])] == [(pursuit,)]
    assert "KP-000003" in list(release_list(first))
    assert "KP-000003" not in list(release_list(second))


def test_stored_verdicts_can_be_judged_again(cast: Cast) -> None:
    stored = StoredVerdict.objects.filter(line=_line(cast))
    assert {row.moment for row in stored} == {"submission", "approval", "flow"}
    for row in stored:
        on = row.at.astimezone(clock.TOKYO).date()
        rules, law = rules_in_force(cast.shiomi.council, on), law_in_force(on)
        again = evaluate(decode(bytes(row.facts)), rules, law, Moment(row.moment), row.at)
        assert again.allowed is row.is_allowed is True
        assert [check.state.value for check in again.checks] == [check["state"] for check in row.checks]


def test_the_ledger_holds_a_commitment_and_no_person(cast: Cast) -> None:
    entries = LedgerEntry.objects.filter(event="sharing.verdict_stored")
    assert entries.count() >= 4
    text = b"".join(
        bytes(entry.content) for entry in LedgerEntry.objects.filter(event__startswith="sharing.")
    )
    for name in (cast.shiomi.users["chihiro"].name, "KP-000003"):
        assert name.encode() not in text


def test_drafts_are_for_the_applicant_alone(cast: Cast) -> None:
    draft = SharingRequest.objects.get(applicant=cast.shiomi.organisations["bus"], state="drafted")
    seen = {
        key
        for key, user in cast.shiomi.users.items()
        if visible_to(user, cast.shiomi.council).filter(pk=draft.pk)
    }
    assert seen == {"rep_bus"}


def test_the_draft_shows_what_is_missing_and_cannot_be_handed_in(cast: Cast) -> None:
    draft = SharingRequest.objects.get(applicant=cast.shiomi.organisations["bus"], state="drafted")
    line = RequestLine.objects.select_related("request__council", "dataset").get(request=draft)
    obstacles = {check.code for check in judge(line, Moment.SUBMISSION).verdict.blocking}
    assert {"pia", "consent", "purpose", "retention"} <= obstacles
    with pytest.raises(Refused):
        requests.submit(draft, by=cast.shiomi.users["rep_bus"])
    draft.refresh_from_db()
    assert draft.state == "drafted"
    assert not draft.submissions.exists()


def test_opinions_stay_hidden_until_all_are_in(cast: Cast) -> None:
    row = SharingRequest.objects.get(council=cast.shiomi.council, title_ja__contains="第2期")
    with pytest.raises(Refused) as refused:
        reviews.consolidate(row, by=cast.shiomi.users["secretary"])
    assert refused.value.code == "sharing.opinions_missing"
    other = cast.shiomi.users["reviewer_security"]
    reviews.record_opinion(row.lines.get(), by=other, judgement="unsuitable", text="鍵の管理が不十分である。")
    page = signed_in(cast.shiomi.users["reviewer_ethics"]).get(f"/c/shiomi/requests/{row.reference}/board/")
    assert "前回の研究の条件が守られている" in page.content.decode()
    assert "鍵の管理が不十分である" not in page.content.decode()


def test_declaring_an_interest_recuses_and_calls_the_alternate(cast: Cast) -> None:
    row = SharingRequest.objects.get(council=cast.shiomi.council, title_ja__contains="第2期")
    lawyer, alternate = (cast.shiomi.users[key] for key in ("reviewer_law", "reviewer_law_alternate"))
    assert not visible_to(alternate, cast.shiomi.council).filter(pk=row.pk).exists()
    member = reviews.declare_interest(row, by=lawyer, interest="adviser")
    assert member.is_recused
    assert not visible_to(lawyer, cast.shiomi.council).filter(pk=row.pk).exists()
    assert visible_to(alternate, cast.shiomi.council).filter(pk=row.pk).exists()
    with pytest.raises(NotPermitted):
        reviews.record_opinion(row.lines.get(), by=lawyer, judgement="suitable", text="–")


def test_a_closed_grant_delivers_nothing(cast: Cast) -> None:
    grant = _line(cast).grant
    with pytest.raises(NotNow):
        deliveries.prepare(grant, by=cast.shiomi.users["officer_mayor"])
    with pytest.raises(NotNow):
        grants.give_back(grant, by=cast.shiomi.users["rep_university"])


def test_turns_are_compared_field_by_field() -> None:
    before = {
        "request": {"title_ja": "旧"},
        "lines": [{"number": 1, "dataset": "D-01", "retention_months": 36}],
    }
    after = {
        "request": {"title_ja": "新"},
        "lines": [{"number": 1, "dataset": "D-01", "retention_months": 12}],
    }
    found = {(change.where, change.field, change.before, change.after) for change in changes(before, after)}
    assert found == {("request", "title_ja", "旧", "新"), ("line 1", "retention_months", 36, 12)}
    assert changes(before, before) == ()


def test_numbers_in_force_are_those_of_the_consents(cast: Cast) -> None:
    line = _line(cast)
    judged = judge(line, Moment.FLOW)
    assert judged.facts.consents is not None
    items = consent.covering_items(
        cast.shiomi.council,
        dataset="D-01",
        items=line.items,
        purpose=line.request.purpose,
        recipient=line.request.applicant,
        provider=line.dataset.provider,
    )
    assert judged.facts.consents.in_force == consent.in_force(items, at=clock.now()).count()
    assert timezone.is_aware(judged.verdict.at)
    assert moments.LAST.year == 2026
    assert canonical.encode(judged.facts)
