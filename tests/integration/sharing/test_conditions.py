"""Conditions: who checks, which days, what is kept, and what comes back."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.access.grants import give
from core.access.roles import Role
from core.accounts.models import Organ, User
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.files import queries as files
from core.http.dates import era_date
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.assembly import actions as assembly
from governance.members.models import Delegate, Duty, Membership
from governance.sharing.actions import conditions, reviews
from governance.sharing.actions.binding import count_days
from governance.sharing.documents.agreements import agreement
from governance.sharing.documents.decisions import approval_notice
from governance.sharing.documents.leaving import left_by
from governance.sharing.models import AgreementText, Condition, ConditionExtension, Grant
from governance.sharing.permissions import permit
from governance.sharing.queries import waiting
from governance.sharing.queries.conditions import about
from governance.sharing.queries.deliveries import may_go_on
from governance.sharing.queries.machine import lines_between, organisation
from governance.sharing.queries.suspensions import causes_left
from governance.sharing.queries.upholding import fallen_waivers
from governance.sharing.queries.verdicts import judge
from governance.sharing.rules.verdict import Moment
from tests.cast import enter, signed_in
from tests.factories import sharing
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import LATER, conditional, done, mails, wait
from tests.integration.sharing.verbs import steering
from tests.unguarded import unguarded

YEARLY = {"text": "毎月報告すること。", "precedent": False, "due_days": 30, "repeats_months": 1}


@pytest.fixture
def council(bound: CouncilAtWork) -> CouncilAtWork:
    return bound


def test_evidence_has_files_that_only_those_concerned_open(council: CouncilAtWork) -> None:
    row, applicant = Condition.objects.get(), council.users["rep_university"]
    uploads = [("report.csv", b"a,b\n1,2\n"), ("log.txt", "記録".encode())]
    with clock.at(council.now):
        conditions.submit_evidence(row, by=applicant, evidence="報告書のとおり。", uploads=uploads)
    kept = list(files.of(about(row)))
    assert [file.name for file in kept] == ["report.csv", "log.txt"]
    page = f"/c/shiomi/grants/{council.grant.reference}/"
    address = f"{page}conditions/{row.pk}/evidence/{kept[0].key}/"
    allowed = {"rep_university": 200, "officer_mayor": 200, "secretary": 200, "auditor": 403}
    for name, status in allowed.items():
        assert signed_in(council.users[name]).get(address).status_code == status, name
    for name in ("neighbour", "stranger", "rep_delivery"):
        assert signed_in(council.users[name]).get(address).status_code == 404, name
    assert "report.csv" in signed_in(applicant).get(page).content.decode()
    assert "report.csv" not in signed_in(council.users["auditor"]).get(page).content.decode()


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(council: CouncilAtWork) -> None:
    row, applicant = Condition.objects.get(), council.users["rep_university"]
    with clock.at(council.now), pytest.raises(Invalid, match="file_not_what_it_says"):
        conditions.submit_evidence(row, by=applicant, evidence="報告", uploads=[("a.pdf", b"no pdf")])
    assert Condition.objects.get().state == "open"


def test_who_filed_does_not_check_and_neither_do_the_owners_people(council: CouncilAtWork) -> None:
    row, applicant, secretary = (
        Condition.objects.get(),
        council.users["rep_university"],
        council.users["secretary"],
    )
    university = council.world.organisations["university"]
    council.act("show_evidence")
    with clock.at(council.now):
        row.refresh_from_db()
        membership = Membership.objects.get(council=council.world.council, organisation=university)
        Delegate.objects.create(membership=membership, user=secretary, kind="deputy", from_on=clock.today())
        refused = permit(secretary, row, "accept_evidence")
        assert refused.code == "sharing.colleague_without_interest", "a deputy of the owner"
        assert permit(secretary, row, "submit_evidence").code == "not_your_verb", "never the secretariat's"
        page = signed_in(secretary).get(f"/c/shiomi/grants/{council.grant.reference}/").content.decode()
        assert "承認後の事務は、利益相反のない別の職員が扱います" in page
        assert permit(council.users["secretary_2"], row, "accept_evidence")
        Condition.objects.filter(pk=row.pk).update(evidence_by=council.users["secretary_2"])
        with pytest.raises(NotPermitted, match="checker_filed"):
            conditions.accept_evidence(row, by=council.users["secretary_2"])
        give(Role.SECRETARY, applicant, council.world.council)
        assert not permit(applicant, row, "accept_evidence"), "a representative of the owner"


def test_a_later_day_is_on_record_and_ends_the_duty(council: CouncilAtWork) -> None:
    row, secretary = Condition.objects.get(), council.users["secretary"]
    wait(council, 11)
    assert council.grant.state == "suspended"
    assert Duty.objects.filter(kind="condition", settled_at__isnull=True).count() == 1
    with clock.at(council.now):
        for day in (row.due_on, clock.today()):
            with pytest.raises(Invalid, match="extension_not_later"):
                conditions.extend(row, by=secretary, due_on=day, reason="機器の故障")
        with pytest.raises(Invalid, match="reason_missing"):
            conditions.extend(row, by=secretary, due_on=clock.today() + timedelta(days=9), reason=" ")
        conditions.extend(row, by=secretary, due_on=clock.today() + timedelta(days=9), reason="機器の故障")
    kept = ConditionExtension.objects.get()
    assert (kept.from_on, kept.reason) == (row.due_on, "機器の故障")
    _agreement_stays_as_concluded(council, kept)
    assert not Duty.objects.filter(kind="condition", settled_at__isnull=True).exists()
    assert council.act("resume")
    wait(council, 11)
    assert council.grant.state == "suspended", "overdue again"


def _agreement_stays_as_concluded(council: CouncilAtWork, moved: ConditionExtension) -> None:
    """It names the day that was agreed and who stood for the parties; the new day stands below, as a change."""
    Organ.objects.filter(pk=council.line.request.recipient_organ_id).update(representative="学長 後任 花子")
    shown = str(agreement(council.line, council.line.agreements.get()).blocks)
    signed, since = shown.split("締結後の変更")
    assert era_date(moved.from_on) in signed
    assert era_date(moved.to_on) not in signed
    assert "後任" not in shown
    assert f"{era_date(moved.from_on)}から{era_date(moved.to_on)}に" in since
    kept = AgreementText.objects.filter(agreement__line=council.line)
    with unguarded():
        kept._raw_delete(kept.db)
    assert "現在の記録に基づくもの" in str(agreement(council.line, council.line.agreements.get()).blocks)


def test_it_is_waived_only_by_a_decision_of_its_own(council: CouncilAtWork) -> None:
    row, secretary = Condition.objects.get(), council.users["secretary"]
    with clock.at(council.now):
        for number, error, code in (
            ("汐見協第999号", Refused, "decision_not_about_line"),
            (council.line.approvals.get().decision.number, Invalid, "decision_used_already"),
        ):
            with pytest.raises(error, match=code):
                conditions.waive(row, by=secretary, decision_number=number)
        number = steering(council)
        conditions.waive(row, by=secretary, decision_number=number)
    shown = str(agreement(council.line, council.line.agreements.get()).blocks)
    assert f"履行を決定（{number}）により免除した" in shown.split("締結後の変更")[1]
    wait(council, 20)
    assert council.grant.state == "active"


def superseded(council: CouncilAtWork) -> str:
    """The number of the decision that is put in the place of the one that waived the condition."""
    decision, secretary = Condition.objects.get().waiving_decision, council.users["secretary"]
    motion = sharing.carried(council.world, f"line:{council.line.reference}")
    words = {"title_ja": "承認条件の再検討", "reasons_ja": "改めて審議した。", "motion": motion}
    return str(assembly.supersede_decision(decision, by=secretary, **words).number)


def owed_to_machines(council: CouncilAtWork) -> list[str]:
    """How the obligations of the recipient stand that the decision API tells."""
    applicant = organisation(pk=council.request.applicant_id)
    (line,) = lines_between(council.world.council, council.line.dataset.reference, applicant, at=clock.now())
    return [one.state for one in line.obligations]


def flowing(council: CouncilAtWork) -> str:
    """What the gate says of the conditions when data are to flow."""
    (found,) = [one for one in judge(council.line, Moment.FLOW).verdict.checks if one.code == "conditions"]
    return found.reason


@pytest.fixture
def fallen(council: CouncilAtWork) -> tuple[Condition, str]:
    """A condition whose waiver fell, and the number of the decision that took the other's place."""
    row, secretary = Condition.objects.get(), council.users["secretary"]
    with clock.at(council.now):
        conditions.waive(row, by=secretary, decision_number=steering(council))
        with pytest.raises(NotNow, match="waiver_stands"):
            conditions.waive(row, by=secretary, decision_number=steering(council))
        with pytest.raises(NotNow, match="waiver_stands"):
            conditions.reopen(row, by=secretary, reason="条件は必要である。")
        assert flowing(council) == "met"
        assert not fallen_waivers(council.world.council).exists()
        return row, superseded(council)


