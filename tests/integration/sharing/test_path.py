"""The research request of the demo, from draft to disposal, and what each link leaves behind."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.demo import moments
from consent import queries as consent
from core import canonical, clock, crypto
from core.errors import NotNow, NotPermitted, Refused
from core.law.queries import in_force as law_in_force
from core.ledger.models import LedgerEntry
from core.ledger.queries import Told
from core.rulebook.provider import in_force as rules_in_force
from governance.sharing.actions import deliveries, grants, requests, reviews
from governance.sharing.models import (
    CitedProvision,
    Delivery,
    Pursuit,
    RequestLine,
    SharingRequest,
    StoredVerdict,
)
from governance.sharing.queries.deliveries import disclosures_of
from governance.sharing.queries.release_lists import release_list
from governance.sharing.queries.requests import visible_to
from governance.sharing.queries.turns import changes
from governance.sharing.queries.verdicts import Unlike, _compared, committed_checks, judge
from governance.sharing.rules.facts import decode
from governance.sharing.rules.gate import evaluate
from governance.sharing.rules.verdict import Moment
from tests.cast import Cast, signed_in
from tests.unguarded import unguarded

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


def test_every_kept_answer_is_read_on_a_page_of_its_own(cast: Cast) -> None:
    line, users = _line(cast), cast.shiomi.users
    record = f"/c/shiomi/requests/{line.request.reference}/?tab=record"
    listed = signed_in(users["auditor"]).get(record).content.decode()
    pages = [
        f"/c/shiomi/requests/R-2026-018/lines/1/answers/{row.pk}/" for row in line.verdicts.order_by("at")
    ]
    assert len(pages) >= 4
    for path in pages:
        assert f'href="{path}"' in listed
        told = {key: signed_in(users[key]).get(path) for key in ("auditor", "rep_university", "rep_bus")}
        assert [answer.status_code for answer in told.values()] == [200, 200, 404]
        for key in ("auditor", "rep_university"):
            shown = told[key].content.decode()
            assert shown.count('class="check ') == 22, key
            assert "全ての確認項目で同じ結果になります" in shown
            assert f'href="/ledger/entries/{told[key].context["entry"].pk}' in shown
            assert "証跡と一致しません" not in shown
    delivery = line.grant.deliveries.order_by("-pk")[0]
    page = signed_in(users["auditor"]).get(f"/c/shiomi/deliveries/{delivery.reference}/").content.decode()
    assert f'href="{pages[-1]}"' in page


def test_an_altered_answer_says_on_its_page_that_it_differs(cast: Cast) -> None:
    row = StoredVerdict.objects.get(line=_line(cast), moment="approval")
    path = f"/c/shiomi/requests/R-2026-018/lines/1/answers/{row.pk}/"
    fail = {"state": "fail", "reason": "no_quorum", "params": {"present": 1, "needed": 3}}
    checks = [one | fail if one["code"] == "opinion" else one for one in row.checks]
    for change in ({"checks": checks}, {"is_allowed": False}, {"facts": b"{"}):
        kept = {name: getattr(row, name) for name in change}
        with unguarded():
            StoredVerdict.objects.filter(pk=row.pk).update(**change)
        answer = signed_in(cast.shiomi.users["auditor"]).get(path)
        shown = answer.content.decode()
        assert "証跡と一致しません" in shown, change.keys()
        assert not answer.context["same"]
        assert ("一致しない確認項目" in shown) == ("checks" in change)
        assert ("再判定不可" in shown) == ("facts" in change)
        with unguarded():
            StoredVerdict.objects.filter(pk=row.pk).update(**kept)


@pytest.mark.parametrize("change", ["facts", "moment", "is_allowed", "checks", "at", "copy"])
def test_an_altered_verdict_is_named(cast: Cast, capsys: pytest.CaptureFixture[str], change: str) -> None:
    row = StoredVerdict.objects.filter(line=_line(cast), moment="approval").get()
    call_command("verdicts", "verify")
    another = StoredVerdict.objects.filter(line=_line(cast), moment="submission").latest("pk")
    other = {
        "facts": bytes(row.facts).replace(b"true", b"false", 1),
        "moment": "flow",
        "is_allowed": False,
        "at": row.at - timedelta(days=1),
        "checks": [{**row.checks[0], "reason": "other"}, *row.checks[1:]],
    }
    told = ("moment", "at", "facts", "salt", "is_allowed", "checks")
    changed = {name: getattr(another, name) for name in told} if change == "copy" else {change: other[change]}
    with unguarded():
        StoredVerdict.objects.filter(pk=row.pk).update(**changed)
    with pytest.raises(CommandError, match="2 to explain"):
        call_command("verdicts", "verify")
    said = capsys.readouterr().out
    assert f"{row.line.reference} (approval): the evidence log tells of a verdict that is not there" in said
    assert re.search(rf"{row.line.reference} \(\w+, .*\): not what the evidence log tells", said)


@pytest.mark.parametrize("moments_gone", [["approval"], ["submission", "approval", "flow"]])
def test_a_verdict_that_is_gone_is_named(
    cast: Cast, capsys: pytest.CaptureFixture[str], moments_gone: list[str]
) -> None:
    rows = StoredVerdict.objects.filter(line=_line(cast), moment__in=moments_gone)
    count = rows.count()
    with unguarded():
        rows._raw_delete(rows.db)  # past the guards in Python, too
    with pytest.raises(CommandError, match=f"verdicts .*: {count} to explain"):
        call_command("verdicts", "verify")
    said = capsys.readouterr().out
    for moment in moments_gone:
        assert f"R-2026-018-1 ({moment}): the evidence log tells of a verdict that is not there" in said


@pytest.mark.parametrize("change", ["gone", "moment", "more"])
def test_provisions_kept_otherwise_than_cited_are_named(
    cast: Cast, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    rows = CitedProvision.objects.filter(verdict__line=_line(cast), moment="approval").order_by("pk")[:1]
    row = rows.get()
    rows = CitedProvision.objects.filter(pk=row.pk)
    with unguarded():
        if change == "gone":
            rows._raw_delete(rows.db)
        elif change == "more":
            CitedProvision.objects.create(**{**_told(row), "provision": "other"})
        else:
            rows.update(**{change: "flow"})
    with pytest.raises(CommandError, match="1 to explain"):
        call_command("verdicts", "verify")
    said = capsys.readouterr().out
    named = "other" if change == "more" else row.provision
    assert re.search(r"^R-2026-018-1 \(approval, .*\): other provisions are kept than it cites", said)
    assert f"{row.code}: {row.instrument}/{named}" in said


def _told(row: CitedProvision) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("verdict", "line", "moment", "at", "instrument", "code")}


def test_what_the_log_said_before_it_had_checks_is_compared_without_them() -> None:
    row = StoredVerdict(
        pk=0,
        moment="flow",
        at=clock.now(),
        facts=b"{}",
        salt=bytes(16),
        is_allowed=True,
        checks=[{"code": "terms"}],
    )
    committed = crypto.commitment(b"{}", salt=bytes(16))[0].hex()
    facts = {"moment": "flow", "commitment": committed, "allowed": True}
    entry = Told("sharing.verdict_stored", "", "system", facts)
    assert list(_compared("R-1-1", [row], [entry])) == []
    assert list(_compared("R-1-1", [row, row], [entry])) == [Unlike("R-1-1", "flow", row.at)]
    row.checks = [{"code": 0.5}]
    later = Told(
        entry.event, "", "system", {**facts, "checks": committed_checks([{"code": "terms"}], bytes(16))}
    )
    assert list(_compared("R-1-1", [row], [later])) == [
        Unlike("R-1-1", "flow", row.at),
        Unlike("R-1-1", "flow"),
    ]


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