def test_nothing_flows_while_the_decision_that_waived_it_is_superseded(
    council: CouncilAtWork, fallen: tuple[Condition, str]
) -> None:
    row, number = fallen
    secretary, page = council.users["secretary"], f"/c/shiomi/grants/{council.grant.reference}/"
    with clock.at(council.now):
        assert flowing(council) == "waived_without_decision"
        assert may_go_on(council.grant).code == "gate.conditions.waived_without_decision"
        shown = enter(Client(), secretary).get(page).content.decode()
        for act in ("waive", "reopen"):
            assert f"conditions/{row.pk}/{act}/" in shown, act
        assert page in enter(Client(), secretary).get("/c/shiomi/today/").content.decode()
        conditions.waive(row, by=secretary, decision_number=number)
        assert flowing(council) == "met"
        assert not fallen_waivers(council.world.council).exists()
        shown = enter(Client(), secretary).get(page).content.decode()
        for act in ("waive", "reopen"):
            assert f"conditions/{row.pk}/{act}/" not in shown, act


def test_what_is_overdue_is_so_again_once_its_waiver_fell(council: CouncilAtWork) -> None:
    row, secretary = Condition.objects.get(), council.users["secretary"]
    wait(council, 11)
    assert council.grant.state == "suspended"
    with clock.at(council.now):
        assert causes_left(council.grant)
        conditions.waive(row, by=secretary, decision_number=steering(council))
        assert not causes_left(council.grant)
        superseded(council)
        assert causes_left(council.grant)


def test_a_condition_whose_waiver_fell_is_opened_again(
    council: CouncilAtWork, fallen: tuple[Condition, str]
) -> None:
    row, secretary = fallen[0], council.users["secretary"]
    address = f"/c/shiomi/grants/{council.grant.reference}/conditions/{row.pk}/reopen/"
    with clock.at(council.now):
        with pytest.raises(Invalid, match="reason_missing"):
            conditions.reopen(row, by=secretary, reason=" ")
        for name in ("rep_university", "officer_mayor", "auditor"):
            with pytest.raises(NotPermitted):
                conditions.reopen(row, by=council.users[name], reason="必要である。")
        said = enter(Client(), secretary).post(address, {"reason": "条件は必要である。"})
        assert said.status_code == 302
        row.refresh_from_db()
        assert (row.state, row.waiving_decision, row.check_note) == ("open", None, "条件は必要である。")
        assert flowing(council) == "met", "it is due later"
        assert mails("condition_reopened") == 1
        assert owed_to_machines(council) == ["open"]
        conditions.waive(row, by=secretary, decision_number=steering(council))
        assert (mails("condition_checked"), owed_to_machines(council)) == (2, []), "told again"
        superseded(council)
        assert owed_to_machines(council) == ["open"], "to be met after all"
        conditions.reopen(row, by=secretary, reason="条件は必要である。")
        assert LedgerEntry.objects.filter(event="sharing.condition_reopened").count() == 2
    wait(council, 11)
    assert council.grant.state == "suspended"


def days_listed(reader: User) -> list[tuple[str, str]]:
    """What the list of all conditions says of their days, in its order: the same as a page and as a file."""
    client, path = enter(Client(), reader), "/c/shiomi/conditions/"
    file = b"".join(client.get(f"{path}?format=csv").streaming_content).decode("utf-8-sig")
    found = [(one["番号"], one["期限"]) for one in csv.DictReader(io.StringIO(file))]
    page = client.get(path).content.decode()
    numbers = [number for number, _day in found]
    assert sorted(numbers, key=page.index) == numbers
    ended = "満たすことを要しません"
    assert page.count(ended) == sum(day == ended for _number, day in found)
    return found


def assert_told_of_what_is_left(reader: User, grant: str) -> None:
    """The page of an ended grant says which condition ended with it and which is still to be met."""
    client = enter(Client(), reader)
    page = client.get(f"/c/shiomi/grants/{grant}/").content.decode()
    parts = page.partition('id="conditions"')[2].partition("</section>")[0]
    assert parts.count("満たすことを要しません") == parts.count("利用承認の終了とともに終わりました") == 1
    assert parts.count("利用承認の終了後も") == parts.count("日超過") == 1
    assert parts.count("/evidence/") == 1, "what ended with the grant is not asked for"
    ended = Condition.objects.get(text="開始を報告すること。")
    assert client.get(f"/c/shiomi/grants/{grant}/conditions/{ended.pk}/evidence/").status_code == 409
    assert "/requests/follow/" not in page, "it was given back"


def test_what_is_overdue_stays_on_the_lists_when_the_grant_has_ended(council: CouncilAtWork) -> None:
    """Its duty blocks the owner until it is met after all; one that comes back is a report."""
    row, owner, secretary = (
        Condition.objects.get(),
        council.users["rep_university"],
        council.users["secretary"],
    )
    Condition.objects.filter(pk=row.pk).update(repeats_months=1)
    wait(council, 11)
    first = Condition.objects.create(
        line=row.line,
        reference=f"{row.line.reference}-C9",
        text="開始を報告すること。",
        is_precedent=False,
        owner=row.owner,
        due_on=row.due_on - timedelta(days=3),
    )
    assert council.act("give_back")
    page = f"/c/shiomi/grants/{council.grant.reference}/#condition-{row.pk}"
    shiomi, university = council.world.council, council.world.organisations["university"]
    with clock.at(council.now):
        assert Duty.objects.get(subject=f"condition:{row.reference}").kind == "report"
        assert page in enter(Client(), secretary).get("/c/shiomi/today/").content.decode()
        standing = enter(Client(), owner).get("/c/shiomi/standing/").content.decode()
        assert standing.count(page) == 2, "what is missing leads there, and so does what waits"
        assert [one.url for one in left_by(shiomi, university)].count(page) == 1
        assert days_listed(secretary) == [
            (row.reference, row.due_on.isoformat()),
            (first.reference, "満たすことを要しません"),
        ]
        assert_told_of_what_is_left(owner, council.grant.reference)
        conditions.submit_evidence(row, by=owner, evidence="報告書を提出した。")
        assert row in waiting.conditions_due(shiomi), "whoever checks it finds it"
        conditions.accept_evidence(row, by=secretary)
        assert row not in waiting.conditions_due(shiomi)
        assert not Duty.objects.filter(subject=f"condition:{row.reference}", settled_at=None).exists()


def test_the_owner_is_reminded_before_and_after_each_mark_once(voting: CouncilAtWork) -> None:
    council = conditional(voting, {**LATER, "due_days": 20})
    for _ in range(30):
        wait(council, 1)
    owner = council.users["rep_university"].pk
    rows = Job.objects.filter(kind="mail", payload__user=owner).order_by("pk")
    told = [
        job.payload["template"].rpartition("/")[2] for job in rows if "/condition_" in job.payload["template"]
    ]
    assert told == ["condition_due", "condition_due", "condition_overdue", "condition_overdue"]
    assert mails("condition_overdue") > 2, "the secretariat learns of what is overdue"


def test_one_that_comes_back_has_a_row_and_a_day_for_each_time(voting: CouncilAtWork) -> None:
    council = conditional(voting, YEARLY)
    rows = list(Condition.objects.order_by("occurrence"))
    assert len(rows) >= 5
    assert {row.due_on.day for row in rows} <= {rows[0].due_on.day, 28}
    assert rows[-1].due_on <= council.grant.ends_on
    assert len({row.reference for row in rows}) == len(rows)
    council.act("show_evidence")
    council.act("accept_evidence")
    assert {row.state for row in Condition.objects.all()} == {"met"}
    assert LedgerEntry.objects.filter(event="sharing.condition_met").count() == len(rows)


def test_a_second_delay_is_owed_though_the_first_still_suspends(council: CouncilAtWork) -> None:
    row, secretary = Condition.objects.get(), council.users["secretary"]
    wait(council, 11)
    assert council.grant.state == "suspended"
    assert Duty.objects.filter(subject=f"condition:{row.reference}", settled_at__isnull=True).count() == 1
    with clock.at(council.now):
        later = clock.today() + timedelta(days=5)
        conditions.extend(row, by=secretary, due_on=later, reason="集計に時間を要する。")
    wait(council, 2)
    assert not Duty.objects.filter(subject=f"condition:{row.reference}", settled_at__isnull=True).exists()
    wait(council, 4)
    assert council.grant.state == "suspended", "nobody has resumed it"
    owed = Duty.objects.get(subject=f"condition:{row.reference}", settled_at__isnull=True)
    assert owed.due_on == later
    with clock.at(council.now):
        assert conditions.suspend_overdue() == 0
    told = LedgerEntry.objects.filter(event="sharing.condition_overdue", subject=f"condition:{row.reference}")
    assert told.count() == 2


def test_the_days_of_a_continuing_condition_are_counted_once_the_grant_is_open(voting: CouncilAtWork) -> None:
    """Approved long before the agreement, it is not overdue before anybody could show it."""
    council = voting
    council.finding = "conditional"
    council.everybody_votes()
    words = {"by": council.users["secretary"], "reasons": "条件を付す。", "conditions": [LATER]}
    assert council.do(lambda: reviews.give_opinion(council.line, **words))
    done(council, "conclude", "approve")
    told = "承認の日（利用承認の効力の登録の日又は利用承認の期間の初日の方が遅いときは、そのうち遅い日）から10日以内"
    assert Condition.objects.get().due_on is None
    wait(council, 15)
    done(council, "accept")
    with clock.at(council.now):
        assert told in str(agreement(council.line, None).blocks)
        assert told in str(approval_notice(council.line.approvals.get()).blocks)
    done(council, "agree")
    opened = council.grant.opened_at.astimezone(clock.TOKYO).date()
    assert Condition.objects.get().due_on == opened + timedelta(days=10)
    with clock.at(council.now):
        count_days(Grant(line=council.line, starts_on=opened + timedelta(days=80)))
        assert Condition.objects.get().due_on == opened + timedelta(days=90), "nobody can show it before"
        count_days(council.grant)
    wait(council, 10)
    assert council.grant.state == "active"
    wait(council, 1)
    assert council.grant.state == "suspended"
